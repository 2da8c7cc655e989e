public import CivilTime
public import Engine

/// Every reminder that was decided to be sent.
public struct ReminderTable {
    let connection: any Connection

    /// The number that the first of some new reminders gets; who makes them holds the lease of the
    /// follower that does.
    public func nextNumber(at moment: Instant) throws(StorageError) -> Int64 {
        max(
            try connection.nextNumber("reminder_id", in: "reminder"),
            Reminder.firstNumber(at: moment)
        )
    }

    /// Those of some keys that are there already.
    public func existing(
        _ keys: some Sequence<Reminder.Key>
    ) throws(StorageError) -> Set<Reminder.Key> {
        let columns = Self.columns
        var batch = Batch([
            columns.about.inBatch, columns.kind.inBatch, columns.period.inBatch,
            columns.channel.inBatch,
        ])
        for key in keys {
            batch.append([
                key.user.sqlValue, key.kind.rawValue.sqlValue, key.period.sqlValue,
                key.channel.rawValue.sqlValue,
            ])
        }
        guard !batch.isEmpty else { return [] }
        return Set(
            try connection.rows(
                of: """
                    SELECT \(unescaped: Self.list.qualified) FROM \(batch)
                    JOIN reminder ON reminder.about_key = batch.about_key
                        AND reminder.kind = batch.kind AND reminder.period = batch.period
                        AND reminder.channel = batch.channel
                    """,
                Self.reminder
            ).compactMap { $0?.key }
        )
    }

    /// Adds reminders, but for those that are there already.
    public func insert(_ reminders: [Reminder]) throws(StorageError) {
        let batch = Self.list.batch(of: reminders) { reminder, row in Self.fill(&row, reminder) }
        guard !batch.isEmpty else { return }
        try connection.send(
            """
            INSERT INTO reminder (\(unescaped: Self.list.names))
            SELECT \(unescaped: Self.list.names) FROM \(batch) WHERE true
            ON CONFLICT (about_key, kind, period, channel) DO NOTHING
            """
        )
    }

    /// Stores how some stand.
    public func update(_ reminders: [Reminder]) throws(StorageError) {
        let batch = Self.list.batch(of: reminders) { reminder, row in Self.fill(&row, reminder) }
        try connection.update(Self.columns.changeable, from: batch, in: Self.list)
    }

