public import CivilTime

/// Tickets that open a stream once, by their digests: what they stand for is sealed with the ticket
/// itself, so that the database tells nobody.
public struct StreamTicketTable {
    let connection: any Connection

    /// Keeps a ticket until a moment.
    public func insert(
        _ digest: String,
        sealed: String,
        until moment: Instant
    ) throws(StorageError) {
        let batch = Self.list.batch(of: [digest]) { digest, row in
            row[Self.columns.digest] = digest
            row[Self.columns.sealed] = sealed
            row[Self.columns.expiresAt] = moment
        }
        try connection.insert(batch, into: Self.list)
    }

    /// What a ticket stands for, which is taken with it; nothing where it is gone or has expired.
    public func take(_ digest: String, at moment: Instant) throws(StorageError) -> String? {
        let sealed = try connection.firstRow(
            of: """
                SELECT sealed FROM stream_ticket
                WHERE digest = \(digest) AND expires_at > \(moment)
                """
        ) { (row) throws(StorageError) in String(row, 0) }
        guard let sealed else { return nil }
        // Of two who take it at the same time, one removes it.
        let count = try connection.execute("DELETE FROM stream_ticket WHERE digest = \(digest)")
        return count > 0 ? sealed : nil
    }

    /// Forgets tickets that have expired.
    public func remove(expiredAt moment: Instant) throws(StorageError) {
        try connection.send("DELETE FROM stream_ticket WHERE expires_at <= \(moment)")
    }
}

// MARK: - Rows

extension StreamTicketTable {
    /// The columns of the table.
    private struct Columns {
        let digest: Column<String>
        let sealed: Column<String>
        let expiresAt: Column<Instant>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("stream_ticket")
            digest = list.key("digest")
            sealed = list.value("sealed")
            expiresAt = list.value("expires_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The table of tickets that open a stream once.
    public var streamTickets: StreamTicketTable { StreamTicketTable(connection: self) }
}
