/// The few things that the two engines want said differently.
public enum SQLDialect: Sendable {
    case sqlite
    case postgres

    /// What follows the columns of a table whose rows are to lie in the order of its primary key.
    ///
    /// A user's rows then share pages, so that an event touches few of them.
    public var clusteredByKey: String {
        switch self {
        case .sqlite: "WITHOUT ROWID"
        case .postgres: ""
        }
    }

    /// A text with the letters of ASCII in lower case and every other as it is, which is all that
    /// SQLite can do; PostgreSQL would do more in some databases than in others.
    public func lowercased(_ text: String) -> String {
        switch self {
        case .sqlite: "lower(\(text))"
        case .postgres: "lower(\(text) COLLATE \"C\")"
        }
    }

    /// A statement that lets one process at a time change the schema, where several may try.
    var schemaLock: SQL? {
        switch self {
        case .sqlite: nil
        case .postgres: "SELECT pg_advisory_xact_lock(7021190283)"
        }
    }

    /// A query that counts the tables with a name: one or none.
    func tableCount(_ name: String) -> SQL {
        switch self {
        case .sqlite: "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = \(name)"
        case .postgres: "SELECT CASE WHEN to_regclass(\(name)) IS NULL THEN 0 ELSE 1 END"
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
            case .anyOfBatch: text += comparison(in: statement)
            }
        }
        return text
    }

    private func placeholder(_ index: Int) -> String {
        switch self {
        case .sqlite: "?\(index + 1)"
        case .postgres: "$\(index + 1)"
        }
    }

    /// What a value is compared with that may be any of a batch's.
    private func comparison(in statement: SQL) -> String {
        let value = placeholder(statement.parameters.count)
        guard self == .postgres, let column = statement.batch?.columns.first else {
            return "= \(value)"
        }
        return "= ANY (\(value)::\(column.type.arrayName))"
    }

    /// The relation of a batch: on SQLite, which has no round trips to save, one row at a time; on
    /// PostgreSQL all rows at once, an array for each column.
    private func relation(of statement: SQL) -> String {
        let columns = statement.batch?.columns ?? []
        let placeholders = columns.indices.map { placeholder(statement.parameters.count + $0) }
        switch self {
        case .sqlite:
            let list = zip(placeholders, columns).map { "\($0) AS \($1.name)" }
            return "(SELECT \(list.joined(separator: ", "))) AS batch"
        case .postgres:
            let arrays = zip(placeholders, columns).map { "\($0)::\($1.type.arrayName)" }
            let names = columns.map(\.name)
            return """
                unnest(\(arrays.joined(separator: ", "))) \
                AS batch(\(names.joined(separator: ", ")))
                """
        }
    }
}

extension SQLType {
    /// What PostgreSQL calls an array of the type.
    fileprivate var arrayName: String {
        switch self {
        case .integer: "bigint[]"
        case .text: "text[]"
        }
    }
}
