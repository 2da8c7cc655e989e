public import CivilTime
public import Engine

extension UserTable {
    /// The zones that users lived in, oldest first.
    public func stays(of keys: [UserKey]) throws(StorageError) -> [UserKey: [ZoneStay]] {
        try connection.value(of: staysLookup(of: keys))
    }

    /// Looks up the zones that users lived in, oldest first.
    func staysLookup(of keys: [UserKey]) -> Lookup<[UserKey: [ZoneStay]]> {
        Lookup(
            """
            SELECT \(unescaped: Self.stayColumns.list.qualified)
            FROM \(Self.batch(keys)) JOIN user_zone ON user_zone.user_key = batch.user_key
            ORDER BY user_zone.user_key, user_zone.from_at
            """
        ) { (rows) throws(StorageError) in
            let columns = Self.stayColumns
            var stays: [UserKey: [ZoneStay]] = [:]
            try rows.forEachRow { (row) throws(StorageError) in
                stays[row[columns.user], default: []].append(
                    ZoneStay(from: row[columns.from], zone: row[columns.zone])
                )
            }
            return stays
        }
    }

    /// Adds zones; one that begins when another did takes its place, and those that were to begin
    /// later, before the clock was set back, are gone.
    public func insertStays(_ stays: [(key: UserKey, stay: ZoneStay)]) throws(StorageError) {
        let columns = Self.stayColumns
        let batch = columns.list.batch(of: stays) { each, row in
            row[columns.user] = each.key
            row[columns.from] = each.stay.from
            row[columns.zone] = each.stay.zone
        }
        try connection.upsert(batch, into: columns.list)
        try removeStays(after: stays.filter { $0.stay.from > .distantPast })
    }

    private func removeStays(
        after stays: [(key: UserKey, stay: ZoneStay)]
    ) throws(StorageError) {
        // Of each user, the last one to begin counts alone.
        let last = Dictionary(stays.map { ($0.key, $0.stay.from) }) { max($0, $1) }
        let batch = Self.stayColumns.list.keys(last.lazy.map { [$0.key, $0.value] })
        guard !batch.isEmpty else { return }
        switch connection.dialect {
        case .sqlite:
            try connection.send(
                """
                DELETE FROM user_zone
                WHERE user_key IN (SELECT user_key FROM \(batch))
                    AND from_at > (SELECT max(batch.from_at) FROM \(batch)
                                   WHERE batch.user_key = user_zone.user_key)
                """
            )
        case .postgres:
            try connection.send(
                """
                DELETE FROM user_zone USING \(batch)
                WHERE user_zone.user_key = batch.user_key AND user_zone.from_at > batch.from_at
                """
            )
        }
    }

    /// The attributes of users.
    public func attributes(
        of keys: [UserKey]
    ) throws(StorageError) -> [UserKey: [AttributeID: String]] {
        try connection.value(of: attributesLookup(of: keys))
    }

    /// Looks up the attributes of users.
    public func attributesLookup(of keys: [UserKey]) -> Lookup<[UserKey: [AttributeID: String]]> {
        Lookup(
            """
            SELECT \(unescaped: Self.attributeColumns.list.names) FROM user_attribute
            WHERE user_key \(anyOf: Self.batch(keys))
            """
        ) { (rows) throws(StorageError) in
            let columns = Self.attributeColumns
            var attributes: [UserKey: [AttributeID: String]] = [:]
            try rows.forEachRow { (row) throws(StorageError) in
                attributes[row[columns.user], default: [:]][row[columns.attribute]] =
                    row[columns.value]
            }
            return attributes
        }
    }

    /// Sets attributes, and removes those without a value.
    public func storeAttributes(
        _ changes: [(key: UserKey, attribute: AttributeID, value: String?)]
    ) throws(StorageError) {
        let columns = Self.attributeColumns
        let removed = changes.filter { $0.value == nil }
        try connection.delete(
            columns.list.keys(removed.lazy.map { [$0.key, $0.attribute] }),
            from: columns.list
        )
        let set = columns.list.batch(of: changes.filter { $0.value != nil }) { each, row in
            row[columns.user] = each.key
            row[columns.attribute] = each.attribute
            row[columns.value] = each.value ?? ""
        }
        try connection.upsert(set, into: columns.list)
    }

