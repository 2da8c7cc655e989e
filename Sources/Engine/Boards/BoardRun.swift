public import CivilTime

/// The days of a leaderboard in which users are ranked together: all of them, or one stretch of one
/// that begins again and again.
public struct BoardRun: Hashable, Sendable {
    /// The first day, which names it.
    public let first: CivilDate
    /// The last day; without one it goes on.
    public let last: CivilDate?

    /// A run from a day to a day.
    public init(first: CivilDate, last: CivilDate?) {
        self.first = first
        self.last = last
    }

    /// Whether a day belongs to it.
    public func contains(_ day: CivilDate) -> Bool {
        first <= day && last.map { day <= $0 } ?? true
    }

    /// When a day begins for the first user anywhere.
    public static func begins(_ day: CivilDate) -> Instant {
        Zone.utc.startOfDay(day).adding(seconds: -EngineLimits.secondsOfEarliestZone)
    }

    /// When a day has ended for every user: in the zone that is furthest behind.
    public static func ends(_ day: CivilDate) -> Instant {
        Zone.utc.startOfDay(day.adding(days: 1)).adding(seconds: EngineLimits.secondsBehind)
    }

    /// When it begins for the first user anywhere.
    public var beginsAt: Instant { Self.begins(first) }

    /// When it has ended for every user.
    public var endsAt: Instant { last.map(Self.ends) ?? .distantFuture }
}

extension Board {
    /// The run that holds a day, if one does.
    public func run(holding day: CivilDate) -> BoardRun? {
        guard day >= start, end.map({ day <= $0 }) ?? true else { return nil }
        guard let interval else { return BoardRun(first: start, last: end) }
        var number = interval.least(from: start, to: day)
        while interval.first(of: number + 1, from: start) <= day { number += 1 }
        return run(number, of: interval)
    }

    /// The run that follows another, if one does.
    public func run(after run: BoardRun) -> BoardRun? {
        run.last.flatMap { self.run(holding: $0.adding(days: 1)) }
    }

    /// The run before another, if there was one.
    public func run(before run: BoardRun) -> BoardRun? {
        self.run(holding: run.first.adding(days: -1))
    }

    private func run(_ number: Int, of interval: Interval) -> BoardRun {
        let first = interval.first(of: number, from: start)
        let last = interval.first(of: number + 1, from: start).adding(days: -1)
        return BoardRun(first: first, last: end.map { min($0, last) } ?? last)
    }

    /// When a run takes nothing any more.
    public func finalAt(_ run: BoardRun) -> Instant {
        run.last == nil ? .distantFuture : run.endsAt.adding(seconds: Int64(finalizingSeconds))
    }

    /// Whether a run takes what comes late.
    public func isOpen(_ run: BoardRun, at now: Instant) -> Bool { now < finalAt(run) }

    /// The run that is shown where callers name none: the newest that has begun somewhere, by the
    /// calendar of a zone.
    public func currentRun(on today: CivilDate) -> BoardRun? {
        if let run = run(holding: today) { return run }
        if today < start { return run(holding: start) }
        return end.flatMap { run(holding: $0) }
    }

    /// The runs that users may be in, or that still take what comes late, oldest first.
    public func openRuns(at now: Instant) -> [BoardRun] {
        let wait = Int64(finalizingSeconds) + EngineLimits.secondsBehind
        let earliest = Zone.utc.civilDate(at: now.adding(seconds: -wait)).adding(days: -1)
        let latest = Zone.utc.civilDate(at: now.adding(seconds: EngineLimits.secondsOfEarliestZone))
        var runs: [BoardRun] = []
        var next = run(holding: max(start, earliest))
        while let run = next, run.first <= latest {
            if isOpen(run, at: now) { runs.append(run) }
            next = self.run(after: run)
        }
        return runs
    }
}

extension Board {
    /// The runs that users may be in, that still take what comes late, or that ended since the
    /// leaderboard was opened, oldest first.
    public func pendingRuns(at now: Instant) -> [BoardRun] {
        let opened = min(openedAt ?? now, now)
        let wait = Int64(finalizingSeconds) + EngineLimits.secondsBehind
        let earliest = Zone.utc.civilDate(at: opened.adding(seconds: -wait)).adding(days: -1)
        let latest = Zone.utc.civilDate(at: now.adding(seconds: EngineLimits.secondsOfEarliestZone))
        var runs: [BoardRun] = []
        var next = run(holding: max(start, earliest))
        while let run = next, run.first <= latest {
            if finalAt(run) > opened { runs.append(run) }
            next = self.run(after: run)
        }
        return runs
    }
}

extension Board.Interval {
    /// The first day of a run, from zero on.
    fileprivate func first(of number: Int, from start: CivilDate) -> CivilDate {
        switch unit {
        case .day: start.adding(days: number * count)
        case .month: start.adding(months: number * count)
        case .year: start.adding(months: number * count * 12)
        }
    }

    /// The number of a run that does not begin after a day, and near it.
    fileprivate func least(from start: CivilDate, to day: CivilDate) -> Int {
        switch unit {
        case .day: return start.days(until: day) / count
        case .month, .year:
            let months = (day.year - start.year) * 12 + day.month - start.month - 1
            return max(0, months / (unit == .year ? count * 12 : count))
        }
    }
}
