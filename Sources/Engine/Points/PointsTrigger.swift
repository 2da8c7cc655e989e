public import CivilTime

/// What gives points of a system, or takes them.
public struct PointsTrigger: Hashable, Sendable {
    /// Whether it gives anything.
    public enum Status: String, Sendable, CaseIterable {
        /// It gives points for what happens from now on.
        case active
        /// It gives nothing.
        case inactive
        /// It was deleted; what it gave stays in the ledger.
        case archived
    }

    /// The number inside the database; a later one is higher.
    public let id: PointsTriggerID
    /// The UUID by which callers know it.
    public let publicID: String
    /// The system whose points it gives.
    public let system: PointsSystemID
    /// What it gives points for.
    public var cause: PointsCause
    /// How many points it gives each time; below zero it takes them.
    public var points: Int64
    /// Whether it gives anything.
    public var status: Status
    /// What the user's attributes have to be.
    public var userFilter: AttributeFilter
    /// Whether an event for which it would take more than the user has is refused.
    public var blocksIfOutOfPoints: Bool
    /// How many points a user is given by it at most, or loses by it, on one of the user's days.
    public var maxPerDay: Int64?
    /// The same of a week, from Sunday to Saturday.
    public var maxPerWeek: Int64?
    /// Since when it has been active with what it asks for and gives; what came before does not count.
    public var activeSince: Instant?
    /// Whether what users did before then counts, too.
    public var countsPast: Bool
    /// How often that has begun anew.
    ///
    /// What it gave before the last time is settled: it is neither given again nor taken back.
    public var activations: Int
    /// When it came to be.
    public let createdAt: Instant
    /// When something about it last changed.
    public var updatedAt: Instant
    /// For whom it is as it is, while an experiment runs over it; an index fills it in.
    var arm: ArmCondition?

    /// A trigger with all its parts.
    public init(
        id: PointsTriggerID,
        publicID: String,
        system: PointsSystemID,
        cause: PointsCause,
        points: Int64,
        status: Status = .inactive,
        userFilter: AttributeFilter = AttributeFilter(),
        blocksIfOutOfPoints: Bool = false,
        maxPerDay: Int64? = nil,
        maxPerWeek: Int64? = nil,
        activeSince: Instant? = nil,
        countsPast: Bool = false,
        activations: Int = 0,
        createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.publicID = publicID
        self.system = system
        self.cause = cause
        self.points = points
        self.status = status
        self.userFilter = userFilter
        self.blocksIfOutOfPoints = blocksIfOutOfPoints
        self.maxPerDay = maxPerDay
        self.maxPerWeek = maxPerWeek
        self.activeSince = activeSince
        self.countsPast = countsPast
        self.activations = activations
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// Whether it gives no more than so much in a day or a week.
    public var isCapped: Bool { maxPerDay != nil || maxPerWeek != nil }
}

/// What a trigger gives points for.
public enum PointsCause: Hashable, Sendable {
    /// Each so many units of a metric: whenever the running total passes a multiple.
    case metric(MetricThreshold)
    /// Each so many periods of a run of a streak; of the primary one where none is named.
    case streak(length: Int, definition: StreakDefinitionID?)
    /// An achievement.
    case achievement(AchievementID)
    /// Time: once in so many hours or days.
    case time(PointsInterval)
    /// That the user is new.
    case userCreation

    /// The kinds, by the names that callers use.
    public enum Kind: String, Sendable, CaseIterable {
        case metric
        case streak
        case achievement
        case time
        case userCreation = "user_creation"
    }

    /// Which kind it is.
    public var kind: Kind {
        switch self {
        case .metric: .metric
        case .streak: .streak
        case .achievement: .achievement
        case .time: .time
        case .userCreation: .userCreation
        }
    }

    /// The units of a metric.
    public var threshold: MetricThreshold? {
        if case .metric(let threshold) = self { threshold } else { nil }
    }
}

/// Once in so many hours, or so many of the user's days.
public struct PointsInterval: Hashable, Sendable {
    /// What is counted.
    public enum Unit: String, Sendable, CaseIterable {
        case hour
        /// Days of the user: they begin at the user's midnight.
        case day
    }

    /// What is counted.
    public let unit: Unit
    /// How many of them.
    public let count: Int

    /// Once in so many hours or days.
    public init(_ count: Int, _ unit: Unit) {
        self.unit = unit
        self.count = count
    }
}

/// The number of a trigger.
public struct PointsTriggerID: Hashable, Comparable, Sendable {
    /// The number inside the database.
    public let number: Int64

    /// The trigger with this number.
    public init(_ number: Int64) { self.number = number }

    /// Orders triggers by their creation.
    public static func < (left: PointsTriggerID, right: PointsTriggerID) -> Bool {
        left.number < right.number
    }
}
