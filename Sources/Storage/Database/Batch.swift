/// Rows that one statement is about.
public struct Batch: Sendable {
    /// A column of the relation that the rows form.
    public struct Column: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Its type.
        public let type: SQLType

        /// A column of whole numbers.
        public static func integer(_ name: String) -> Column { Column(name: name, type: .integer) }

        /// A column of text.
        public static func text(_ name: String) -> Column { Column(name: name, type: .text) }
    }

    /// The columns of every row.
    public let columns: [Column]
    /// The values, row after row.
    public private(set) var values: [SQLValue] = []

    /// A relation without rows yet.
    public init(_ columns: [Column]) {
        precondition(!columns.isEmpty, "a batch has at least one column")
        self.columns = columns
    }

    /// How many rows there are.
    public var rowCount: Int { values.count / columns.count }

    /// Whether there are none.
    public var isEmpty: Bool { values.isEmpty }

    /// Adds a row.
    public mutating func append(_ row: [SQLValue]) {
        precondition(row.count == columns.count, "a row has a value for every column of its batch")
        values.append(contentsOf: row)
    }
}
