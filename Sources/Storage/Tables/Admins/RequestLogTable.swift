import CivilTime
public import Engine

/// What was asked lately.
public struct RequestLogTable {
    let connection: any Connection

    /// Adds requests.
    public func insert(_ requests: [LoggedRequest]) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: requests) { request, row in
            row[columns.id] = request.id
            row[columns.workspace] = request.workspace
            row[columns.isAccepted] = request.isAccepted
            row[columns.at] = request.at
            row[columns.method] = request.method
            row[columns.path] = request.path
            row[columns.status] = request.status
            row[columns.sender] = request.sender
            row[columns.userID] = request.userID
            row[columns.address] = request.address
            row[columns.microseconds] = request.microseconds
            row[columns.error] = request.error
            row[columns.body] = request.body
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Requests with one outcome in some workspaces, the newest first, before one that was seen.
    public func page(
        in workspace: WorkspaceID,
        orIn other: WorkspaceID,
        isAccepted: Bool,
        before seen: String,
        limit: Int
    ) throws(StorageError) -> [LoggedRequest] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM request_log
                WHERE is_accepted = \(isAccepted) AND request_id < \(seen)
                    AND workspace_id IN (\(workspace), \(other))
                ORDER BY request_id DESC LIMIT \(limit)
                """,
            Self.request
        )
    }

    /// Removes requests with one outcome from before an id, and those beyond so many.
    public func remove(
        isAccepted: Bool,
        before id: String,
        keeping count: Int
    ) throws(StorageError) {
        try connection.execute(
            """
            DELETE FROM request_log WHERE is_accepted = \(isAccepted) AND (
                request_id < \(id) OR request_id <= (
                    SELECT request_id FROM request_log WHERE is_accepted = \(isAccepted)
                    ORDER BY request_id DESC LIMIT 1 OFFSET \(count)))
            """
        )
    }

    /// Forgets the requests about a user.
    public func eraseUser(_ id: String, in workspace: WorkspaceID) throws(StorageError) {
        try connection.send(
            "DELETE FROM request_log WHERE workspace_id = \(workspace) AND user_id = \(id)"
        )
    }

    /// Has the requests about a user be about another.
    public func rename(
        _ user: String,
        to other: String,
        in workspace: WorkspaceID
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE request_log SET user_id = \(other)
            WHERE workspace_id = \(workspace) AND user_id = \(user)
            """
        )
    }
}

// MARK: - Rows

extension RequestLogTable {
    /// The columns of the table.
    private struct Columns {
        let id: Column<String>
        let workspace: Column<WorkspaceID>
        let isAccepted: Column<Bool>
        let at: Column<Instant>
        let method: Column<String>
        let path: Column<String>
        let status: Column<Int>
        let sender: Column<String>
        let userID: Column<String?>
        let address: Column<String>
        let microseconds: Column<Int64>
        let error: Column<String?>
        let body: Column<String?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("request_log")
            id = list.key("request_id")
            workspace = list.value("workspace_id")
            isAccepted = list.value("is_accepted")
            at = list.value("arrived_at")
            method = list.value("method")
            path = list.value("path")
            status = list.value("status")
            sender = list.value("sender")
            userID = list.value("user_id")
            address = list.value("address")
            microseconds = list.value("microseconds")
            error = list.value("error")
            body = list.value("body")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func request(_ row: any Row) -> LoggedRequest {
        LoggedRequest(
            id: row[columns.id],
            workspace: row[columns.workspace],
            isAccepted: row[columns.isAccepted],
            at: row[columns.at],
            method: row[columns.method],
            path: row[columns.path],
            status: row[columns.status],
            sender: row[columns.sender],
            userID: row[columns.userID],
            address: row[columns.address],
            microseconds: row[columns.microseconds],
            error: row[columns.error],
            body: row[columns.body]
        )
    }
}

extension Connection {
    /// The table of what was asked lately.
    public var requestLog: RequestLogTable { RequestLogTable(connection: self) }
}
