import Engine

extension StreakPeriodTable {
    /// Writes where streaks stand before stretches of periods, each stretch with one statement.
    func shift(_ streaks: [LoadedPeriods]) throws(StorageError) {
        switch connection.dialect {
        case .sqlite:
            for loaded in streaks {
                for shift in loaded.shifts { try self.shift(shift, of: loaded) }
            }
        case .postgres: try shiftTogether(streaks)
        }
    }

    /// A statement with values of its own goes straight along the key, where one that is joined to a
    /// relation would note each row first.
    private func shift(
        _ shift: PeriodShift,
        of loaded: LoadedPeriods
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE streak_period
            SET length = length + \(shift.length), longest = longest + \(shift.longest),
                started_in = \(shift.startedIn), broken_in = \(shift.brokenIn)
            WHERE user_key = \(loaded.user) AND definition_id = \(loaded.definition)
                AND opens >= \(shift.periods.lowerBound) AND opens <= \(shift.periods.upperBound)
            """
        )
    }

    /// Those that change a period again come after those that changed it first.
    private func shiftTogether(_ streaks: [LoadedPeriods]) throws(StorageError) {
        var rest = streaks.filter { !$0.shifts.isEmpty }.map { ($0, $0.shifts[...]) }
        while !rest.isEmpty {
            var batch = Batch([
                .integer("user_key"), .integer("definition_id"), .integer("first_opens"),
                .integer("last_opens"), .integer("longer"), .integer("record"),
                .integer("started_in"), .integer("broken_in"),
            ])
            for index in rest.indices {
                let loaded = rest[index].0
                var last = Int64.min
                while let shift = rest[index].1.first,
                    last == .min || shift.periods.lowerBound > last
                {
                    last = shift.periods.upperBound
                    rest[index].1.removeFirst()
                    batch.append([
                        loaded.user.sqlValue, loaded.definition.sqlValue,
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
    private var streak: (user: UserKey, definition: StreakDefinitionID)?
    private var periods: [StreakPeriod] = []
    private var last = Int64.min
    private var isInOrder = true

    mutating func append(_ period: StreakPeriod, of user: UserKey, _ definition: StreakDefinitionID)
    {
        if streak?.user != user || streak?.definition != definition {
            keep()
            streak = (user, definition)
            last = .min
        }
        if period.opens < last { isInOrder = false }
        last = period.opens
        periods.append(period)
    }

    /// The periods of each streak, oldest first.
    mutating func finish() -> [UserKey: [StreakDefinitionID: [StreakPeriod]]] {
        keep()
        if isInOrder { return found }
        return found.mapValues { streaks in
            streaks.mapValues { $0.sorted { $0.opens < $1.opens } }
        }
    }

    private mutating func keep() {
        guard let (user, definition) = streak, !periods.isEmpty else { return }
        if let earlier = found[user]?[definition] {
            // The rows of a streak lie together, or they come in no order at all.
            found[user]?[definition] = earlier + periods
            isInOrder = false
        } else {
            found[user, default: [:]][definition] = periods
        }
        periods = []
    }
}
