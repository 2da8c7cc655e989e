public import Engine

/// What people decide about a streak: what it is before it is created, and what a change makes of
/// it.
public struct StreakDraft: Hashable, Sendable {
    /// The reference that callers use; it never changes.
    public let key: String
    /// What people call it.
    public var name: String
    /// What people read about it.
    public var details: String?
    /// Whether it is the one that is shown where callers name none.
    public var isPrimary = false
    /// Whether users may change what counts for them.
    public var isCustomizable = false
    /// Whether it is frozen in time.
    public var isPaused = false
    /// Whether no other may have its name; a key that another has then gets a number.
    public var hasOwnName = false
    /// Whether a new one counts ticks, which are events of the streak itself, and nothing else.
    public var takesTicks = false
    /// Lengths at which something is earned, shortest first.
    public var milestones: [StreakMilestone] = []
    /// What counts and how forgiving it is.
    public var rule: StreakRule

    /// A streak that forgives nothing.
    public init(key: String, name: String, window: StreakWindow) {
        self.key = key
        self.name = name
        rule = StreakRule(window: window)
        rule.freezes = .none
    }

    /// What a streak is now.
    init(_ definition: StreakDefinition) {
        key = definition.key
        name = definition.name
        details = definition.details
        isPrimary = definition.isPrimary
        isCustomizable = definition.isCustomizable
        isPaused = definition.status == .paused
        milestones = definition.milestones
        rule = definition.rule
    }
}

extension FreezeRule {
    /// No freezes: nobody has any, and nobody can be given one.
    public static let none = FreezeRule(startCount: 0, maximum: 0)
}

/// What is to change of a streak; what is not told stays.
@dynamicMemberLookup
public struct StreakChange: Sendable {
    /// What people will call it.
    public var name: String?
    /// Whether no other may have that name.
    public var hasOwnName = false
    /// What people will read about it.
    public var details = Change<String>.keep
    /// Whether it will be the one that is shown where callers name none.
    public var isPrimary: Bool?
    /// Whether users may change what counts for them.
    public var isCustomizable: Bool?
    /// Whether it will be frozen in time.
    public var isPaused: Bool?
    /// The lengths at which something will be earned.
    public var milestones: [StreakMilestone]?
    /// What is to change of the rule, field by field; a field is also a member of the change itself.
    public var rule = Edits<StreakRule>()

    /// A change of nothing yet.
    public init() {}

    /// Applies the change.
    public func apply(to draft: inout StreakDraft) {
        draft.name = name ?? draft.name
        draft.hasOwnName = hasOwnName
        draft.details = details.applied(to: draft.details)
        draft.isPrimary = isPrimary ?? draft.isPrimary
        draft.isCustomizable = isCustomizable ?? draft.isCustomizable
        draft.isPaused = isPaused ?? draft.isPaused
        draft.milestones = milestones ?? draft.milestones
        rule.apply(to: &draft.rule)
    }
}

extension StreakChange {
    /// What a field of the rule is to become; nothing where it stays.
    public subscript<Value: Sendable>(
        dynamicMember path: any WritableKeyPath<StreakRule, Value> & Sendable
    ) -> Value? {
        get { rule[dynamicMember: path] }
        set { rule[dynamicMember: path] = newValue }
    }

    /// What a field of the rule that may be empty is to become.
    public subscript<Value: Sendable>(
        dynamicMember path: any WritableKeyPath<StreakRule, Value?> & Sendable
    ) -> Change<Value> {
        get { rule[dynamicMember: path] }
        set { rule[dynamicMember: path] = newValue }
    }
}

/// Which streak is to change, and how.
public struct StreakUpdate: Sendable {
    /// The streak's UUID.
    public let publicID: String
    /// What is to change of it.
    public let change: StreakChange
    /// For which periods.
    public let scope: StreakChangeScope

    /// A change of a streak.
    public init(publicID: String, change: StreakChange, scope: StreakChangeScope = .future) {
        self.publicID = publicID
        self.change = change
        self.scope = scope
    }
}
