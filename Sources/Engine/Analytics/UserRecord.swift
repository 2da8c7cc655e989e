public import CivilTime

/// Everything of a user that roll-ups follow from.
public struct UserRecord: Sendable {
    /// An event, as far as it matters.
    public struct Activity: Sendable {
        /// The metric.
        public let metric: MetricID
        /// The user's own day.
        public let day: CivilDate
        /// When.
        public let at: Instant
        /// By how much.
        public let amount: Amount
        /// The values that it carried, of the attributes by which events are told apart.
        public let values: [AttributeID: String]

        /// An event from its parts.
        public init(
            metric: MetricID,
            day: CivilDate,
            at: Instant,
            amount: Amount,
            values: [AttributeID: String] = [:]
        ) {
            self.metric = metric
            self.day = day
            self.at = at
            self.amount = amount
            self.values = values
        }
    }

    /// A score on a leaderboard.
    public struct Score: Sendable {
        /// The leaderboard.
        public let board: BoardID
        /// The first day of the run.
        public let run: CivilDate
        /// The score.
        public let score: Int64

        /// A score in a run.
        public init(board: BoardID, run: CivilDate, score: Int64) {
            self.board = board
            self.run = run
            self.score = score
        }
    }

    /// An arm that the user is in.
    public struct Arm: Hashable, Sendable {
        /// The experiment.
        public let experiment: ExperimentID
        /// The key of the arm.
        public let key: String
        /// When the experiment ran.
        public let span: Range<Instant>

        /// An arm of an experiment.
        public init(experiment: ExperimentID, key: String, span: Range<Instant>) {
            self.experiment = experiment
            self.key = key
            self.span = span
        }
    }

    /// The user.
    public var user: User
    /// What the user belongs to besides everybody.
    public var segments: Set<Segment>
    /// Where the user lived.
    public var zones: ZoneHistory
    /// Where users lived who have no zone of their own: what the workspace's days go by.
    public var workspaceZones: ZoneHistory
    /// What the user did.
    public var activities: [Activity] = []
    /// The periods of each streak, from the first on.
    public var streaks: [StreakDefinitionID: [AccountedPeriod]] = [:]
    /// What the user has reached, and when.
    public var completions: [Completion] = []
    /// The changes of points, oldest first.
    public var points: [PointsRow] = []
    /// The scores on leaderboards that are listed.
    public var scores: [Score] = []
    /// The arms of experiments that the user is in, of ended ones too.
    public var arms: [Arm] = []

    /// A user of whom nothing else is known yet.
    public init(
        user: User,
        segments: Set<Segment>,
        zones: ZoneHistory,
        workspaceZones: ZoneHistory
    ) {
        self.user = user
        self.segments = segments
        self.zones = zones
        self.workspaceZones = workspaceZones
    }

    /// The day on which the user signed up: the one that was told, or else the first one.
    public var signUpOn: CivilDate { user.signUpOn ?? day(of: user.createdAt) }

    /// The user's day at a moment.
    func day(of moment: Instant) -> CivilDate { zones.zone(at: moment).civilDate(at: moment) }
}

extension UserSheet {
    /// What follows from a history; levels are those of now.
    public init(_ history: UserRecord, levels: (PointsSystemID, Int64) -> PointsLevelID?) {
        self.init(signUpOn: history.signUpOn)
        segments = history.segments
        addEvents(of: history)
        for arm in history.arms { add(arm, history.activities) }
        for (definition, periods) in history.streaks {
            addStreak(definition, periods, zones: history.zones)
        }
        for completion in history.completions {
            let day = history.day(of: completion.achievedAt)
            add(RollUpCell(.completed, of: completion.achievement.number, on: day))
            if day == signUpOn {
                traits.insert(
                    Trait(.retainedByAchievement, of: completion.achievement.number, part: 1)
                )
            }
        }
        addPoints(history.points, levels)
        for score in history.scores {
            add(
                RollUpCell(
                    .scores,
                    of: score.board.number,
                    on: score.run,
                    slot: ScoreBucket.bucket(of: score.score)
                ),
                RollUpValue(count: 1, whole: score.score)
            )
        }
    }

    /// Adds to a cell.
    mutating func add(_ cell: RollUpCell, _ value: RollUpValue = RollUpValue(count: 1)) {
        cells[cell, default: .zero] += value
        if cells[cell] == .zero { cells[cell] = nil }
    }

    private mutating func addEvents(of history: UserRecord) {
        for activity in history.activities {
            let value = RollUpValue(count: 1, sum: activity.amount)
            let ofWorkspace = history.workspaceZones.zone(at: activity.at)
                .civilDate(at: activity.at)
            for (days, day) in [(DaysOf.user, activity.day), (.workspace, ofWorkspace)] {
                let cell = RollUpCell(
                    .events,
                    of: activity.metric.number,
                    on: day,
                    slot: days.rawValue
                )
                add(cell, value)
                for (attribute, text) in activity.values {
                    let key = RollUpKey(cell, of: Segment(attribute.number, text))
                    valued[key, default: .zero] += value
                }
            }
        }
    }

    private mutating func addPoints(
        _ rows: [PointsRow],
        _ levels: (PointsSystemID, Int64) -> PointsLevelID?
    ) {
        var current: [PointsSystemID: PointsLevelID] = [:]
        for row in rows {
            let kind = PointsRow.Kind.allCases.firstIndex(of: row.kind) ?? 0
            add(
                RollUpCell(
                    .points,
                    of: row.system.number,
                    on: row.day,
                    slot: Int64(kind),
                    part: row.amount < 0 ? 1 : 0
                ),
                RollUpValue(count: 1, whole: row.amount)
            )
            let level = levels(row.system, row.total)
            guard level != current[row.system] else { continue }
            for (each, change) in [(current[row.system], -1), (level, 1 as Int64)] {
                guard let each else { continue }
                add(
                    RollUpCell(
                        .levelChange,
                        of: row.system.number,
                        on: row.day,
                        slot: each.number
                    ),
                    RollUpValue(count: change)
                )
            }
            current[row.system] = level
        }
    }
}

/// How scores are put together in histograms: by powers of two.
public enum ScoreBucket {
    /// The bucket of a score: 0 for none or less, else one more than the power below it.
    public static func bucket(of score: Int64) -> Int64 {
        score <= 0 ? 0 : Int64(64 - score.leadingZeroBitCount)
    }

    /// The least and the greatest score of a bucket.
    public static func scores(of bucket: Int64) -> (first: Int64?, last: Int64) {
        guard bucket > 0 else { return (nil, 0) }
        let first = Int64(1) << (bucket - 1)
        return (first, bucket >= 63 ? .max : first * 2 - 1)
    }
}
