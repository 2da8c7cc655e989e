import Engine

extension StreakPeriodTable {
    /// Writes where streaks stand before stretches of periods, each stretch with one statement.
    func shift(_ ledgers: [LoadedPeriods]) throws(StorageError) {
        switch connection.dialect {
        case .sqlite:
            for ledger in ledgers {
                for shift in ledger.shifts { try self.shift(shift, of: ledger) }
            }
        case .postgres: try shiftTogether(ledgers)
        }
    }

    /// A statement with values of its own goes straight along the key, where one that is joined to a
    /// relation would note each row first.
    private func shift(
        _ shift: PeriodShift,
        of ledger: LoadedPeriods
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE streak_period
            SET length = length + \(shift.length), longest = longest + \(shift.longest),
                started_in = \(shift.startedIn), broken_in = \(shift.brokenIn)
            WHERE user_key = \(ledger.user) AND definition_id = \(ledger.definition)
                AND opens >= \(shift.periods.lowerBound) AND opens <= \(shift.periods.upperBound)
            """
        )
    }

    /// Those that change a period again come after those that changed it first.
    private func shiftTogether(_ ledgers: [LoadedPeriods]) throws(StorageError) {
        var rest = ledgers.filter { !$0.shifts.isEmpty }.map { ($0, $0.shifts[...]) }
        while !rest.isEmpty {
            var batch = Batch([
                .integer("user_key"), .integer("definition_id"), .integer("first_opens"),
                .integer("last_opens"), .integer("longer"), .integer("record"),
                .integer("started_in"), .integer("broken_in"),
            ])
            for index in rest.indices {
                let ledger = rest[index].0
                var last = Int64.min
                while let shift = rest[index].1.first,
                    last == .min || shift.periods.lowerBound > last
                {
                    last = shift.periods.upperBound
                    rest[index].1.removeFirst()
                    batch.append([
                        ledger.user.sqlValue, ledger.definition.sqlValue,
                        shift.periods.lowerBound.sqlValue, shift.periods.upperBound.sqlValue,
                        shift.length.sqlValue, shift.longest.sqlValue, shift.startedIn.sqlValue,
                        shift.brokenIn.sqlValue,
                    ])
                }
            }
            try connection.send(
                """
                UPDATE streak_period
                SET length = streak_period.length + batch.longer,
                    longest = streak_period.longest + batch.record,
                    started_in = batch.started_in, broken_in = batch.broken_in
                FROM \(batch)
                WHERE streak_period.user_key = batch.user_key
                    AND streak_period.definition_id = batch.definition_id
                    AND streak_period.opens >= batch.first_opens
                    AND streak_period.opens <= batch.last_opens
                """
            )
            rest.removeAll { $0.1.isEmpty }
        }
    }
}

/// Periods as rows come, most often all of a streak in a row.
struct PeriodsByStreak {
    private var found: [UserKey: [StreakDefinitionID: [StreakPeriod]]] = [:]
    private var place: (user: UserKey, definition: StreakDefinitionID)?
    private var periods: [StreakPeriod] = []

    mutating func append(_ period: StreakPeriod, of user: UserKey, _ definition: StreakDefinitionID)
    {
        if place?.user != user || place?.definition != definition {
            keep()
            place = (user, definition)
        }
        periods.append(period)
    }

    /// The periods of each streak, oldest first.
    mutating func finish() -> [UserKey: [StreakDefinitionID: [StreakPeriod]]] {
        keep()
        for (user, streaks) in found {
            for (definition, periods) in streaks
            where zip(periods, periods.dropFirst()).contains(where: { $0.opens > $1.opens }) {
                found[user]?[definition]?.sort { $0.opens < $1.opens }
            }
        }
        return found
    }

    private mutating func keep() {
        guard let (user, definition) = place, !periods.isEmpty else { return }
        found[user, default: [:]][definition, default: []] += periods
        periods.removeAll(keepingCapacity: true)
    }
}
