/// A column of a table: its name, and what it holds.
///
/// Columns are made by the list of their table alone, so that a name stands in one place, and its
/// position nowhere.
public struct Column<Value: ColumnValue>: Sendable {
    /// Its name.
    public let name: String
    /// Where it stands in the list of its table, and so in a row that was selected by that list.
    let index: Int

    init(name: String, index: Int) {
        self.name = name
        self.index = index
    }

    /// The column of a relation that a statement reads from.
    var inBatch: Batch.Column { Batch.Column(name: name, type: Value.sqlType) }
}

extension Row {
    /// The value of a column, in a row that was selected by the list of its table.
    subscript<Value>(_ column: Column<Value>) -> Value { Value(self, column.index) }
}

/// Reads a row that no table describes, such as a sum or a join, from its first field to its last.
struct FieldReader {
    private let row: any Row
    private var position: Int

    /// A reader of a row; after the columns of a table where those come first.
    init(_ row: any Row, after list: ColumnList? = nil) {
        self.row = row
        position = list?.columns.count ?? 0
    }

    /// The next field.
    mutating func next<Value: ColumnValue>(_ type: Value.Type = Value.self) -> Value {
        defer { position += 1 }
        return Value(row, position)
    }
}
