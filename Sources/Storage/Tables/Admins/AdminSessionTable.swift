public import CivilTime

/// Where admins are signed in.
public struct AdminSessionTable {
    let connection: any Connection

    /// The session whose secret has a digest, ended or not.
    public func find(digest: String) throws(StorageError) -> AdminSession? {
        try connection.firstRow(
            of: """
                SELECT \(unescaped: Self.list.names) FROM admin_session
                WHERE secret_digest = \(digest)
                """,
            Self.session
        )
    }

    /// The sessions that have not ended, the one that was used last first; of one admin, or of all.
    public func open(
        of admin: String? = nil,
        at now: Instant
    ) throws(StorageError) -> [AdminSession] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM admin_session
                WHERE admin_id = coalesce(\(admin), admin_id) AND expires_at > \(now)
                ORDER BY seen_at DESC, session_id
                """,
            Self.session
        )
    }

    /// Adds a session.
    public func insert(_ session: AdminSession) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [session]) { session, row in
            row[columns.id] = session.id
            row[columns.admin] = session.admin
            row[columns.secretDigest] = session.secretDigest
            row[columns.address] = session.address
            row[columns.browser] = session.browser
            row[columns.createdAt] = session.createdAt
            row[columns.seenAt] = session.seenAt
            row[columns.expiresAt] = session.expiresAt
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Notes that a session is used, and until when it holds now.
    public func note(_ session: AdminSession) throws(StorageError) {
        try connection.execute(
            """
            UPDATE admin_session SET seen_at = \(session.seenAt), expires_at = \(session.expiresAt)
            WHERE session_id = \(session.id)
            """
        )
    }

    /// Ends a session of an admin, or of anybody; false when there is none.
    public func end(_ id: String, of admin: String? = nil) throws(StorageError) -> Bool {
        try connection.execute(
            """
            DELETE FROM admin_session
            WHERE session_id = \(id) AND admin_id = coalesce(\(admin), admin_id)
            """
        ) > 0
    }

    /// Ends every session of an admin but one.
    public func endAll(of admin: String, but kept: String = "") throws(StorageError) {
        try connection.execute(
            "DELETE FROM admin_session WHERE admin_id = \(admin) AND session_id <> \(kept)"
        )
    }

    /// Removes sessions that ended before a moment.
    public func remove(endedBefore moment: Instant) throws(StorageError) {
        try connection.execute("DELETE FROM admin_session WHERE expires_at < \(moment)")
    }
}

// MARK: - Rows

extension AdminSessionTable {
    /// The columns of the table.
    private struct Columns {
        let id: Column<String>
        let admin: Column<String>
        let secretDigest: Column<String>
        let address: Column<String>
        let browser: Column<String>
        let createdAt: Column<Instant>
        let seenAt: Column<Instant>
        let expiresAt: Column<Instant>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("admin_session")
            id = list.key("session_id")
            admin = list.value("admin_id")
            secretDigest = list.value("secret_digest")
            address = list.value("address")
            browser = list.value("browser")
            createdAt = list.value("created_at")
            seenAt = list.value("seen_at")
            expiresAt = list.value("expires_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func session(_ row: any Row) -> AdminSession {
        AdminSession(
            id: row[columns.id],
            admin: row[columns.admin],
            secretDigest: row[columns.secretDigest],
            address: row[columns.address],
            browser: row[columns.browser],
            createdAt: row[columns.createdAt],
            seenAt: row[columns.seenAt],
            expiresAt: row[columns.expiresAt]
        )
    }
}

extension Connection {
    /// The table of where admins are signed in.
    public var adminSessions: AdminSessionTable { AdminSessionTable(connection: self) }
}
