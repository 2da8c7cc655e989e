import CivilTime

/// The resets and restores of one streak, in the periods of one calendar (R15).
struct CalendarCorrections {
    /// A restore, where the calendar has it.
    struct Restore: Hashable {
        let at: Instant
        /// The period that holds it.
        let opens: Int64
        /// The first period whose lengths it can give back.
        let since: Int64
    }

    /// A reset that a restore took back.
    struct TakenBack: Hashable {
        let at: Instant
        let opens: Int64
        let by: Instant
    }

    /// Oldest first.
    private(set) var restores: [Restore] = []
    /// Resets that count no more.
    private(set) var takenBack: [TakenBack] = []
    private var resetsByPeriod: [Int64: [Instant]] = [:]

    init(_ corrections: [StreakCorrection], window: CalendarWindow, zones: ZoneHistory) {
        guard !corrections.isEmpty else { return }
        let period = { (moment: Instant) in
            zones.period(containing: moment, of: window).firstDate.key
        }
        restores = corrections.filter { !$0.isReset }.map { restore in
            let today = zones.day(containing: restore.at, of: window)
            return Restore(
                at: restore.at,
                opens: period(restore.at),
                since: window.unit.firstRestorable(on: today)
            )
        }
        var next = 0
        for reset in corrections where reset.isReset {
            while next < restores.count, restores[next].at <= reset.at { next += 1 }
            let opens = period(reset.at)
            // Later restores look back less far, so what the next one leaves stays.
            if next < restores.count, opens >= restores[next].since {
                takenBack.append(TakenBack(at: reset.at, opens: opens, by: restores[next].at))
            } else {
                resetsByPeriod[opens, default: []].append(reset.at)
            }
        }
    }

    /// The resets of a period that count, oldest first.
    func resets(in period: Int64) -> [Instant] { resetsByPeriod[period] ?? [] }

    /// The restores of a period, oldest first.
    func restores(in period: Int64) -> [Restore] {
        restores.isEmpty ? [] : restores.filter { $0.opens == period }
    }

    /// The first period from one on, before another, in which a reset counts.
    func nextReset(from start: Int64, before end: Int64) -> Int64? {
        resetsByPeriod.keys.lazy.filter { $0 >= start && $0 < end }.min()
    }

    /// The first restore after a moment: what happens at the moment, it has seen.
    func firstRestore(after moment: Instant) -> Restore? {
        guard let last = restores.last, last.at > moment else { return nil }
        return restores.first { $0.at > moment }
    }

    /// The same as it was known at a moment.
    func made(before moment: Instant) -> CalendarCorrections {
        var earlier = self
        earlier.restores.removeAll { $0.at >= moment }
        earlier.resetsByPeriod = resetsByPeriod.mapValues { $0.filter { $0 < moment } }
            .filter { !$0.value.isEmpty }
        return earlier
    }
}

/// The periods that a restore covers: those between the one that it goes back to and its own.
struct RestoredGap: Hashable {
    let from: Int64
    let to: Int64

    func covers(_ period: Int64) -> Bool { from < period && period < to }
}

extension CalendarUnit {
    /// The first period whose lengths can be restored on a date: of 90 days, of this year's weeks,
    /// or of this and last year's months.
    fileprivate func firstRestorable(on today: CivilDate) -> Int64 {
        let first: CivilDate? =
            switch self {
            case .day: today.adding(days: -EngineLimits.restorableDays)
            case .week: CivilDate(year: today.year, month: 1, day: 1)
            case .month: CivilDate(year: today.year - 1, month: 1, day: 1)
            }
        return firstDate(of: first ?? today).key
    }
}
