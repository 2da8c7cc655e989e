public import CivilTime

/// Another rule for some users than for the others, to see what that does to them.
public struct Experiment: Hashable, Sendable {
    /// How far it is.
    public enum Status: String, Sendable, CaseIterable {
        /// Nobody takes part yet.
        case draft
        /// Users are in its arms.
        case running
        /// Its rules hold no more.
        case ended
        /// It is no longer shown; what held meanwhile still did.
        case archived
    }

    /// What its arms have different rules of.
    public enum Subject: Hashable, Sendable {
        case streak(StreakDefinitionID)
        case achievement(AchievementID)
        case trigger(PointsTriggerID)
    }

    /// Some of its users, and what holds for them.
    public struct Arm: Hashable, Sendable {
        /// The reference that callers use.
        public let key: String
        /// What people call it.
        public let name: String
        /// How large it is beside the others.
        public let weight: Int
        /// What is different; nothing where all is as it is.
        public let rule: ArmRule?

        /// An arm with all its parts.
        public init(key: String, name: String, weight: Int = 1, rule: ArmRule? = nil) {
            self.key = key
            self.name = name
            self.weight = weight
            self.rule = rule
        }
    }

    /// The number inside the database.
    public let id: ExperimentID
    /// The UUID by which callers know it.
    public let publicID: String
    /// The reference that callers use; it never changes.
    public let key: String
    /// What people call it.
    public var name: String
    /// What people read about it.
    public var details: String?
    /// What its arms have different rules of.
    public var subject: Subject
    /// The arms; the others are compared with the first.
    public var arms: [Arm]
    /// What users are divided by.
    public var salt: String
    /// Of a thousand users, how many take part.
    public var perMille: Int
    /// When it came to be.
    public let createdAt: Instant
    /// When it began.
    public var startedAt: Instant?
    /// When it ended.
    public var endedAt: Instant?
    /// When it was archived.
    public var archivedAt: Instant?

    /// A draft.
    public init(
        id: ExperimentID,
        publicID: String,
        key: String,
        name: String,
        subject: Subject,
        arms: [Arm],
        salt: String,
        perMille: Int = 1_000,
        createdAt: Instant
    ) {
        self.id = id
        self.publicID = publicID
        self.key = key
        self.name = name
        self.subject = subject
        self.arms = arms
        self.salt = salt
        self.perMille = perMille
        self.createdAt = createdAt
    }

    /// How far it is.
    public var status: Status {
        if archivedAt != nil { return .archived }
        if endedAt != nil { return .ended }
        return startedAt == nil ? .draft : .running
    }

    /// Whether users are in its arms now.
    public var isRunning: Bool { startedAt != nil && endedAt == nil }

    /// When its rules held; nothing of a draft.
    public var span: Range<Instant>? {
        startedAt.map { $0..<max($0, endedAt ?? .distantFuture) }
    }

    /// How it divides users; nothing where it makes no sense.
    public var split: Split? {
        Split(salt: salt, weights: arms.map(\.weight), perMille: perMille)
    }
}

/// What is different in an arm.
public enum ArmRule: Hashable, Sendable {
    /// The whole rule of the streak.
    case streak(StreakRule)
    /// What the achievement asks for.
    case achievement(ArmLimit)
    /// What the points trigger gives, and for how much.
    case trigger(TriggerTerms)
}

/// How much of something has to be reached.
public enum ArmLimit: Hashable, Sendable {
    /// A total of a metric.
    case total(Amount)
    /// A length of a streak.
    case length(Int)
}

/// What a points trigger gives, and for how much.
public struct TriggerTerms: Hashable, Sendable {
    /// How many points it gives each time.
    public var points: Int64
    /// For how much, where that is something that is counted.
    public var limit: ArmLimit?
    /// How many it gives at most on a day.
    public var maxPerDay: Int64?
    /// How many it gives at most in a week.
    public var maxPerWeek: Int64?

    /// Some terms.
    public init(
        points: Int64,
        limit: ArmLimit? = nil,
        maxPerDay: Int64? = nil,
        maxPerWeek: Int64? = nil
    ) {
        self.points = points
        self.limit = limit
        self.maxPerDay = maxPerDay
        self.maxPerWeek = maxPerWeek
    }

    /// The terms of a trigger as it is.
    public init(_ trigger: PointsTrigger) {
        self.init(
            points: trigger.points,
            limit: trigger.cause.armLimit,
            maxPerDay: trigger.maxPerDay,
            maxPerWeek: trigger.maxPerWeek
        )
    }
}

/// The number of an experiment.
public struct ExperimentID: Hashable, Comparable, Sendable {
    /// The number inside the database.
    public let number: Int64

    /// The experiment with this number.
    public init(_ number: Int64) { self.number = number }

    /// Orders experiments by their creation.
    public static func < (left: ExperimentID, right: ExperimentID) -> Bool {
        left.number < right.number
    }
}
