public import CivilTime
public import Engine

/// A user's row: the user, and where it belongs.
public struct UserRow: Sendable {
    /// The user's own key.
    public let key: UserKey
    /// The workspace.
    public let workspace: WorkspaceID
    /// The user; none where a row was erased.
    public let user: User?

    /// Whether the row is that of a user with an id.
    public func isUser(_ id: String, in workspace: WorkspaceID) -> Bool {
        self.workspace == workspace && user?.id.isSameID(as: id) == true
    }
}

/// The users of every workspace.
public struct UserTable {
    let connection: any Connection

    /// The rows that exist of some keys, held against every other transaction that loads them.
    public func load(_ keys: [UserKey]) throws(StorageError) -> [UserRow] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.columns)
                FROM \(Self.batch(keys)) JOIN "user" ON "user".user_key = batch.user_key
                \(unescaped: connection.dialect.locking("\"user\"", inOrderOf: "\"user\".user_key"))
                """,
            Self.row
        )
    }

    /// The rows that exist of some keys, as a read sees them.
    public func rows(of keys: [UserKey]) throws(StorageError) -> [UserRow] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.columns)
                FROM \(Self.batch(keys)) JOIN "user" ON "user".user_key = batch.user_key
                """,
            Self.row
        )
    }

    /// The user with an id, wherever its attempts led.
    public func find(
        _ id: String,
        in workspace: WorkspaceID,
        keyring: UserKeyring
    ) throws(StorageError) -> UserRow? {
        var attempt = 0
        while true {
            let key = keyring.key(of: id, in: workspace, attempt: attempt)
            let row = try connection.firstRow(
                of: """
                    SELECT \(unescaped: Self.columns) FROM "user"
                    WHERE "user".user_key = \(key.number)
                    """,
                Self.row
            )
            guard let row, !row.isUser(id, in: workspace) else { return row }
            attempt += 1
        }
    }

    /// Adds users.
    public func insert(
        _ users: [(key: UserKey, workspace: WorkspaceID, user: User)]
    ) throws(StorageError) {
        var batch = Batch(Self.batchColumns + [.integer("workspace_id"), .integer("created_at")])
        for (key, workspace, user) in users {
            batch.append(
                Self.values(key, user) + [
                    .integer(workspace.number), .integer(user.createdAt.microseconds),
                ]
            )
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO "user"
                (user_key, external_id, email, name, zone, zone_since, sign_up_on, device_tokens,
                 subscribes_to_emails, is_control, updated_at, preferences, streak_mark_count,
                 workspace_id, created_at)
            SELECT user_key, external_id, email, name, zone, zone_since, sign_up_on, device_tokens,
                   subscribes_to_emails, is_control, updated_at, preferences, streak_mark_count,
                   workspace_id, created_at
            FROM \(batch)
            """
        )
    }

    /// Stores users as they now are.
    public func update(_ users: [(key: UserKey, user: User)]) throws(StorageError) {
        var batch = Batch(Self.batchColumns)
        for (key, user) in users { batch.append(Self.values(key, user)) }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            UPDATE "user"
            SET email = batch.email, name = batch.name, zone = batch.zone,
                zone_since = batch.zone_since, sign_up_on = batch.sign_up_on,
                device_tokens = batch.device_tokens,
                subscribes_to_emails = batch.subscribes_to_emails,
                updated_at = batch.updated_at, preferences = batch.preferences,
                streak_mark_count = batch.streak_mark_count
            FROM \(batch) WHERE "user".user_key = batch.user_key
            """
        )
    }

    /// Forgets everything about a user but that the key is taken.
    public func erase(_ key: UserKey, at moment: Instant) throws(StorageError) {
        for table in Self.erasedTables {
            try connection.execute(
                "DELETE FROM \(unescaped: table) WHERE user_key = \(key.number)"
            )
        }
        try connection.execute(
            """
            UPDATE "user"
            SET external_id = NULL, email = NULL, name = NULL, zone = NULL, sign_up_on = NULL,
                device_tokens = NULL, preferences = NULL, streak_mark_count = 0, created_at = 0,
                updated_at = \(moment.microseconds)
            WHERE user_key = \(key.number)
            """
        )
    }
}

// MARK: - Rows

extension UserTable {
    /// What follows from a user, or was told about one.
    private static let erasedTables = [
        "user_zone", "user_attribute", "event", "metric_day", "streak_period", "streak_mark",
        "fact", "filtered_total",
    ]

    static let columns = """
        "user".user_key, "user".workspace_id, "user".external_id, "user".email, "user".name,
        "user".zone, "user".zone_since, "user".sign_up_on, "user".device_tokens,
        "user".subscribes_to_emails, "user".is_control, "user".created_at, "user".updated_at,
        "user".preferences, "user".streak_mark_count
        """

    private static let batchColumns: [Batch.Column] = [
        .integer("user_key"), .text("external_id"), .text("email"), .text("name"), .text("zone"),
        .integer("zone_since"), .integer("sign_up_on"), .text("device_tokens"),
        .integer("subscribes_to_emails"), .integer("is_control"), .integer("updated_at"),
        .text("preferences"), .integer("streak_mark_count"),
    ]

    private static func values(_ key: UserKey, _ user: User) -> [SQLValue] {
        [
            .integer(key.number), user.id.sqlValue, user.email.sqlValue, user.name.sqlValue,
            user.zone.sqlValue, .integer(user.zoneSince.microseconds),
            (user.signUpOn.map { Int64($0.dayNumber) }).sqlValue,
            StoredDocument.text(of: user.deviceTokens).sqlValue, user.subscribesToEmails.sqlValue,
            user.isControl.sqlValue, .integer(user.updatedAt.microseconds),
            StoredPreferences.text(of: user.preferences).sqlValue,
            .integer(Int64(user.streakMarkCount)),
        ]
    }

    static func row(_ row: any Row) throws(StorageError) -> UserRow {
        UserRow(
            key: UserKey(row.integer(0)),
            workspace: WorkspaceID(row.integer(1)),
            user: row.isNull(2) ? nil : try user(row)
        )
    }

    private static func user(_ row: any Row) throws(StorageError) -> User {
        User(
            id: row.text(2),
            email: row.optionalText(3),
            name: row.optionalText(4),
            zone: row.optionalText(5),
            zoneSince: Instant(microseconds: row.integer(6)),
            signUpOn: row.optionalInteger(7).map {
                CivilDate(dayNumber: Int32(truncatingIfNeeded: $0))
            },
            deviceTokens: try StoredDocument.list(from: row.optionalText(8)),
            subscribesToEmails: row.integer(9) != 0,
            isControl: row.integer(10) != 0,
            preferences: try StoredPreferences.preferences(from: row.optionalText(13)),
            streakMarkCount: Int(row.integer(14)),
            createdAt: Instant(microseconds: row.integer(11)),
            updatedAt: Instant(microseconds: row.integer(12))
        )
    }
}

extension Connection {
    /// The table of users.
    public var users: UserTable { UserTable(connection: self) }
}
