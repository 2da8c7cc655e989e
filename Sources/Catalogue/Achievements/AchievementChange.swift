public import Engine

/// What is told of an achievement: everything of a new one, or what is to change of one.
@dynamicMemberLookup
public struct AchievementChange: Sendable {
    /// A value that an attribute has to have.
    public struct Match: Hashable, Sendable {
        /// The attribute's UUID.
        public let attribute: String
        /// The value.
        public let value: String

        /// A value of an attribute.
        public init(attribute: String, value: String) {
            self.attribute = attribute
            self.value = value
        }
    }

    /// The achievement's UUID; none of a new one.
    public var publicID: String?
    /// What is to change that needs no look at anything else, field by field; a field is also a member
    /// of the change itself.
    public var fields = Edits<Achievement>()
    /// What will reach it.
    public var kind: AchievementTrigger.Kind?
    /// The metric's UUID.
    public var metric: String?
    /// The total of the metric.
    public var amount: Amount?
    /// What the metric's events have to carry.
    public var eventAttributes: Change<[Match]> = .keep
    /// The length of the streak.
    public var streakLength: Int?
    /// The key under which calls complete it.
    public var key: String?
    /// The years since signing up.
    public var years: Int?
    /// The UUIDs of the achievements that it consists of.
    public var parts: [String]?
    /// What the user's attributes have to be.
    public var userAttributes: Change<[Match]> = .keep

    /// A change of nothing.
    public init() {}
}

extension AchievementChange {
    /// What a field of the achievement is to become; nothing where it stays.
    public subscript<Value: Sendable>(
        dynamicMember path: any WritableKeyPath<Achievement, Value> & Sendable
    ) -> Value? {
        get { fields[dynamicMember: path] }
        set { fields[dynamicMember: path] = newValue }
    }

    /// What a field of the achievement that may be empty is to become.
    public subscript<Value: Sendable>(
        dynamicMember path: any WritableKeyPath<Achievement, Value?> & Sendable
    ) -> Change<Value> {
        get { fields[dynamicMember: path] }
        set { fields[dynamicMember: path] = newValue }
    }
}
