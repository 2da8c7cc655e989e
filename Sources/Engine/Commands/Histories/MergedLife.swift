import CivilTime

/// Everything of a user that another is to have, too.
public struct MergedLife: Sendable {
    /// Whose it was.
    public let mergedID: String
    /// The profile, the zone, the marks and the events that count, in the order of time.
    public var history: UserHistory
    /// Events that nothing follows from: those that were taken back, whose idempotency keys stay used,
    /// and those of metrics that have ended.
    public var quietEvents: [Event]
    /// What the user has reached.
    public let completions: [Completion]
    /// The lengths that the user's streaks have reached.
    public let milestones: [EarnedMilestone]
    /// The rows of the ledgers, oldest first.
    public let points: [PointsRow]

    /// What one user did, to be another's.
    ///
    /// Events keep their times and their keys; of those that nothing follows from, only these.
    public init(
        of user: User,
        as userID: String,
        events: [Event],
        marks: [StreakMark],
        attributes: [AttributeID: String],
        completions: [Completion],
        milestones: [EarnedMilestone],
        points: [PointsRow],
        _ rulebook: Rulebook
    ) {
        mergedID = user.id
        history = UserHistory(userID: userID)
        history.change = UserChange(of: user, attributes, rulebook)
        history.marks = marks.sorted { $0.at < $1.at }.map {
            UserHistory.Mark($0.kind, on: $0.definition, at: $0.at)
        }
        quietEvents = []
        let ordered = events.sorted { left, right in
            (left.occurredAt, left.id.number) < (right.occurredAt, right.id.number)
        }
        for event in ordered {
            guard event.deletedAt == nil, let metric = rulebook.metric(id: event.metric) else {
                quietEvents.append(event)
                continue
            }
            history.events.append(EventDraft(event, of: metric, as: userID))
        }
        self.completions = completions
        self.milestones = milestones
        self.points = points
    }

    /// How many numbers it takes: one for each thing that is made.
    public var numberCount: Int {
        history.marks.count + history.events.count + quietEvents.count + 1
    }
}

extension UserChange {
    /// What is known of a user, as a change of somebody of whom it may not be.
    fileprivate init(
        of user: User,
        _ known: [AttributeID: String],
        _ rulebook: Rulebook
    ) {
        self.init()
        if let name = user.name { self.name = .set(name) }
        if let email = user.email { self.email = .set(email) }
        if let zone = user.zone { self.zone = .set(zone) }
        if let tokens = user.deviceTokens { deviceTokens = .set(tokens) }
        if let day = user.signUpOn { signUpOn = .set(day) }
        for (id, value) in known {
            if let attribute = rulebook.attribute(id: id) { attributes[attribute.key] = value }
        }
    }
}

extension EventDraft {
    /// An event that was taken in before, as one of another user.
    fileprivate init(_ event: Event, of metric: Metric, as userID: String) {
        self.init(
            user: event.id.user,
            userID: userID,
            metricKey: metric.key,
            amount: event.amount,
            attributes: event.attributes,
            occurredAt: event.occurredAt,
            idempotencyKey: event.idempotencyKey,
            tickOf: metric.streakKey
        )
        sharesKey = event.sharesKey
        allowsUnknownAttributes = true
        wasAccepted = true
    }
}

/// What one user who has everything of two comes to.
public struct MergedUser: Sendable {
    /// What was the user's own before.
    public let before: UserFigures
    /// What there is now.
    public let after: UserFigures
    /// How many events were moved.
    public var eventCount = 0
    /// How many events the user had already, by their idempotency keys.
    public var repeatedCount = 0
    /// How many freezes, pauses and corrections were moved.
    public var markCount = 0
    /// How many achievements the other had alone.
    public var completionCount = 0
}

/// How far a user has come, in a few figures.
public struct UserFigures: Hashable, Sendable {
    /// The totals of the metrics in use.
    public var totals: [MetricID: Amount] = [:]
    /// The lengths of the streaks in use.
    public var streaks: [StreakDefinitionID: Int] = [:]
    /// What the user has reached.
    public var achievements: Set<AchievementID> = []
    /// The points in the systems in use.
    public var points: [PointsSystemID: Int64] = [:]

    /// Nothing yet.
    public init() {}
}
