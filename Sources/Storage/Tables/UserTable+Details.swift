public import CivilTime
public import Engine

extension UserTable {
    /// The zones that users lived in, oldest first.
    public func stays(of keys: [UserKey]) throws(StorageError) -> [UserKey: [ZoneStay]] {
        var stays: [UserKey: [ZoneStay]] = [:]
        try connection.forEachRow(
            of: """
                SELECT user_zone.user_key, user_zone.from_at, user_zone.zone
                FROM \(Self.batch(keys)) JOIN user_zone ON user_zone.user_key = batch.user_key
                ORDER BY user_zone.user_key, user_zone.from_at
                """
        ) { (row) throws(StorageError) in
            let stay = ZoneStay(
                from: Instant(microseconds: row.integer(1)),
                zone: row.optionalText(2)
            )
            stays[UserKey(row.integer(0)), default: []].append(stay)
        }
        return stays
    }

    /// Adds zones; one that begins when another did takes its place, and those that were to begin
    /// later, before the clock was set back, are gone.
    public func insertStays(_ stays: [(key: UserKey, stay: ZoneStay)]) throws(StorageError) {
        var batch = Batch([.integer("user_key"), .integer("from_at"), .text("zone")])
        for (key, stay) in stays {
            batch.append([
                .integer(key.number), .integer(stay.from.microseconds), stay.zone.sqlValue,
            ])
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO user_zone (user_key, from_at, zone)
            SELECT user_key, from_at, zone FROM \(batch) WHERE true
            ON CONFLICT (user_key, from_at) DO UPDATE SET zone = excluded.zone
            """
        )
        try removeStays(after: stays.filter { $0.stay.from > .distantPast })
    }

    private func removeStays(
        after stays: [(key: UserKey, stay: ZoneStay)]
    ) throws(StorageError) {
        var batch = Batch([.integer("user_key"), .integer("from_at")])
        for (key, stay) in stays {
            batch.append([.integer(key.number), .integer(stay.from.microseconds)])
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            DELETE FROM user_zone
            WHERE user_key IN (SELECT user_key FROM \(batch))
                AND from_at > (SELECT max(batch.from_at) FROM \(batch)
                               WHERE batch.user_key = user_zone.user_key)
            """
        )
    }

    /// The attributes of users.
    public func attributes(
        of keys: [UserKey]
    ) throws(StorageError) -> [UserKey: [AttributeID: String]] {
        var attributes: [UserKey: [AttributeID: String]] = [:]
        try connection.forEachRow(
            of: """
                SELECT user_attribute.user_key, user_attribute.attribute_id, user_attribute.value
                FROM \(Self.batch(keys))
                JOIN user_attribute ON user_attribute.user_key = batch.user_key
                """
        ) { (row) throws(StorageError) in
            attributes[UserKey(row.integer(0)), default: [:]][AttributeID(row.integer(1))] =
                row.text(2)
        }
        return attributes
    }

    /// Sets attributes, and removes those without a value.
    public func storeAttributes(
        _ changes: [(key: UserKey, attribute: AttributeID, value: String?)]
    ) throws(StorageError) {
        var removed = Batch([.integer("user_key"), .integer("attribute_id")])
        var set = Batch([.integer("user_key"), .integer("attribute_id"), .text("value")])
        for (key, attribute, value) in changes {
            let place: [SQLValue] = [.integer(key.number), .integer(attribute.number)]
            if let value { set.append(place + [.text(value)]) } else { removed.append(place) }
        }
        if !removed.isEmpty {
            try connection.execute(
                """
                DELETE FROM user_attribute
                WHERE (user_key, attribute_id) IN (SELECT user_key, attribute_id FROM \(removed))
                """
            )
        }
        if !set.isEmpty {
            try connection.execute(
                """
                INSERT INTO user_attribute (user_key, attribute_id, value)
                SELECT user_key, attribute_id, value FROM \(set) WHERE true
                ON CONFLICT (user_key, attribute_id) DO UPDATE SET value = excluded.value
                """
            )
        }
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
                SELECT \(unescaped: Self.columns) FROM "user"
                WHERE workspace_id = \(workspace.number) AND external_id IS NOT NULL
                    AND (created_at, user_key) < (\(start.createdAt.microseconds), \(start.key))
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
                SELECT \(unescaped: Self.columns) FROM "user"
                WHERE workspace_id = \(workspace.number) AND external_id IS NOT NULL
                    AND (created_at, user_key) > (\(cursor.createdAt.microseconds), \(cursor.key))
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
                WHERE u.workspace_id = \(workspace.number) AND u.external_id IS NOT NULL
                    AND u.sign_up_on >= \(Int64(days.lowerBound.dayNumber))
                    AND u.sign_up_on <= \(Int64(days.upperBound.dayNumber))
                    AND u.user_key > \(key)
                    AND NOT EXISTS (SELECT 1 FROM achievement_completion c
                                    WHERE c.user_key = u.user_key
                                        AND c.achievement_id = \(achievement.number))
                ORDER BY u.user_key LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in UserKey(row.integer(0)) }
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
                WHERE workspace_id = \(workspace.number) AND external_id IS NOT NULL
                    AND (created_at, user_key) > (\(start.createdAt.microseconds), \(start.key))
                    AND created_at <= \(moment.microseconds)
                ORDER BY created_at, user_key LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in
            UserCursor(createdAt: Instant(microseconds: row.integer(0)), key: row.integer(1))
        }
    }

    /// As the engines do it: only the letters of ASCII.
    private static func lowercased(_ text: String) -> String {
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
        var batch = Batch([.integer("user_key")])
        for key in keys { batch.append([.integer(key.number)]) }
        return batch
    }
}

/// Where a list of users goes on.
public struct UserCursor: Hashable, Sendable {
    /// When the last user of the page before was created.
    public let createdAt: Instant
    /// That user's key.
    public let key: Int64

    /// After a user.
    public init(createdAt: Instant, key: Int64) {
        self.createdAt = createdAt
        self.key = key
    }
}
