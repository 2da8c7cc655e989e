import CivilTime
public import Engine

/// The periods of every user's streaks.
///
/// What a row says of its streak, such as what comes next, holds for the newest period alone.
public struct StreakPeriodTable {
    let connection: any Connection

    /// The streaks of some users, each with its newest period alone.
    public func newest(
        of keys: [(user: UserKey, definition: StreakDefinitionID)]
    ) throws(StorageError) -> [UserKey: [LoadedPeriods]] {
        try connection.value(of: newestLookup(of: keys))
    }

    /// Looks up the streaks of some users, each with its newest period alone.
    func newestLookup(
        of keys: [(user: UserKey, definition: StreakDefinitionID)]
    ) -> Lookup<[UserKey: [LoadedPeriods]]> {
        var batch = Batch([Self.columns.user.inBatch, Self.columns.definition.inBatch])
        for (user, definition) in keys { batch.append([user.sqlValue, definition.sqlValue]) }
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(batch) JOIN streak_period
                ON streak_period.user_key = batch.user_key
                AND streak_period.definition_id = batch.definition_id
                AND streak_period.opens = (SELECT max(m.opens) FROM streak_period m
                                           WHERE m.user_key = batch.user_key
                                               AND m.definition_id = batch.definition_id)
            """
        ) { (rows) throws(StorageError) in
            var newest: [UserKey: [LoadedPeriods]] = [:]
            try rows.forEachRow { (row) throws(StorageError) in
                let loaded = try Self.loaded(row)
                newest[loaded.user, default: []].append(loaded)
            }
            return newest
        }
    }

    /// A user's streak, as far back as asked for: the periods that open no later than one, newest
    /// ones first in being chosen, oldest first in the answer.
    public func loaded(
        of user: UserKey,
        _ definition: StreakDefinitionID,
        through last: Int64 = .max,
        limit: Int
    ) throws(StorageError) -> LoadedPeriods? {
        try connection.value(of: loading(of: user, definition, through: last, limit: limit))
    }

    /// Looks up a user's streak, as far back as asked for.
    public func loading(
        of user: UserKey,
        _ definition: StreakDefinitionID,
        through last: Int64 = .max,
        limit: Int
    ) -> Lookup<LoadedPeriods?> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.names) FROM streak_period
            WHERE user_key = \(user) AND definition_id = \(definition)
                AND opens <= \(last)
            ORDER BY opens DESC LIMIT \(limit)
            """
        ) { (rows) throws(StorageError) in
            let found = try rows.map { (row) throws(StorageError) in try Self.loaded(row) }
            guard let newest = found.first else { return nil }
            return newest.with(
                periods: found.reversed().flatMap(\.periods),
                isWhole: found.count < limit
            )
        }
    }

    /// The periods of some users' streaks, each from the last one that opens before another, and
    /// every one where none is named; oldest first.
    func periods(
        of keys: [(user: UserKey, definition: StreakDefinitionID, before: Int64?)]
    ) -> Lookup<[UserKey: [StreakDefinitionID: [StreakPeriod]]]> {
        let before = Batch.Column.integer("before_opens")
        var batch = Batch([Self.columns.user.inBatch, Self.columns.definition.inBatch, before])
        for (user, definition, before) in keys {
            batch.append([user.sqlValue, definition.sqlValue, (before ?? .min).sqlValue])
        }
        return Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(batch) JOIN streak_period
                ON streak_period.user_key = batch.user_key
                AND streak_period.definition_id = batch.definition_id
            WHERE streak_period.opens >=
                coalesce((SELECT max(m.opens) FROM streak_period m
                          WHERE m.user_key = batch.user_key
                              AND m.definition_id = batch.definition_id
                              AND m.opens < batch.before_opens), \(Int64.min))
            """
        ) { (rows) throws(StorageError) in
            var found = PeriodsByStreak()
            try rows.forEachRow { (row) throws(StorageError) in
                try found.append(
                    Self.period(row),
                    of: row[Self.columns.user],
                    row[Self.columns.definition]
                )
            }
            return found.finish()
        }
    }

    /// The periods of some users' streaks, each from the last one that opens before another, and
    /// every one where none is named; oldest first.
    public func periods(
        since keys: [(user: UserKey, definition: StreakDefinitionID, before: Int64?)]
    ) throws(StorageError) -> [UserKey: [StreakDefinitionID: [StreakPeriod]]] {
        guard !keys.isEmpty else { return [:] }
        return try connection.value(of: periods(of: keys))
    }

    /// Stores what a fold has changed.
    public func store(_ streaks: [LoadedPeriods]) throws(StorageError) {
        let removed = streaks.flatMap { loaded in
            loaded.removed.map { [loaded.user, loaded.definition, $0] as [any SQLBindable] }
        }
        try connection.delete(Self.list.keys(removed), from: Self.list)
        try shift(streaks)
        let changed = streaks.flatMap { loaded in
            loaded.changedPeriods.map { (loaded: loaded, period: $0) }
        }
        let batch = Self.list.batch(of: changed) { each, row in
            Self.fill(&row, with: each.period)
            Self.fill(&row, with: each.loaded)
        }
        try connection.upsert(batch, into: Self.list)
    }
}

// MARK: - Rows

extension StreakPeriodTable {
    /// The columns of the table.
    private struct Columns {
        let user: Column<UserKey>
        let definition: Column<StreakDefinitionID>
        let opens: Column<Int64>
        let eventCount: Column<Int64>
        let amountSum: Column<Amount>
        let satisfiedAt: Column<Instant?>
        let latestAt: Column<Instant>
        let details: Column<String?>
        let isGoing: Column<Bool>
        let length: Column<Int>
        let longest: Column<Int>
        let graceUsed: Column<Int>
        let freezes: Column<Int>
        let grantsThrough: Column<CivilDate?>
        let startedIn: Column<Int64?>
        let heldThrough: Column<Int64?>
        let brokenIn: Column<Int64?>
        let revision: Column<Int>
        let toldAt: Column<Instant>
        let dueAt: Column<Instant?>
        let dueNumber: Column<Int64?>
        let runLength: Column<Int>
        let restoredFrom: Column<Int64?>
        let voided: Column<Int>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("streak_period")
            user = list.key("user_key")
            definition = list.key("definition_id")
            opens = list.key("opens")
            eventCount = list.value("event_count")
            amountSum = list.value("amount_sum")
            satisfiedAt = list.value("satisfied_at")
            latestAt = list.value("latest_at")
            details = list.value("details")
            isGoing = list.value("is_going")
            length = list.value("length")
            longest = list.value("longest")
            graceUsed = list.value("grace_used")
            freezes = list.value("freezes")
            grantsThrough = list.value("grants_through")
            startedIn = list.value("started_in")
            heldThrough = list.value("held_through")
            brokenIn = list.value("broken_in")
            revision = list.value("revision")
            toldAt = list.value("told_at")
            dueAt = list.value("due_at")
            dueNumber = list.value("due_number")
            runLength = list.value("run_length")
            restoredFrom = list.value("restored_from")
            voided = list.value("voided")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func fill(_ row: inout RowValues, with period: StreakPeriod) {
        let part = period.tally.progress
        row[columns.opens] = period.opens
        row[columns.eventCount] = part.count
        row[columns.amountSum] = part.sum
        row[columns.satisfiedAt] = part.satisfiedAt
        row[columns.latestAt] = period.tally.latestAt
        row[columns.details] = StoredTally.text(of: period.tally)
        row[columns.isGoing] = period.before.isGoing
        row[columns.length] = period.before.length
        row[columns.longest] = period.before.longest
        row[columns.graceUsed] = period.before.graceUsed
        row[columns.freezes] = period.before.freezes
        row[columns.grantsThrough] = period.before.grantsThrough
        row[columns.startedIn] = period.before.startedIn
        row[columns.heldThrough] = period.before.heldThrough
        row[columns.brokenIn] = period.before.brokenIn
        row[columns.restoredFrom] = period.restoredFrom
        row[columns.voided] = period.tally.voided.rawValue
    }

    private static func fill(_ row: inout RowValues, with loaded: LoadedPeriods) {
        row[columns.user] = loaded.user
        row[columns.definition] = loaded.definition
        row[columns.revision] = loaded.revision
        row[columns.toldAt] = loaded.toldAt
        row[columns.dueAt] = loaded.dueAt
        row[columns.dueNumber] = loaded.dueAt == nil ? nil : loaded.dueNumber
        row[columns.runLength] = loaded.length
    }

    /// Where the columns stand that a period is read from: of a long past there are many rows.
    private struct ColumnIndices {
        let opens = columns.opens.index
        let eventCount = columns.eventCount.index
        let amountSum = columns.amountSum.index
        let satisfiedAt = columns.satisfiedAt.index
        let latestAt = columns.latestAt.index
        let details = columns.details.index
        let isGoing = columns.isGoing.index
        let length = columns.length.index
        let longest = columns.longest.index
        let graceUsed = columns.graceUsed.index
        let freezes = columns.freezes.index
        let grantsThrough = columns.grantsThrough.index
        let startedIn = columns.startedIn.index
        let heldThrough = columns.heldThrough.index
        let brokenIn = columns.brokenIn.index
        let restoredFrom = columns.restoredFrom.index
        let voided = columns.voided.index
    }

    private static let indices = ColumnIndices()

    /// The period of a row.
    private static func period(_ row: any Row) throws(StorageError) -> StreakPeriod {
        try period(of: row, indices)
    }

    private static func period(
        of row: some Row,
        _ indices: ColumnIndices
    ) throws(StorageError) -> StreakPeriod {
        let newest = StreakProgress(
            count: row.integer(indices.eventCount),
            sum: Amount(millionths: row.integer(indices.amountSum)),
            satisfiedAt: row.optionalInteger(indices.satisfiedAt).map(Instant.value)
        )
        let details = row.optionalText(indices.details)
        let tally = PeriodTally(
            parts: details == nil ? [newest] : try StoredTally.parts(from: details, newest: newest),
            latestAt: Instant(microseconds: row.integer(indices.latestAt)),
            voided: VoidedSatisfaction(rawValue: Int(row.integer(indices.voided)))
        )
        var standing = StreakStanding()
        standing.isGoing = row.integer(indices.isGoing) != 0
        standing.length = Int(row.integer(indices.length))
        standing.longest = Int(row.integer(indices.longest))
        standing.graceUsed = Int(row.integer(indices.graceUsed))
        standing.freezes = Int(row.integer(indices.freezes))
        standing.grantsThrough = row.optionalInteger(indices.grantsThrough).map(CivilDate.value)
        standing.startedIn = row.optionalInteger(indices.startedIn)
        standing.heldThrough = row.optionalInteger(indices.heldThrough)
        standing.brokenIn = row.optionalInteger(indices.brokenIn)
        return StreakPeriod(
            opens: row.integer(indices.opens),
            tally: tally,
            before: standing,
            restoredFrom: row.optionalInteger(indices.restoredFrom)
        )
    }

    /// A streak of which one period is loaded.
    static func loaded(_ row: any Row) throws(StorageError) -> LoadedPeriods {
        LoadedPeriods(
            user: row[columns.user],
            definition: row[columns.definition],
            periods: [try period(row)],
            isWhole: false,
            revision: row[columns.revision],
            toldAt: row[columns.toldAt],
            dueAt: row[columns.dueAt],
            dueNumber: row[columns.dueNumber],
            length: row[columns.runLength]
        )
    }
}

extension LoadedPeriods {
    /// The same with other periods.
    func with(periods: [StreakPeriod], isWhole: Bool) -> LoadedPeriods {
        LoadedPeriods(
            user: user,
            definition: definition,
            periods: periods,
            isWhole: isWhole,
            revision: revision,
            toldAt: toldAt,
            dueAt: dueAt,
            dueNumber: dueNumber,
            length: length
        )
    }
}

extension Connection {
    /// The table of the periods of streaks.
    public var streakPeriods: StreakPeriodTable { StreakPeriodTable(connection: self) }
}
