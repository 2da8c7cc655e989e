import Storage

/// The answer to a statement that was sent; whoever reads it first waits for it.
final class PostgresAnswer: Rows {
    private let connection: PostgresConnection
    /// What the server has said, once it has.
    var result: PostgresResult?

    init(on connection: PostgresConnection) {
        self.connection = connection
    }

    func forEachRow(_ body: (any Row) throws(StorageError) -> Void) throws(StorageError) {
        try connection.result(of: self).forEachRow(body)
    }
}
