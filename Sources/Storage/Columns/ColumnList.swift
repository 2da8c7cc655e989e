/// The columns of a table, each named once: what statements list, what is bound, what is read, and
/// what a copy takes over.
public struct ColumnList: Sendable {
    /// The table's name, quoted where it has to be.
    public let name: String
    /// Every column, those of the primary key first.
    public let columns: [Batch.Column]
    /// The columns of the primary key, in order.
    public let key: [Batch.Column]
    /// How many rows a copy takes at a time: fewer where each may be large.
    public let rowsAtATime: Int
    /// The names, as a statement lists them.
    let names: String
    /// The names with the table's own before them, as a join selects them.
    let qualified: String
    /// What an upsert sets: every column that is not of the key.
    let assignments: String

    fileprivate init(_ builder: ColumnListBuilder) {
        name = builder.table
        columns = builder.columns
        key = Array(builder.columns.prefix(builder.keyCount))
        rowsAtATime = builder.rowsAtATime
        names = columns.map(\.name).joined(separator: ", ")
        qualified = columns.map { "\(builder.table).\($0.name)" }.joined(separator: ", ")
        assignments = columns.dropFirst(builder.keyCount)
            .map { "\($0.name) = excluded.\($0.name)" }.joined(separator: ", ")
    }

    /// The columns that are not of the key.
    public var values: ArraySlice<Batch.Column> { columns.dropFirst(key.count) }

    /// Whether its rows are users', so that each can lie on the machine of its user.
    public var isPerUser: Bool { key.first?.name == "user_key" }

    /// The names without the last of them, for statements that leave large values where they are.
    func names(leavingOut count: Int) -> String {
        columns.dropLast(count).map(\.name).joined(separator: ", ")
    }

    /// The names without the first of them, for statements that compute those.
    func names(after count: Int) -> String {
        columns.dropFirst(count).map(\.name).joined(separator: ", ")
    }

    /// The names of the key's columns, as a statement lists them.
    var keyNames: String { key.map(\.name).joined(separator: ", ") }

    /// That a row has the key of a batch's row.
    fileprivate var keyMatch: String {
        key.map { "\(name).\($0.name) = batch.\($0.name)" }.joined(separator: " AND ")
    }
}

/// Names the columns of a table, those of its primary key first.
struct ColumnListBuilder {
    fileprivate let table: String
    fileprivate let rowsAtATime: Int
    fileprivate private(set) var columns: [Batch.Column] = []
    fileprivate private(set) var keyCount = 0

    init(_ table: String, rowsAtATime: Int = 2_000) {
        self.table = table
        self.rowsAtATime = rowsAtATime
    }

    /// A column of the primary key.
    mutating func key<Value>(_ name: String) -> Column<Value> {
        precondition(columns.count == keyCount, "the columns of a key come before all others")
        keyCount += 1
        return add(name)
    }

    /// Another column.
    mutating func value<Value>(_ name: String) -> Column<Value> { add(name) }

    private mutating func add<Value>(_ name: String) -> Column<Value> {
        precondition(!columns.contains { $0.name == name }, "a column is named once")
        let column = Column<Value>(name: name, index: columns.count)
        columns.append(column.inBatch)
        return column
    }

    /// The finished list.
    func finish() -> ColumnList { ColumnList(self) }
}

// MARK: - Rows

/// The values of a row while it is filled in; a column that nobody sets is null.
struct RowValues {
    fileprivate(set) var values: [SQLValue]

    subscript<Value>(_ column: Column<Value>) -> Value {
        @available(*, unavailable)
        get { preconditionFailure("values are written to a row, and read from an answer") }
        set { values[column.index] = newValue.bound }
    }
}

extension ColumnList {
    /// A row with what a closure sets.
    func row(_ fill: (inout RowValues) -> Void) -> [SQLValue] {
        var row = RowValues(values: [SQLValue](repeating: .null, count: columns.count))
        fill(&row)
        return row.values
    }

    /// A relation with a row for each of some things.
    func batch<Element>(
        of elements: some Sequence<Element>,
        _ fill: (Element, inout RowValues) -> Void
    ) -> Batch {
        var batch = Batch(columns)
        for element in elements { batch.append(row { fill(element, &$0) }) }
        return batch
    }

    /// A relation with the keys of some rows.
    func keys(_ rows: some Sequence<[any SQLBindable]>) -> Batch {
        var batch = Batch(key)
        for row in rows { batch.append(row.map(\.sqlValue)) }
        return batch
    }
}

// MARK: - Statements

extension Connection {
    /// Adds rows; nothing happens without any.
    func insert(_ batch: Batch, into list: ColumnList) throws(StorageError) {
        guard !batch.isEmpty else { return }
        try send(
            """
            INSERT INTO \(unescaped: list.name) (\(unescaped: list.names))
            SELECT \(unescaped: list.names) FROM \(batch)
            """
        )
    }

    /// Adds rows, and puts those whose key is there already in the place of the old ones.
    func upsert(_ batch: Batch, into list: ColumnList) throws(StorageError) {
        guard !batch.isEmpty else { return }
        try send(
            """
            INSERT INTO \(unescaped: list.name) (\(unescaped: list.names))
            SELECT \(unescaped: list.names) FROM \(batch) WHERE true
            ON CONFLICT (\(unescaped: list.keyNames)) DO UPDATE
            SET \(unescaped: list.assignments)
            """
        )
    }

    /// Sets some columns of the rows that have the keys of a relation's rows.
    func update(
        _ columns: [Batch.Column],
        from batch: Batch,
        in list: ColumnList
    ) throws(StorageError) {
        guard !batch.isEmpty else { return }
        let table = list.name
        let changes = columns.map { "\($0.name) = batch.\($0.name)" }.joined(separator: ", ")
        try send(
            """
            UPDATE \(unescaped: table) SET \(unescaped: changes) FROM \(batch)
            WHERE \(unescaped: list.keyMatch)
            """
        )
    }

    /// Removes the rows with some keys.
    func delete(_ keys: Batch, from list: ColumnList) throws(StorageError) {
        guard !keys.isEmpty else { return }
        switch dialect {
        case .sqlite:
            try send(
                """
                DELETE FROM \(unescaped: list.name)
                WHERE (\(unescaped: list.keyNames))
                    IN (SELECT \(unescaped: list.keyNames) FROM \(keys))
                """
            )
        case .postgres:
            try send(
                """
                DELETE FROM \(unescaped: list.name) USING \(keys)
                WHERE \(unescaped: list.keyMatch)
                """
            )
        }
    }
}
