public import CivilTime

/// What the engine needs to know about one user, and what a fold has changed about it.
public struct Snapshot: Sendable {
    /// Whose it is.
    public let key: UserKey
    /// The user, once seen.
    public internal(set) var user: User?
    /// The zones lived in before the current one, oldest first; loaded when an event needs them.
    public var earlierStays: [ZoneStay]
    /// The user's attributes; loaded when an answer shows them.
    public internal(set) var attributes: [AttributeID: String]
    /// The tallies of the metrics that the group touches.
    public internal(set) var tallies: [MetricTally]
    /// The idempotency keys among those of the group that are used already.
    public internal(set) var usedKeys: [UsedKey]
    /// The stored events that the group names.
    public internal(set) var events: [Event]
    /// The user's achievements, as far as the group may touch them.
    public var achievements = AchievementState()
    /// The user's streaks, as far as they have been looked up.
    public var streaks: [StreakDefinitionID: StreakLedger]
    /// What was put on the user's streaks from outside.
    public internal(set) var streakMarks: [StreakMark]
    /// The lengths that the user has reached, of the streaks of which that has been looked up.
    public var milestones: [StreakDefinitionID: [EarnedMilestone]] = [:]
    /// All that is stored of what the user did, where that had to be looked up.
    private(set) var history: [Event]?
    /// Whether there is more of that than may be dated anew.
    private(set) var hasLongHistory = false
    /// What has to be written.
    public internal(set) var changes = SnapshotChanges()

    /// What was loaded of a user.
    public init(
        key: UserKey,
        user: User? = nil,
        earlierStays: [ZoneStay] = [],
        attributes: [AttributeID: String] = [:],
        tallies: [MetricTally] = [],
        usedKeys: [UsedKey] = [],
        events: [Event] = [],
        streaks: [StreakDefinitionID: StreakLedger] = [:],
        streakMarks: [StreakMark] = []
    ) {
        self.key = key
        self.user = user
        self.earlierStays = earlierStays
        self.attributes = attributes
        self.tallies = tallies
        self.usedKeys = usedKeys
        self.events = events
        self.streaks = streaks
        self.streakMarks = streakMarks
    }
}

extension Snapshot {
    /// Leaves a fact to be told.
    mutating func tell(_ fact: Fact) {
        changes.facts.append(fact)
    }

    /// Sets all that is stored of what the user did, and the tallies of its metrics: nothing where
    /// it is too much to be dated anew.
    public mutating func setHistory(_ events: [Event]?, tallies found: [MetricTally]) {
        history = events ?? []
        hasLongHistory = events == nil
        for tally in found where !tallies.contains(where: { $0.metric == tally.metric }) {
            tallies.append(tally)
        }
    }

    /// Takes in what is stored of what the user has reached, and of the user's attributes.
    public mutating func know(
        completions: [AchievementID: Completion],
        attributes stored: [AttributeID: String]
    ) {
        achievements.know(completions)
        for (attribute, value) in stored where !changes.attributes.keys.contains(attribute) {
            attributes[attribute] = value
        }
    }

    /// What the user did in a stretch of time: of stored events those that the fold has not taken
    /// back, and those that it has taken in.
    public func activities(
        among stored: [Event],
        in instants: Range<Instant>
    ) -> [StreakActivity] {
        let deleted = Set(changes.deletedEvents.map(\.id))
        let known = stored.filter { $0.deletedAt == nil && !deleted.contains($0.id) }
        let new = changes.events.filter { event in
            instants.contains(event.occurredAt) && !deleted.contains(event.id)
        }
        let datedAnew = Dictionary(changes.datedAnew.map { ($0.id, $0) }) { first, _ in first }
        return (known + new).map { StreakActivity(datedAnew[$0.id] ?? $0) }
    }
}

/// An idempotency key that has been used for a metric, and the event that used it.
public struct UsedKey: Hashable, Sendable {
    /// The metric; the same key on another metric is another key.
    public let metric: MetricID
    /// The caller's key.
    public let key: String
    /// The event that it led to.
    public let event: EventID
    /// Whether it is one for all of the user's events, whatever their metric.
    public let isShared: Bool

    /// A key that led to an event.
    public init(metric: MetricID, key: String, event: EventID, isShared: Bool = false) {
        self.metric = metric
        self.key = key
        self.event = event
        self.isShared = isShared
    }
}

/// What a fold leaves to be written of one user.
public struct SnapshotChanges: Sendable {
    /// Whether the user was not stored before.
    public internal(set) var isNewUser = false
    /// Whether the user's row changed.
    public internal(set) var hasUserChanged = false
    /// Zones that begin.
    public internal(set) var stays: [ZoneStay] = []
    /// Attributes set, or removed where there is no value.
    public internal(set) var attributes: [AttributeID: String?] = [:]
    /// Events to insert.
    public internal(set) var events: [Event] = []
    /// Stored events whose day is another now.
    public internal(set) var datedAnew: [Event] = []
    /// Events that are now deleted.
    public internal(set) var deletedEvents: [Event] = []
    /// Marks that were put on streaks.
    public internal(set) var streakMarks: [StreakMark] = []
    /// Marks that were taken off again.
    public internal(set) var removedStreakMarks: [StreakMark] = []
    /// Lengths of streaks that were reached.
    public internal(set) var milestones: [EarnedMilestone] = []
    /// What happened, to be told.
    public internal(set) var facts: [Fact] = []
}
