import CivilTime
public import Engine

/// The periods of every user's streaks.
///
/// What a row says of its ledger, such as what comes next, holds for the newest period alone.
public struct StreakPeriodTable {
    let connection: any Connection

    /// The ledgers of some users' streaks, each with its newest period alone.
    public func newest(
        of places: [(user: UserKey, definition: StreakDefinitionID)]
    ) throws(StorageError) -> [UserKey: [StreakLedger]] {
        var batch = Batch([.integer("user_key"), .integer("definition_id")])
        for (user, definition) in places {
            batch.append([.integer(user.number), .integer(definition.number)])
        }
        var ledgers: [UserKey: [StreakLedger]] = [:]
        try connection.forEachRow(
            of: """
                SELECT \(unescaped: Self.columns)
                FROM \(batch) JOIN streak_period p
                    ON p.user_key = batch.user_key AND p.definition_id = batch.definition_id
                    AND p.opens = (SELECT max(m.opens) FROM streak_period m
                                   WHERE m.user_key = batch.user_key
                                       AND m.definition_id = batch.definition_id)
                """
        ) { (row) throws(StorageError) in
            let (user, ledger) = try Self.ledger(row)
            ledgers[user, default: []].append(ledger)
        }
        return ledgers
    }

    /// A user's streak, as far back as asked for: the periods that open no later than one, newest
    /// ones first in being chosen, oldest first in the answer.
    public func ledger(
        of user: UserKey,
        _ definition: StreakDefinitionID,
        through last: Int64 = .max,
        limit: Int
    ) throws(StorageError) -> StreakLedger? {
        let rows = try connection.rows(
            of: """
                SELECT \(unescaped: Self.columns) FROM streak_period p
                WHERE p.user_key = \(user.number) AND p.definition_id = \(definition.number)
                    AND p.opens <= \(last)
                ORDER BY p.opens DESC LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in try Self.ledger(row).ledger }
        guard let newest = rows.first else { return nil }
        return newest.with(
            periods: rows.reversed().flatMap(\.periods),
            isWhole: rows.count < limit
        )
    }

    /// The periods of a user's streak from the last one that opens before another; every one where
    /// none is named.
    public func periods(
        of user: UserKey,
        _ definition: StreakDefinitionID,
        fromBefore opens: Int64?
    ) throws(StorageError) -> (periods: [StreakPeriod], isWhole: Bool) {
        let first = opens ?? .min
        let periods = try connection.rows(
            of: """
                SELECT \(unescaped: Self.columns) FROM streak_period p
                WHERE p.user_key = \(user.number) AND p.definition_id = \(definition.number)
                    AND p.opens >= coalesce((SELECT max(m.opens) FROM streak_period m
                                             WHERE m.user_key = \(user.number)
                                                 AND m.definition_id = \(definition.number)
                                                 AND m.opens < \(first)), \(Int64.min))
                ORDER BY p.opens
                """
        ) { (row) throws(StorageError) in try Self.ledger(row).ledger.periods[0] }
        return (periods, opens == nil || periods.first.map { $0.opens >= first } ?? true)
    }

    /// Stores what a fold has changed.
    public func store(
        _ ledgers: [(user: UserKey, ledger: StreakLedger)]
    ) throws(StorageError) {
        try remove(ledgers)
        var batch = Batch(Self.keyColumns + Self.valueColumns)
        for (user, ledger) in ledgers where !ledger.changed.isEmpty {
            for period in ledger.periods where ledger.changed.contains(period.opens) {
                batch.append(Self.values(user, ledger, period))
            }
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            INSERT INTO streak_period (\(unescaped: Self.names))
            SELECT \(unescaped: Self.names) FROM \(batch) WHERE true
            ON CONFLICT (user_key, definition_id, opens)
            DO UPDATE SET \(unescaped: Self.assignments)
            """
        )
    }

    private func remove(
        _ ledgers: [(user: UserKey, ledger: StreakLedger)]
    ) throws(StorageError) {
        var batch = Batch(Self.keyColumns)
        for (user, ledger) in ledgers {
            for opens in ledger.removed {
                batch.append(Self.key(user, ledger.definition, opens))
            }
        }
        guard !batch.isEmpty else { return }
        try connection.execute(
            """
            DELETE FROM streak_period
            WHERE (user_key, definition_id, opens)
                IN (SELECT user_key, definition_id, opens FROM \(batch))
            """
        )
    }
}

// MARK: - Rows

