public import CivilTime

/// A leaderboard: which users are ranked by what, and over which days.
public struct Board: Hashable, Sendable {
    /// What is done with it.
    public enum State: String, Sendable, CaseIterable {
        /// It is being set up: nothing counts, and nobody sees it.
        case inactive
        /// It counts between its first and its last day.
        case open
        /// Somebody has ended it before its last day.
        case finished
    }

    /// Where it stands, for those who look at it.
    public enum Status: String, Sendable, CaseIterable {
        case inactive
        case scheduled
        case active
        case finished
    }

    /// What users are ranked by.
    public enum Source: Hashable, Sendable {
        /// What they have done of a metric.
        case metric(MetricID)
        /// What they have earned in a points system.
        case points(PointsSystemID)
        /// How long the primary streak is.
        case streak

        /// The kinds, by the names that callers use.
        public enum Kind: String, Sendable, CaseIterable {
            case points
            case streak
            case metric
        }

        /// Which kind it is.
        public var kind: Kind {
            switch self {
            case .metric: .metric
            case .points: .points
            case .streak: .streak
            }
        }
    }

    /// How users with equal scores are ranked.
    public enum Ties: String, Sendable, CaseIterable {
        /// Whoever reached the score first comes first.
        case first
        /// They share a rank: 1, 1, 3.
        case shared
        /// They share a rank, and none is left out: 1, 1, 2.
        case dense
    }

    /// Which length of the primary streak counts.
    public enum StreakMeasure: String, Sendable, CaseIterable {
        /// That of now.
        case current
        /// The longest that was built up on the leaderboard's days: what was there before counts for
        /// nothing, so that newcomers can win.
        case longest
    }

    /// How long a run is, for those that begin again and again.
    public struct Interval: Hashable, Sendable {
        /// What runs are counted in.
        public enum Unit: String, Sendable, CaseIterable {
            case day
            case month
            case year
        }

        /// What runs are counted in.
        public let unit: Unit
        /// How many of them a run has.
        public let count: Int

        /// Runs of a length.
        public init(unit: Unit, count: Int) {
            self.unit = unit
            self.count = count
        }
    }

    /// The hours of every day in which something counts, from the first time up to the second.
    public struct Hours: Hashable, Sendable {
        /// From when on.
        public let from: WallTime
        /// Before when.
        public let to: WallTime

        /// Some hours of a day.
        public init(from: WallTime, to: WallTime) {
            self.from = from
            self.to = to
        }
    }

    /// The number inside the database; a later one is higher.
    public let id: BoardID
    /// The UUID by which callers know it.
    public let publicID: String
    /// The reference that callers use.
    public var key: String
    /// What people call it.
    public var name: String
    /// What people are told about it.
    public var description: String?
    /// What is done with it.
    public var state: State
    /// What users are ranked by.
    public var source: Source
    /// Its first day, by the calendar of each user.
    public var start: CivilDate
    /// Its last day; without one it goes on.
    public var end: CivilDate?
    /// How long a run is; without one there is a single run.
    public var interval: Interval?
    /// How many of the last days count, of one that has a single run; without a number, all of them.
    public var rollingDays: Int?
    /// Which length counts, of one that is ranked by the primary streak.
    public var streakMeasure: StreakMeasure
    /// From when on, each day, something counts.
    public var startTime: WallTime?
    /// Until when, each day, something counts.
    public var endTime: WallTime?
    /// The brackets in which users are ranked apart, if they are.
    public var leagues: Leagues?
    /// The users' attributes by whose values users are ranked apart.
    public var breakdown: [AttributeID]
    /// What users' attributes have to be to take part.
    public var userFilter: AttributeFilter
    /// How many users have a place; without a number, everybody.
    public var maximumParticipants: Int?
    /// How users with equal scores are ranked.
    public var ties: Ties
    /// For how long after the last zone has ended it a run still takes what comes late, in seconds.
    public var finalizingSeconds: Int
    /// Since when it counts; what ended before is not looked for.
    public var openedAt: Instant?

    /// A leaderboard with what it cannot be without.
    public init(
        id: BoardID,
        publicID: String,
        key: String,
        name: String,
        source: Source,
        start: CivilDate
    ) {
        self.id = id
        self.publicID = publicID
        self.key = key
        self.name = name
        self.source = source
        self.start = start
        state = .inactive
        streakMeasure = .current
        breakdown = []
        userFilter = AttributeFilter()
        maximumParticipants = EngineLimits.participantsUnlessTold
        ties = .first
        finalizingSeconds = EngineLimits.finalizingSeconds
    }
}

/// The number of a leaderboard.
public struct BoardID: Hashable, Comparable, Sendable {
    /// The number inside the database.
    public let number: Int64

    /// The leaderboard with this number.
    public init(_ number: Int64) { self.number = number }

    /// Orders leaderboards by their creation.
    public static func < (left: BoardID, right: BoardID) -> Bool { left.number < right.number }
}

extension Board {
    /// The hours of a day in which something counts; nothing where all do.
    public var hours: Hours? {
        guard startTime != nil || endTime != nil else { return nil }
        return Hours(
            from: startTime ?? .midnight,
            to: endTime ?? EngineLimits.lastWallTime
        )
    }

    /// Whether it counts what was built up of a streak on its days, and not the length of now.
    var countsLongestStreak: Bool {
        source == .streak && (rollingDays != nil || streakMeasure == .longest)
    }

    /// Whether it has to know attributes of users.
    public var asksForAttributes: Bool { !breakdown.isEmpty || !userFilter.isEmpty }

    /// Where it stands at a moment: it is active from its first day's beginning anywhere until its last
    /// day has ended everywhere.
    public func status(at now: Instant) -> Status {
        switch state {
        case .inactive: .inactive
        case .finished: .finished
        case .open:
            if now < BoardRun.begins(start) {
                .scheduled
            } else if let end, now >= BoardRun.ends(end) {
                .finished
            } else {
                .active
            }
        }
    }
}
