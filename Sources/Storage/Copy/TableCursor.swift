/// Walks a table in the order of its primary key, some rows at a time.
struct TableCursor {
    let table: ColumnList
    /// The key of the last row seen; nothing at the beginning.
    private(set) var position: [SQLValue]?

    init(_ table: ColumnList, after position: [SQLValue]? = nil) {
        self.table = table
        self.position = position
    }

    /// The next rows; fewer than asked for at the end.
    mutating func next(
        _ count: Int,
        on connection: any Connection
    ) throws(StorageError) -> [[SQLValue]] {
        let columns = table.columns
        let rows = try connection.rows(of: statement(limit: count)) { (row) throws(StorageError) in
            columns.indices.map { index in row.value(index, of: columns[index].type) }
        }
        if let last = rows.last { position = Array(last.prefix(table.key.count)) }
        return rows
    }

    private func statement(limit: Int) -> SQL {
        let columns = table.columns.map(\.name).joined(separator: ", ")
        let key = table.key.map(\.name).joined(separator: ", ")
        var interpolation = SQL.Interpolation(literalCapacity: 0, interpolationCount: 8)
        interpolation.appendInterpolation(unescaped: "SELECT \(columns) FROM \(table.name) ")
        if let position {
            interpolation.appendInterpolation(unescaped: "WHERE (\(key)) > (")
            for (index, value) in position.enumerated() {
                if index > 0 { interpolation.appendLiteral(", ") }
                interpolation.appendInterpolation(value)
            }
            interpolation.appendLiteral(") ")
        }
        interpolation.appendInterpolation(unescaped: "ORDER BY \(key) LIMIT ")
        interpolation.appendInterpolation(limit)
        return SQL(stringInterpolation: interpolation)
    }
}

extension SQLValue: SQLBindable {
    /// The value itself.
    public var sqlValue: SQLValue { self }
}

extension Row {
    /// The value of a column of a type.
    fileprivate func value(_ column: Int, of type: SQLType) -> SQLValue {
        guard !isNull(column) else { return .null }
        switch type {
        case .integer: return .integer(integer(column))
        case .text: return .text(text(column))
        }
    }
}