extension StreakPeriodTable {
    static let keyColumns: [Batch.Column] = [
        .integer("user_key"), .integer("definition_id"), .integer("opens"),
    ]

    static let valueColumns: [Batch.Column] = [
        .integer("event_count"), .integer("amount_sum"), .integer("satisfied_at"),
        .integer("latest_at"), .text("details"), .integer("is_going"), .integer("length"),
        .integer("longest"), .integer("grace_used"), .integer("freezes"),
        .integer("grants_through"), .integer("started_in"), .integer("held_through"),
        .integer("broken_in"), .integer("revision"), .integer("told_at"), .integer("due_at"),
        .integer("due_number"), .integer("run_length"), .integer("restored_from"),
        .integer("voided"),
    ]

    private static let names = (keyColumns + valueColumns).map(\.name).joined(separator: ", ")

    private static let assignments =
        valueColumns.map { "\($0.name) = excluded.\($0.name)" }.joined(separator: ", ")

    static let columns =
        (keyColumns + valueColumns).map { "p.\($0.name)" }.joined(separator: ", ")

    private static func key(
        _ user: UserKey,
        _ definition: StreakDefinitionID,
        _ opens: Int64
    ) -> [SQLValue] {
        [.integer(user.number), .integer(definition.number), .integer(opens)]
    }

    private static func values(
        _ user: UserKey,
        _ ledger: StreakLedger,
        _ period: StreakPeriod
    ) -> [SQLValue] {
        let part = period.tally.progress
        let before = period.before
        return key(user, ledger.definition, period.opens) + [
            .integer(part.count), .integer(part.sum.millionths),
            (part.satisfiedAt?.microseconds).sqlValue,
            .integer(period.tally.latestAt.microseconds),
            StoredTally.text(of: period.tally).sqlValue,
            before.isGoing.sqlValue, .integer(Int64(before.length)),
            .integer(Int64(before.longest)), .integer(Int64(before.graceUsed)),
            .integer(Int64(before.freezes)),
            (before.grantsThrough.map { Int64($0.dayNumber) }).sqlValue,
            before.startedIn.sqlValue, before.heldThrough.sqlValue, before.brokenIn.sqlValue,
            .integer(Int64(ledger.revision)), .integer(ledger.toldAt.microseconds),
            (ledger.dueAt?.microseconds).sqlValue,
            (ledger.dueAt == nil ? nil : ledger.dueNumber).sqlValue,
            .integer(Int64(ledger.length)), period.restoredFrom.sqlValue,
            .integer(Int64(period.tally.voided.rawValue)),
        ]
    }

    /// A ledger that has one period.
    static func ledger(
        _ row: any Row
    ) throws(StorageError) -> (user: UserKey, ledger: StreakLedger) {
        var before = StreakStanding()
        before.isGoing = row.integer(8) != 0
        before.length = Int(row.integer(9))
        before.longest = Int(row.integer(10))
        before.graceUsed = Int(row.integer(11))
        before.freezes = Int(row.integer(12))
        before.grantsThrough = row.optionalInteger(13).map {
            CivilDate(dayNumber: Int32(truncatingIfNeeded: $0))
        }
        before.startedIn = row.optionalInteger(14)
        before.heldThrough = row.optionalInteger(15)
        before.brokenIn = row.optionalInteger(16)
        let newest = StreakProgress(
            count: row.integer(3),
            sum: Amount(millionths: row.integer(4)),
            satisfiedAt: row.optionalInteger(5).map(Instant.init(microseconds:))
        )
        let tally = PeriodTally(
            parts: try StoredTally.parts(from: row.optionalText(7), newest: newest),
            latestAt: Instant(microseconds: row.integer(6)),
            voided: VoidedSatisfaction(rawValue: Int(row.integer(23)))
        )
        let period = StreakPeriod(
            opens: row.integer(2),
            tally: tally,
            before: before,
            restoredFrom: row.optionalInteger(22)
        )
        let ledger = StreakLedger(
            definition: StreakDefinitionID(row.integer(1)),
            periods: [period],
            isWhole: false,
            revision: Int(row.integer(17)),
            toldAt: Instant(microseconds: row.integer(18)),
            dueAt: row.optionalInteger(19).map(Instant.init(microseconds:)),
            dueNumber: row.optionalInteger(20),
            length: Int(row.integer(21))
        )
        return (UserKey(row.integer(0)), ledger)
    }
}

extension StreakLedger {
    /// The same with other periods.
    fileprivate func with(periods: [StreakPeriod], isWhole: Bool) -> StreakLedger {
        StreakLedger(
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
