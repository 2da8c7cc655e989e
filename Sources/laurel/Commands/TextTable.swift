/// Rows of text in columns.
struct TextTable {
    private var rows: [[String]]

    /// A table with a header.
    init(_ header: [String]) {
        rows = [header]
    }

    /// Adds a row.
    mutating func add(_ row: [String]) {
        rows.append(row)
    }

    /// How many rows there are below the header.
    var rowCount: Int { rows.count - 1 }

    /// The table, each column as wide as its widest cell.
    var text: String {
        let widths = rows[0].indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            zip(row, widths).map { $0.padded(to: $1 + 2) }.joined()
        }.joined(separator: "\n")
    }
}
