public import Engine
import Storage

/// What is told of a points system: everything of a new one, or what is to change of one.
public struct PointsSystemChange: Sendable {
    /// The system's UUID; none of a new one.
    public var publicID: String?
    /// The reference of a new one.
    public var key: String?
    /// What is to change, field by field.
    public var fields = Edits<PointsSystem>()
    /// The levels that a new one begins with.
    public var levels: [PointsLevelChange] = []
    /// The boosts that a new one begins with.
    public var boosts: [PointsBoostChange] = []
    /// The triggers that a new one begins with.
    public var triggers: [PointsTriggerChange] = []

    /// A change of nothing.
    public init() {}
}

/// A points system that was created, with what it began with.
public struct CreatedPointsSystem: Hashable, Sendable {
    /// The system.
    public let system: PointsSystem
    /// Its levels.
    public let levels: [PointsLevel]
    /// Its boosts.
    public let boosts: [PointsBoost]
    /// Its triggers.
    public let triggers: [PointsTrigger]
}

/// What is told of a level: everything of a new one, or what is to change of one.
public struct PointsLevelChange: PointsPartChange {
    /// The level's UUID; none of a new one.
    public var publicID: String?
    /// The reference of a new one.
    public var key: String?
    /// What is to change, field by field.
    public var fields = Edits<PointsLevel>()

    /// A change of nothing.
    public init() {}
}

/// What is told of a boost: everything of a new one, or what is to change of one.
public struct PointsBoostChange: PointsPartChange {
    /// The user whom a boost is for.
    public struct Owner: Hashable, Sendable {
        /// The user's key.
        public let key: UserKey
        /// The caller's own id.
        public let id: String

        /// A user whom a boost is for.
        public init(key: UserKey, id: String) {
            self.key = key
            self.id = id
        }
    }

    /// The boost's UUID; none of a new one.
    public var publicID: String?
    /// What is to change, field by field.
    public var fields = Edits<PointsBoost>()
    /// The user whom a new one is for alone.
    public var owner: Owner?
    /// What users' attributes have to be.
    public var userAttributes: Change<[AchievementChange.Match]> = .keep

    /// A change of nothing.
    public init() {}
}

/// What is told of a trigger: everything of a new one, or what is to change of one.
public struct PointsTriggerChange: PointsPartChange {
    /// The trigger's UUID; none of a new one.
    public var publicID: String?
    /// What it gives points for.
    public var kind: PointsCause.Kind?
    /// What is to change that needs no look at anything else, field by field.
    public var fields = Edits<PointsTrigger>()
    /// The metric's UUID.
    public var metric: String?
    /// How many units of the metric.
    public var threshold: Amount?
    /// What the metric's events have to carry.
    public var eventAttributes: Change<[AchievementChange.Match]> = .keep
    /// The achievement's UUID.
    public var achievement: String?
    /// The streak's UUID; cleared, it is the primary one.
    public var streak: Change<String> = .keep
    /// How many periods of the streak.
    public var streakLength: Int?
    /// Hours or days.
    public var timeUnit: PointsInterval.Unit?
    /// How many of them.
    public var timeInterval: Int?
    /// What the user's attributes have to be.
    public var userAttributes: Change<[AchievementChange.Match]> = .keep
    /// Whether what users did before counts too, from the moment on at which the trigger becomes active,
    /// or at once where it is.
    public var countsPast = false

    /// A change of nothing.
    public init() {}
}

/// What is told of something that a points system has.
protocol PointsPartChange: Sendable {
    /// Its UUID; none of a new one.
    var publicID: String? { get set }

    /// What keeps it from being done, as far as users are concerned; nothing where it can be.
    func issue(with users: UserTable) throws(StorageError) -> ItemIssue?
}

extension PointsPartChange {
    func issue(with users: UserTable) -> ItemIssue? { nil }
}

extension PointsBoostChange {
    /// Whom a boost is for has to be there.
    func issue(with users: UserTable) throws(StorageError) -> ItemIssue? {
        guard let owner else { return nil }
        let user = try users.rows(of: [owner.key]).first?.user
        if user?.id.isSameID(as: owner.id) == true { return nil }
        return .told("No user has the id \"\(owner.id.excerpt)\"")
    }
}
