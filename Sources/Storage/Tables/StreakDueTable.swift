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
                SELECT \(unescaped: Self.list.names) FROM streak_due
                WHERE definition_id = \(definition) AND due_at <= \(moment)
                    AND (due_at, due_number, user_key) > (\(at), \(number), \(user))
                ORDER BY due_at, due_number, user_key LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in
            let columns = Self.columns
            return DueStreak(
                definition: row[columns.definition],
                entry: StreakDueEntry(at: row[columns.at], number: row[columns.number]),
                user: row[columns.user],
                length: row[columns.length]
            )
        }
    }

    /// Adds entries.
    public func insert(_ entries: [DueStreak]) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: entries) { due, row in
            row[columns.definition] = due.definition
            row[columns.at] = due.entry.at
            row[columns.number] = due.entry.number
            row[columns.user] = due.user
            row[columns.length] = due.length
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Removes entries.
    public func remove(_ entries: [DueStreak]) throws(StorageError) {
        let keys = Self.list.keys(
            entries.lazy.map { [$0.definition, $0.entry.at, $0.entry.number, $0.user] }
        )
        try connection.delete(keys, from: Self.list)
    }
}

// MARK: - Rows

extension StreakDueTable {
    /// The columns of the table.
    private struct Columns {
        let definition: Column<StreakDefinitionID>
        let at: Column<Instant>
        let number: Column<Int64>
        let user: Column<UserKey>
        let length: Column<Int>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("streak_due")
            definition = list.key("definition_id")
            at = list.key("due_at")
            number = list.key("due_number")
            user = list.key("user_key")
            length = list.value("run_length")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The due list.
    public var streakDue: StreakDueTable { StreakDueTable(connection: self) }
}
