public import CivilTime
public import Engine

/// An entry of the due list.
public struct DueStreak: Hashable, Sendable {
    /// The streak.
    public let definition: StreakDefinitionID
    /// When something befalls it.
    public let entry: StreakDueEntry
    /// The user.
    public let user: UserKey
    /// The length as of the newest period.
    public let length: Int

    /// An entry with all its parts.
    public init(
        definition: StreakDefinitionID,
        entry: StreakDueEntry,
        user: UserKey,
        length: Int
    ) {
        self.definition = definition
        self.entry = entry
        self.user = user
        self.length = length
    }
}

/// When something befalls streaks next, in order of time.
///
/// An entry is alive while its user's newest period names it; whoever reads the list has to ask.
public struct StreakDueTable {
    let connection: any Connection

    /// Entries of a streak up to a moment, after one that was seen, the earliest first.
    public func page(
        of definition: StreakDefinitionID,
        after seen: (entry: StreakDueEntry, user: UserKey)? = nil,
        through moment: Instant,
        limit: Int
    ) throws(StorageError) -> [DueStreak] {
        let at = seen?.entry.at ?? .distantPast
        let number = seen?.entry.number ?? -1
        let user = seen?.user.number ?? -1
        return try connection.rows(
            of: """
                SELECT due_at, due_number, user_key, run_length FROM streak_due
                WHERE definition_id = \(definition.number)
                    AND due_at <= \(moment.microseconds)
                    AND (due_at, due_number, user_key)
                        > (\(at.microseconds), \(number), \(user))
                ORDER BY due_at, due_number, user_key LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in
            DueStreak(
                definition: definition,
                entry: StreakDueEntry(
                    at: Instant(microseconds: row.integer(0)),
                    number: row.integer(1)
                ),
                user: UserKey(row.integer(2)),
                length: Int(row.integer(3))
            )
        }
    }

    /// Adds entries.
    public func insert(_ entries: [DueStreak]) throws(StorageError) {
        var batch = Batch([
            .integer("definition_id"), .integer("due_at"), .integer("due_number"),
            .integer("user_key"), .integer("run_length"),
        ])
        for each in entries {
            batch.append(Self.key(each) + [.integer(Int64(each.length))])
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO streak_due (definition_id, due_at, due_number, user_key, run_length)
            SELECT definition_id, due_at, due_number, user_key, run_length FROM \(batch)
            """
        )
    }

    /// Removes entries.
    public func remove(_ entries: [DueStreak]) throws(StorageError) {
        var batch = Batch([
            .integer("definition_id"), .integer("due_at"), .integer("due_number"),
            .integer("user_key"),
        ])
        for each in entries { batch.append(Self.key(each)) }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            DELETE FROM streak_due
            WHERE (definition_id, due_at, due_number, user_key)
                IN (SELECT definition_id, due_at, due_number, user_key FROM \(batch))
            """
        )
    }

    private static func key(_ each: DueStreak) -> [SQLValue] {
        [
            .integer(each.definition.number), .integer(each.entry.at.microseconds),
            .integer(each.entry.number), .integer(each.user.number),
        ]
    }
}

extension Connection {
    /// The due list.
    public var streakDue: StreakDueTable { StreakDueTable(connection: self) }
}
