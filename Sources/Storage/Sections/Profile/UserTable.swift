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
    /// How often the user was written by whoever shares the database; see `UserTable.raiseVersions`.
    public let version: Int64

    /// Whether the row is that of a user with an id.
    public func isUser(_ id: String, in workspace: WorkspaceID) -> Bool {
        self.workspace == workspace && user?.id.isSameID(as: id) == true
    }
}

/// The users of every workspace.
public struct UserTable {
    let connection: any Connection

    /// The rows that exist of some keys.
    public func rows(of keys: [UserKey]) throws(StorageError) -> [UserRow] {
        try connection.value(of: lookup(keys))
    }

    /// Looks up the rows that exist of some keys.
    public func lookup(_ keys: [UserKey]) -> Lookup<[UserRow]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.qualified) FROM "user"
            WHERE "user".user_key \(anyOf: Self.batch(keys))
            """
        ) { (rows) throws(StorageError) in try rows.map(Self.row) }
    }

    /// The ids that callers know some users by; none of those who were erased.
    func externalIDs(of keys: [UserKey]) throws(StorageError) -> [UserKey: String] {
        let rows = try connection.rows(
            of: """
                SELECT user_key, external_id FROM "user"
                WHERE external_id IS NOT NULL AND user_key \(anyOf: Self.batch(keys))
                """
        ) { (row) throws(StorageError) in (UserKey(row, 0), String(row, 1)) }
        return Dictionary(rows) { first, _ in first }
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
                    SELECT \(unescaped: Self.list.qualified) FROM "user"
                    WHERE "user".user_key = \(key)
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
        let batch = Self.list.batch(of: users) { each, row in
            row[Self.columns.workspace] = each.workspace
            row[Self.columns.createdAt] = each.user.createdAt
            row[Self.columns.version] = 0
            Self.fill(&row, with: each.user, under: each.key)
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Stores users as they now are.
    public func update(_ users: [(key: UserKey, user: User)]) throws(StorageError) {
        let batch = Self.list.batch(of: users) { each, row in
            Self.fill(&row, with: each.user, under: each.key)
        }
        try connection.update(Self.columns.changeable, from: batch, in: Self.list)
    }

    /// Forgets everything about a user but that the key is taken.
    public func erase(_ key: UserKey, at moment: Instant) throws(StorageError) {
        for table in Self.erasedTables {
            try connection.send(
                "DELETE FROM \(unescaped: table) WHERE user_key = \(key)"
            )
        }
        try connection.send(
            """
            UPDATE "user"
            SET external_id = NULL, email = NULL, name = NULL, zone = NULL, sign_up_on = NULL,
                device_tokens = NULL, preferences = NULL, streak_mark_count = 0, created_at = 0,
                updated_at = \(moment)
            WHERE user_key = \(key)
            """
        )
    }
}

// MARK: - Rows

extension UserTable {
    /// What follows from a user, or was told about one.
    private static let erasedTables = [
        "user_zone", "user_attribute", "event", "metric_day", "streak_period", "streak_mark",
        "fact", "filtered_total", "streak_milestone", "points_balance", "points_ledger",
        "board_score", "board_correction", "board_day", "league_seat", "user_note", "user_merge",
    ]

    /// The columns of the table.
    struct Columns {
        let key: Column<UserKey>
        let workspace: Column<WorkspaceID>
        let externalID: Column<String?>
        let email: Column<String?>
        let name: Column<String?>
        let zone: Column<String?>
        let zoneSince: Column<Instant>
        let signUpOn: Column<CivilDate?>
        let deviceTokens: Column<String?>
        let subscribesToEmails: Column<Bool>
        let isControl: Column<Bool>
        let createdAt: Column<Instant>
        let updatedAt: Column<Instant>
        let preferences: Column<String?>
        let streakMarkCount: Column<Int>
        let version: Column<Int64>
        let list: ColumnList
        /// Those that a change sets.
        let changeable: [Batch.Column]

        init() {
            var list = ColumnListBuilder("\"user\"")
            key = list.key("user_key")
            workspace = list.value("workspace_id")
            externalID = list.value("external_id")
            email = list.value("email")
            name = list.value("name")
            zone = list.value("zone")
            zoneSince = list.value("zone_since")
            signUpOn = list.value("sign_up_on")
            deviceTokens = list.value("device_tokens")
            subscribesToEmails = list.value("subscribes_to_emails")
            isControl = list.value("is_control")
            createdAt = list.value("created_at")
            updatedAt = list.value("updated_at")
            preferences = list.value("preferences")
            streakMarkCount = list.value("streak_mark_count")
            version = list.value("version")
            self.list = list.finish()
            let fixed = [
                key.name, workspace.name, externalID.name, isControl.name, createdAt.name,
                version.name,
            ]
            changeable = self.list.columns.filter { !fixed.contains($0.name) }
        }
    }

    static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func fill(_ row: inout RowValues, with user: User, under key: UserKey) {
        row[columns.key] = key
        row[columns.externalID] = user.id
        row[columns.email] = user.email
        row[columns.name] = user.name
        row[columns.zone] = user.zone
        row[columns.zoneSince] = user.zoneSince
        row[columns.signUpOn] = user.signUpOn
        row[columns.deviceTokens] = StoredDocument.text(of: user.deviceTokens)
        row[columns.subscribesToEmails] = user.subscribesToEmails
        row[columns.isControl] = user.isControl
        row[columns.updatedAt] = user.updatedAt
        row[columns.preferences] = StoredPreferences.text(of: user.preferences)
        row[columns.streakMarkCount] = user.streakMarkCount
    }

    static func row(_ row: any Row) throws(StorageError) -> UserRow {
        let user = if let id = row[columns.externalID] { try user(row, id: id) } else { User?.none }
        return UserRow(
            key: row[columns.key],
            workspace: row[columns.workspace],
            user: user,
            version: row[columns.version]
        )
    }

    private static func user(_ row: any Row, id: String) throws(StorageError) -> User {
        User(
            id: id,
            email: row[columns.email],
            name: row[columns.name],
            zone: row[columns.zone],
            zoneSince: row[columns.zoneSince],
            signUpOn: row[columns.signUpOn],
            deviceTokens: try StoredDocument.list(from: row[columns.deviceTokens]),
            subscribesToEmails: row[columns.subscribesToEmails],
            isControl: row[columns.isControl],
            preferences: try StoredPreferences.preferences(from: row[columns.preferences]),
            streakMarkCount: row[columns.streakMarkCount],
            createdAt: row[columns.createdAt],
            updatedAt: row[columns.updatedAt]
        )
    }
}

extension Connection {
    /// The table of users.
    public var users: UserTable { UserTable(connection: self) }
}
