import CivilTime

/// What contradicts itself in a leaderboard.
public enum BoardProblem: Error, Hashable, Sendable, CaseIterable {
    /// The last day comes before the first.
    case endsBeforeStart
    /// Runs are of no length, or longer than can be.
    case runLength
    /// A streak has no beginning in each run.
    case streaksRepeat
    /// A streak is no matter of hours.
    case streaksInHours
    /// The hours of a day end before they begin.
    case hoursBackwards
    /// It is broken down by too many attributes, or twice by one.
    case breakdown
    /// Too few places, or none.
    case noPlaces
    /// The wait for what comes late is too long, or below zero.
    case wait
    /// What is scheduled begins later.
    case scheduledInPast
    /// What is finished has a last day that is over.
    case finishedWithoutEnd
    /// What it ranks by, and whom, cannot change while it counts.
    case fixedWhileOpen

    /// What has to be done about it, in a sentence that names no field of any wire.
    public var sentence: String {
        switch self {
        case .endsBeforeStart: "The last day of a leaderboard must not come before its first."
        case .runLength: "A run of a leaderboard has 1 to 1000 days, months or years."
        case .streaksRepeat: "A leaderboard of streaks cannot repeat."
        case .streaksInHours: "A leaderboard of streaks has no hours of the day."
        case .hoursBackwards:
            "The hours of a leaderboard must end after they begin, on the same day."
        case .breakdown:
            "A leaderboard is broken down by at most \(EngineLimits.breakdownAttributes) "
                + "attributes of users, each named once."
        case .noPlaces: "A leaderboard has at least one place."
        case .wait:
            "A run of a leaderboard waits between 0 seconds and 30 days for what comes late."
        case .scheduledInPast: "A leaderboard that is scheduled must begin on a later day."
        case .finishedWithoutEnd:
            "A new leaderboard that is finished needs a last day that is over."
        case .fixedWhileOpen:
            "The key, the days, the hours, what is ranked by and who takes part can only change "
                + "while the leaderboard is inactive. Deactivate it first."
        }
    }
}

extension Board {
    /// The first thing that contradicts itself; nothing when it is sound.
    public var problem: BoardProblem? {
        if let end, end < start { return .endsBeforeStart }
        if let interval, !(1...EngineLimits.longestRun).contains(interval.count) {
            return .runLength
        }
        if source == .streak, interval != nil { return .streaksRepeat }
        if let hours {
            if source == .streak { return .streaksInHours }
            if hours.to <= hours.from { return .hoursBackwards }
        }
        if breakdown.count > EngineLimits.breakdownAttributes
            || Set(breakdown).count < breakdown.count
        {
            return .breakdown
        }
        if let most = maximumParticipants, most < 1 { return .noPlaces }
        if !(0...EngineLimits.longestFinalizingSeconds).contains(finalizingSeconds) { return .wait }
        return nil
    }

    /// Whether the same events count for it, for the same users, in the same runs.
    public func counts(as other: Board) -> Bool {
        key.isSameID(as: other.key) && source == other.source && start == other.start
            && interval == other.interval && startTime == other.startTime
            && endTime == other.endTime && breakdown == other.breakdown
            && userFilter == other.userFilter
    }
}