    /// Those of a way that wait and may be tried, those that were never tried first.
    public func waiting(
        on channel: UserPreferences.Channel,
        at now: Instant,
        limit: Int
    ) throws(StorageError) -> [Reminder] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM reminder
                WHERE attempt_at IS NOT NULL AND channel = \(channel.rawValue)
                    AND attempt_at <= \(now)
                ORDER BY attempt_at, reminder_id LIMIT \(limit)
                """,
            Self.reminder
        ).compactMap { $0 }
    }

    /// Those that were on their way when whoever sent them ended.
    public func interrupted(limit: Int) throws(StorageError) -> [Reminder] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM reminder
                WHERE status = \(Reminder.Status.sending.rawValue)
                ORDER BY reminder_id LIMIT \(limit)
                """,
            Self.reminder
        ).compactMap { $0 }
    }

    /// How many occasions some users were reminded of on each day from one on.
    public func counts(
        of users: [UserKey],
        from day: CivilDate
    ) throws(StorageError) -> [UserKey: [CivilDate: Int]] {
        var batch = Batch([Self.columns.about.inBatch])
        for user in Set(users) { batch.append([user.sqlValue]) }
        guard !batch.isEmpty else { return [:] }
        let counted = Reminder.Status.counted.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let rows = try connection.rows(
            of: """
                SELECT DISTINCT reminder.about_key, sent_on, kind, period
                FROM \(batch) JOIN reminder ON reminder.about_key = batch.about_key
                WHERE sent_on >= \(day) AND status IN (\(unescaped: counted))
                """
        ) { (row) throws(StorageError) in (UserKey(row, 0), CivilDate(row, 1)) }
        var counts: [UserKey: [CivilDate: Int]] = [:]
        for (user, day) in rows { counts[user, default: [:]][day, default: 0] += 1 }
        return counts
    }

    /// A page of a workspace's, newest first, of one user or all, of one status and kind or all.
    public func page(
        in workspace: WorkspaceID,
        of user: UserKey?,
        status: Reminder.Status?,
        kind: ReminderKind?,
        before number: Int64,
        limit: Int
    ) throws(StorageError) -> [Reminder] {
        // Those of one user are found by the key; every key is at least 0.
        let isWanted = user == nil ? "about_key >=" : "about_key ="
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM reminder
                WHERE workspace_id = \(workspace) AND reminder_id < \(number)
                    AND \(unescaped: isWanted) \(user?.number ?? 0)
                    AND status = coalesce(\(status?.rawValue), status)
                    AND kind = coalesce(\(kind?.rawValue), kind)
                ORDER BY reminder_id DESC LIMIT \(limit)
                """,
            Self.reminder
        ).compactMap { $0 }
    }

    /// One, by its number.
    public func find(_ number: Int64) throws(StorageError) -> Reminder? {
        try connection.firstRow(
            of: "SELECT \(unescaped: Self.list.names) FROM reminder WHERE reminder_id = \(number)",
            Self.reminder
        ) ?? nil
    }

    /// Forgets reminders decided before a moment, some at a time; says how many.
    public func remove(decidedBefore moment: Instant, limit: Int) throws(StorageError) -> Int {
        try connection.execute(
            """
            DELETE FROM reminder WHERE reminder_id IN (
                SELECT reminder_id FROM reminder
                WHERE reminder_id < \(Reminder.firstNumber(at: moment))
                ORDER BY reminder_id LIMIT \(limit)
            )
            """
        )
    }

    /// Forgets whatever is about a user.
    public func erase(_ user: UserKey) throws(StorageError) {
        try connection.send("DELETE FROM reminder WHERE about_key = \(user)")
    }
}

// MARK: - Rows

extension ReminderTable {
    /// The columns of the table.
    private struct Columns {
        let number: Column<Int64>
        let workspace: Column<WorkspaceID>
        let about: Column<UserKey>
        let kind: Column<String>
        let period: Column<String>
        let channel: Column<String>
        let subject: Column<Int64>
        let count: Column<Int>
        let occurredAt: Column<Instant>
        let closesAt: Column<Instant>
        let on: Column<CivilDate>
        let status: Column<String>
        let attemptAt: Column<Instant?>
        let tries: Column<Int>
        let reason: Column<String?>
        let detail: Column<String?>
        let decidedAt: Column<Instant>
        let updatedAt: Column<Instant>
        let list: ColumnList
        /// Those that change.
        let changeable: [Batch.Column]

        init() {
            var list = ColumnListBuilder("reminder")
            number = list.key("reminder_id")
            workspace = list.value("workspace_id")
            about = list.value("about_key")
            kind = list.value("kind")
            period = list.value("period")
            channel = list.value("channel")
            subject = list.value("subject")
            count = list.value("item_count")
            occurredAt = list.value("occurred_at")
            closesAt = list.value("closes_at")
            on = list.value("sent_on")
            status = list.value("status")
            attemptAt = list.value("attempt_at")
            tries = list.value("tries")
            reason = list.value("reason")
            detail = list.value("detail")
            decidedAt = list.value("decided_at")
            updatedAt = list.value("updated_at")
            self.list = list.finish()
            changeable = [
                status.inBatch, attemptAt.inBatch, tries.inBatch, reason.inBatch, detail.inBatch,
                updatedAt.inBatch,
            ]
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func fill(_ row: inout RowValues, _ reminder: Reminder) {
        row[columns.number] = reminder.number
        row[columns.workspace] = reminder.workspace
        row[columns.about] = reminder.key.user
        row[columns.kind] = reminder.key.kind.rawValue
        row[columns.period] = reminder.key.period
        row[columns.channel] = reminder.key.channel.rawValue
        row[columns.subject] = reminder.subject
        row[columns.count] = reminder.count
        row[columns.occurredAt] = reminder.occurredAt
        row[columns.closesAt] = reminder.closesAt
        row[columns.on] = reminder.on
        row[columns.status] = reminder.status.rawValue
        row[columns.attemptAt] = reminder.attemptAt
        row[columns.tries] = reminder.tries
        row[columns.reason] = reminder.reason?.rawValue
        row[columns.detail] = reminder.detail
        row[columns.decidedAt] = reminder.decidedAt
        row[columns.updatedAt] = reminder.updatedAt
    }

    /// Nothing for a row of another version, which knows kinds that this one does not.
    private static func reminder(_ row: any Row) throws(StorageError) -> Reminder? {
        guard let kind = ReminderKind(rawValue: row[columns.kind]),
            let channel = UserPreferences.Channel(rawValue: row[columns.channel]),
            let status = Reminder.Status(rawValue: row[columns.status])
        else { return nil }
        var reminder = Reminder(
            number: row[columns.number],
            workspace: row[columns.workspace],
            key: Reminder.Key(
                user: row[columns.about],
                kind: kind,
                period: row[columns.period],
                channel: channel
            ),
            subject: row[columns.subject],
            count: row[columns.count],
            occurredAt: row[columns.occurredAt],
            closesAt: row[columns.closesAt],
            on: row[columns.on],
            decidedAt: row[columns.decidedAt]
        )
        reminder.status = status
        reminder.attemptAt = row[columns.attemptAt]
        reminder.tries = row[columns.tries]
        reminder.reason = row[columns.reason].flatMap(ReminderReason.init(rawValue:))
        reminder.detail = row[columns.detail]
        reminder.updatedAt = row[columns.updatedAt]
        return reminder
    }
}

extension Connection {
    /// The table of reminders.
    public var reminders: ReminderTable { ReminderTable(connection: self) }
}