    /// A page of a workspace's users, newest first, of those whose id, name or address holds a text.
    ///
    /// Both sides are lowered as every engine can: the letters of ASCII, and no others.
    public func page(
        in workspace: WorkspaceID,
        search: String?,
        after cursor: UserCursor?,
        limit: Int
    ) throws(StorageError) -> [UserRow] {
        let pattern = "%" + Self.escaped(Self.lowercased(search ?? "")) + "%"
        let holdsPattern = ["external_id", "coalesce(name, '')", "coalesce(email, '')"]
            .map { "\(connection.dialect.lowercased($0)) LIKE" }
        let start = cursor ?? UserCursor(createdAt: .distantFuture, key: .max)
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM "user"
                WHERE workspace_id = \(workspace) AND external_id IS NOT NULL
                    AND (created_at, user_key) < (\(start.createdAt), \(start.key))
                    AND (\(unescaped: holdsPattern[0]) \(pattern) ESCAPE '!'
                        OR \(unescaped: holdsPattern[1]) \(pattern) ESCAPE '!'
                        OR \(unescaped: holdsPattern[2]) \(pattern) ESCAPE '!')
                ORDER BY created_at DESC, user_key DESC LIMIT \(limit)
                """,
            Self.row
        )
    }

    /// A page of a workspace's users, oldest first.
    public func page(
        in workspace: WorkspaceID,
        oldestAfter cursor: UserCursor,
        limit: Int
    ) throws(StorageError) -> [UserRow] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM "user"
                WHERE workspace_id = \(workspace) AND external_id IS NOT NULL
                    AND (created_at, user_key) > (\(cursor.createdAt), \(cursor.key))
                ORDER BY created_at, user_key LIMIT \(limit)
                """,
            Self.row
        )
    }

    /// Some users of a workspace who signed up within some days and lack an achievement.
    public func withoutCompletion(
        of achievement: AchievementID,
        in workspace: WorkspaceID,
        signedUpOn days: ClosedRange<CivilDate>,
        after key: Int64,
        limit: Int
    ) throws(StorageError) -> [UserKey] {
        try connection.rows(
            of: """
                SELECT u.user_key FROM "user" u
                WHERE u.workspace_id = \(workspace) AND u.external_id IS NOT NULL
                    AND u.sign_up_on >= \(days.lowerBound)
                    AND u.sign_up_on <= \(days.upperBound)
                    AND u.user_key > \(key)
                    AND NOT EXISTS (SELECT 1 FROM achievement_completion c
                                    WHERE c.user_key = u.user_key
                                        AND c.achievement_id = \(achievement))
                ORDER BY u.user_key LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in UserKey(row, 0) }
    }

    /// The users of a workspace after one, oldest first, that were seen by a moment.
    public func oldest(
        in workspace: WorkspaceID,
        after cursor: UserCursor?,
        seenBy moment: Instant,
        limit: Int
    ) throws(StorageError) -> [UserCursor] {
        let start = cursor ?? UserCursor(createdAt: .distantPast, key: -1)
        return try connection.rows(
            of: """
                SELECT created_at, user_key FROM "user"
                WHERE workspace_id = \(workspace) AND external_id IS NOT NULL
                    AND (created_at, user_key) > (\(start.createdAt), \(start.key))
                    AND created_at <= \(moment)
                ORDER BY created_at, user_key LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in
            var fields = FieldReader(row)
            return UserCursor(createdAt: fields.next(), key: fields.next())
        }
    }

    /// As the engines do it: only the letters of ASCII.
    static func lowercased(_ text: String) -> String {
        String(decoding: text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }

    private static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "!" || scalar == "%" || scalar == "_" { escaped.append("!") }
            escaped.append(scalar)
        }
        return String(escaped)
    }

    static func batch(_ keys: [UserKey]) -> Batch {
        list.keys(keys.lazy.map { [$0] })
    }
}

// MARK: - Rows

extension UserTable {
    /// The columns of the table of where users lived.
    private struct StayColumns {
        let user: Column<UserKey>
        let from: Column<Instant>
        let zone: Column<String?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("user_zone")
            user = list.key("user_key")
            from = list.key("from_at")
            zone = list.value("zone")
            self.list = list.finish()
        }
    }

    private static let stayColumns = StayColumns()
    static var stayList: ColumnList { stayColumns.list }

    /// The columns of the table of users' attributes.
    private struct AttributeColumns {
        let user: Column<UserKey>
        let attribute: Column<AttributeID>
        let value: Column<String>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("user_attribute")
            user = list.key("user_key")
            attribute = list.key("attribute_id")
            value = list.value("value")
            self.list = list.finish()
        }
    }

    private static let attributeColumns = AttributeColumns()
    static var attributeList: ColumnList { attributeColumns.list }
}
