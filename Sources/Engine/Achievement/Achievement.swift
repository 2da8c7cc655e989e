/// Something that a user can reach once, and then has for good.
public struct Achievement: Hashable, Sendable {
    /// Whether users can reach it, and see it.
    public enum Status: String, Sendable, CaseIterable {
        /// Hidden, and out of everybody's reach.
        case inactive
        /// Open to everybody whom its filter lets in.
        case active
        /// Out of reach for those who do not have it, and shown to those who do.
        case locked
    }

    /// The number inside the database; a later one is higher.
    public let id: AchievementID
    /// The UUID by which callers know it.
    public let publicID: String
    /// What people call it.
    public var name: String
    /// What people are told about it.
    public var description: String?
    /// Which of the caller's groups it belongs to, if any.
    public var category: String?
    /// Where its picture is.
    public var badgeURL: String?
    /// Whether users can reach it.
    public var status: Status
    /// What reaches it.
    public var trigger: AchievementTrigger
    /// What the user's attributes have to be.
    public var userFilter: AttributeFilter
    /// For whom it is as it is, while an experiment runs over it; an index fills it in.
    var arm: ArmCondition?

    /// An achievement with all its parts.
    public init(
        id: AchievementID,
        publicID: String,
        name: String,
        description: String? = nil,
        badgeURL: String? = nil,
        status: Status = .inactive,
        trigger: AchievementTrigger,
        userFilter: AttributeFilter = AttributeFilter()
    ) {
        self.id = id
        self.publicID = publicID
        self.name = name
        self.description = description
        self.badgeURL = badgeURL
        self.status = status
        self.trigger = trigger
        self.userFilter = userFilter
    }
}

/// What reaches an achievement.
public enum AchievementTrigger: Hashable, Sendable {
    /// A total that is high enough.
    case metric(MetricThreshold)
    /// A streak that is long enough.
    case streak(length: Int)
    /// A call that names this key.
    case api(key: String)
    /// Other achievements, all of them.
    case composite([AchievementID])
    /// So many years since the user signed up.
    case anniversary(years: Int)

    /// The kinds, by the names that callers use.
    public enum Kind: String, Sendable, CaseIterable {
        case metric
        case streak
        case api
        case composite = "achievement"
        case anniversary
    }

    /// Which kind it is.
    public var kind: Kind {
        switch self {
        case .metric: .metric
        case .streak: .streak
        case .api: .api
        case .composite: .composite
        case .anniversary: .anniversary
        }
    }

    /// The achievements that a composite consists of.
    public var parts: [AchievementID] {
        if case .composite(let parts) = self { parts } else { [] }
    }

    /// The threshold of a metric.
    public var threshold: MetricThreshold? {
        if case .metric(let threshold) = self { threshold } else { nil }
    }
}

/// A total of a metric that has to be reached.
public struct MetricThreshold: Hashable, Sendable {
    /// The metric.
    public let metric: MetricID
    /// The total, which is above zero.
    public let amount: Amount
    /// Which events count, if not all of them.
    public let filter: EventFilter?

    /// A threshold.
    public init(metric: MetricID, amount: Amount, filter: EventFilter? = nil) {
        self.metric = metric
        self.amount = amount
        self.filter = filter
    }
}

/// Which events of a metric count towards a total of their own.
///
/// Achievements that ask for the same share one filter, so that an event adds to one total, however
/// many thresholds it has.
public struct EventFilter: Hashable, Sendable {
    /// The number under which the totals are kept; it is never used again for another filter.
    public let id: EventFilterID
    /// What the events have to carry.
    public let attributes: AttributeFilter

    /// A filter.
    public init(id: EventFilterID, attributes: AttributeFilter) {
        self.id = id
        self.attributes = attributes
    }
}

/// The number of an achievement.
public struct AchievementID: Hashable, Comparable, Sendable {
    /// The number inside the database.
    public let number: Int64

    /// The achievement with this number.
    public init(_ number: Int64) { self.number = number }

    /// Orders achievements by their creation.
    public static func < (left: AchievementID, right: AchievementID) -> Bool {
        left.number < right.number
    }
}

/// The number of a filter of events.
public struct EventFilterID: Hashable, Sendable {
    /// The number inside the database.
    public let number: Int64

    /// The filter with this number.
    public init(_ number: Int64) { self.number = number }
}
