public import CivilTime
public import Engine

/// Those who are told of facts over HTTP.
public struct WebhookTable {
    let connection: any Connection

    /// The webhooks of a workspace that were not deleted, oldest first.
    public func active(in workspace: WorkspaceID) throws(StorageError) -> [Webhook] {
        try active(in: [workspace])
    }

    /// The webhooks of some workspaces that were not deleted, oldest first.
    public func active(
        in workspaces: some Sequence<WorkspaceID>
    ) throws(StorageError) -> [Webhook] {
        var batch = Batch([.integer("workspace_id")])
        for workspace in Set(workspaces) { batch.append([workspace.sqlValue]) }
        guard !batch.isEmpty else { return [] }
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.qualified)
                FROM \(batch) JOIN webhook ON webhook.workspace_id = batch.workspace_id
                WHERE webhook.archived_at IS NULL
                ORDER BY webhook.webhook_id
                """,
            Self.webhook
        )
    }

    /// Those of every workspace that were not deleted, oldest first.
    public func all() throws(StorageError) -> [Webhook] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM webhook WHERE archived_at IS NULL
                ORDER BY webhook_id
                """,
            Self.webhook
        )
    }

    /// Those that have some numbers, and were not deleted.
    public func find(_ numbers: some Sequence<Int64>) throws(StorageError) -> [Webhook] {
        let batch = Self.list.keys(Set(numbers).map { [$0] })
        guard !batch.isEmpty else { return [] }
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.qualified)
                FROM \(batch) JOIN webhook ON webhook.webhook_id = batch.webhook_id
                WHERE webhook.archived_at IS NULL
                """,
            Self.webhook
        )
    }

    /// The number that the next one gets.
    public func nextNumber() throws(StorageError) -> Int64 {
        try connection.nextNumber("webhook_id", in: "webhook")
    }

    /// Adds one.
    public func insert(_ webhook: Webhook, at moment: Instant) throws(StorageError) {
        let batch = Self.list.batch(of: [webhook]) { webhook, row in
            row[Self.columns.number] = webhook.number
            row[Self.columns.workspace] = webhook.workspace
            row[Self.columns.publicID] = webhook.publicID
            row[Self.columns.createdAt] = webhook.createdAt
            Self.fill(&row, with: webhook, at: moment)
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Stores what people may change of one, and its secrets.
    public func update(_ webhook: Webhook, at moment: Instant) throws(StorageError) {
        let batch = Self.list.batch(of: [webhook]) { webhook, row in
            row[Self.columns.number] = webhook.number
            Self.fill(&row, with: webhook, at: moment)
        }
        try connection.update(Self.columns.changeable, from: batch, in: Self.list)
    }

    /// Ends one, and wipes its secrets; what it was sent is forgotten with time.
    public func archive(_ number: Int64, at moment: Instant) throws(StorageError) {
        try connection.send(
            """
            UPDATE webhook
            SET archived_at = \(moment), updated_at = \(moment), secret = '', previous_secret = NULL,
                previous_until = NULL
            WHERE webhook_id = \(number)
            """
        )
    }

    /// Notes since when one fails, and until when it is left alone.
    public func note(
        _ number: Int64,
        failingSince: Instant?,
        retryAt: Instant?
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE webhook SET failing_since = \(failingSince), retry_at = \(retryAt)
            WHERE webhook_id = \(number)
            """
        )
    }
}

// MARK: - Rows

extension WebhookTable {
    /// The columns of the table.
    private struct Columns {
        let number: Column<Int64>
        let workspace: Column<WorkspaceID>
        let publicID: Column<String>
        let status: Column<String>
        let secret: Column<String>
        let previousSecret: Column<String?>
        let previousUntil: Column<Instant?>
        let failingSince: Column<Instant?>
        let retryAt: Column<Instant?>
        let createdAt: Column<Instant>
        let updatedAt: Column<Instant>
        let archivedAt: Column<Instant?>
        let document: Column<String>
        let list: ColumnList
        /// Those that a change sets.
        let changeable: [Batch.Column]

        init() {
            var list = ColumnListBuilder("webhook")
            number = list.key("webhook_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            status = list.value("status")
            secret = list.value("secret")
            previousSecret = list.value("previous_secret")
            previousUntil = list.value("previous_until")
            failingSince = list.value("failing_since")
            retryAt = list.value("retry_at")
            createdAt = list.value("created_at")
            updatedAt = list.value("updated_at")
            archivedAt = list.value("archived_at")
            document = list.value("document")
            self.list = list.finish()
            changeable = [
                status.inBatch, secret.inBatch, previousSecret.inBatch, previousUntil.inBatch,
                failingSince.inBatch, retryAt.inBatch, updatedAt.inBatch, document.inBatch,
            ]
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func fill(_ row: inout RowValues, with webhook: Webhook, at moment: Instant) {
        row[columns.status] = webhook.status.rawValue
        row[columns.secret] = webhook.secret
        row[columns.previousSecret] = webhook.previousSecret?.sealed
        row[columns.previousUntil] = webhook.previousSecret?.until
        row[columns.failingSince] = webhook.failingSince
        row[columns.retryAt] = webhook.retryAt
        row[columns.updatedAt] = moment
        row[columns.document] = webhook.stored
    }

    private static func webhook(_ row: any Row) throws(StorageError) -> Webhook {
        var webhook = try Webhook(
            number: row[columns.number],
            workspace: row[columns.workspace],
            publicID: row[columns.publicID],
            secret: row[columns.secret],
            createdAt: row[columns.createdAt],
            stored: row[columns.document]
        )
        guard let status = Webhook.Status(rawValue: row[columns.status]) else {
            throw StorageError(.invalidValue, "webhook \(webhook.number) has no known status")
        }
        webhook.status = status
        if let sealed = row[columns.previousSecret], let until = row[columns.previousUntil] {
            webhook.previousSecret = Webhook.SecretUntil(sealed: sealed, until: until)
        }
        webhook.failingSince = row[columns.failingSince]
        webhook.retryAt = row[columns.retryAt]
        return webhook
    }
}

extension Connection {
    /// The table of those who are told of facts over HTTP.
    public var webhooks: WebhookTable { WebhookTable(connection: self) }
}
