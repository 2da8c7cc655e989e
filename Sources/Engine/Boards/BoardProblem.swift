public import CivilTime

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
    /// A window that moves has no runs.
    case rollingRepeats
    /// A window of no days, or of too many.
    case rollingLength
    /// It is no streak whose longest length could count.
    case longestOfNoStreak
    /// Leagues move users at the end of runs, and there are none.
    case leaguesNeedRuns
    /// Users are ranked apart in two ways.
    case leaguesInGroups
    /// The numbers of leagues do not fit together.
    case leagueNumbers
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
    /// What is counted already lies after the last day.
    case endsInPast
    /// A run whose ranks are final would go on.
    case reopensRun
    /// What it ranks by, and whom, cannot change while it counts.
    case fixedWhileOpen

    /// What has to be done about it, in a sentence that names no field of any wire.
    public var sentence: String {
        switch self {
        case .endsBeforeStart: "The last day of a leaderboard must not come before its first."
        case .runLength: "A run of a leaderboard has 1 to 1000 days, months or years."
        case .streaksRepeat: "A leaderboard of streaks cannot repeat."
        case .streaksInHours: "A leaderboard of streaks has no hours of the day."
        case .rollingRepeats: "A leaderboard of the last days cannot repeat."
        case .rollingLength:
            "A leaderboard of the last days has 1 to \(EngineLimits.longestWindow) of them."
        case .longestOfNoStreak: "Only a leaderboard of streaks can rank by their longest length."
        case .leaguesNeedRuns: "A leaderboard with leagues has to repeat."
        case .leaguesInGroups: "A leaderboard with leagues has no breakdown."
        case .leagueNumbers:
            "Leagues have \(EngineLimits.leagueSizes.lowerBound) to "
                + "\(EngineLimits.leagueSizes.upperBound) users in a bracket, 1 to "
                + "\(EngineLimits.leagueTiers.upperBound) tiers, and move at most as many users as "
                + "a bracket has. A leaderboard with leagues has at least as many places."
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
        case .endsInPast:
            "A leaderboard that counts cannot be given a last day that is over."
        case .reopensRun:
            "The ranks of a run are final and stay as they are. To count its days again, deactivate "
                + "the leaderboard first."
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
        if source != .streak, streakMeasure == .longest { return .longestOfNoStreak }
        if let rollingDays {
            if interval != nil { return .rollingRepeats }
            if !(1...EngineLimits.longestWindow).contains(rollingDays) { return .rollingLength }
        }
        if let hours {
            if source == .streak { return .streaksInHours }
            if hours.to <= hours.from { return .hoursBackwards }
        }
        if let leagues {
            if interval == nil { return .leaguesNeedRuns }
            if !breakdown.isEmpty { return .leaguesInGroups }
            let places = maximumParticipants ?? leagues.size
            if !leagues.isSound || places < leagues.size { return .leagueNumbers }
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

    /// What would be wrong with the leaderboard as the successor of what it was, while it counts.
    public func problem(after known: Board, at now: Instant) -> BoardProblem? {
        guard known.state != .inactive else { return nil }
        if !counts(as: known) { return .fixedWhileOpen }
        guard state != .inactive else { return nil }
        let isReopened = openRuns(at: now).contains { run in
            known.run(holding: run.first).map { !known.isOpen($0, at: now) } ?? false
        }
        if isReopened { return .reopensRun }
        let today = Zone.utc.civilDate(at: now)
        if end != known.end, let end, end < today { return .endsInPast }
        return nil
    }

    /// Whether the same events count for it, for the same users, in the same runs.
    public func counts(as other: Board) -> Bool {
        key.isSameID(as: other.key) && source == other.source && start == other.start
            && interval == other.interval && rollingDays == other.rollingDays
            && streakMeasure == other.streakMeasure && startTime == other.startTime
            && endTime == other.endTime && leagues == other.leagues && breakdown == other.breakdown
            && userFilter == other.userFilter
    }
}
