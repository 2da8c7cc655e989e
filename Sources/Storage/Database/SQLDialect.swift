/// The few things that the two engines want said differently.
public enum SQLDialect: Sendable {
    case sqlite

    /// What follows the columns of a table whose rows are to lie in the order of its primary key.
    ///
    /// A user's rows then share pages, so that an event touches few of them.
    public var clusteredByKey: String {
        switch self {
        case .sqlite: "WITHOUT ROWID"
        }
    }

    /// The text of a statement.
    public func text(of statement: SQL) -> String {
        var text = ""
        for segment in statement.segments {
            switch segment {
            case .text(let piece): text += piece
            case .parameter(let index): text += placeholder(index)
            case .batch: text += relation(of: statement)
            }
        }
        return text
    }

    private func placeholder(_ index: Int) -> String {
        switch self {
        case .sqlite: "?\(index + 1)"
        }
    }

    /// The relation of a batch: on SQLite, which has no round trips to save, one row at a time.
    private func relation(of statement: SQL) -> String {
        let columns = statement.batch?.columns ?? []
        let list = columns.enumerated().map { index, column in
            "\(placeholder(statement.parameters.count + index)) AS \(column.name)"
        }
        return "(SELECT \(list.joined(separator: ", "))) AS batch"
    }
}
