public import CivilTime

/// What was decided of a reminder, or came of it.
public struct ReminderFact: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, Sendable, CaseIterable {
        /// It is time, and nothing speaks against it: whoever sends by themselves does so now.
        case due = "reminder.due"
        /// A server has taken it, to bring it to the user.
        case sent = "reminder.sent"
        /// It comes at another time.
        case moved = "reminder.moved"
        /// It does not come.
        case dropped = "reminder.dropped"
        /// No server took it, or whether one did is not known; it is not tried any more.
        case failed = "reminder.failed"
    }

    /// What happened.
    public let kind: Kind
    /// What the user was to be reminded of.
    public let reminder: ReminderKind
    /// Which occasion it is, such as a day.
    public let period: String
    /// When.
    public let at: Instant
    /// The public id of the streak or the achievement.
    public var subject: String?
    /// On which ways.
    public var channels: [UserPreferences.Channel] = []
    /// Why it does not come, or not now.
    public var reason: ReminderReason?
    /// When it comes instead.
    public var until: Instant?
    /// The length of the streak, or which of several messages it is.
    public var number = 0
    /// What a server said, or what went wrong on the way.
    public var detail: String?

    /// A fact without what need not be said.
    public init(_ kind: Kind, _ reminder: ReminderKind, _ period: String, at: Instant) {
        self.kind = kind
        self.reminder = reminder
        self.period = period
        self.at = at
    }
}

extension Fact {
    /// What was decided of a reminder, or came of it.
    public init(_ fact: ReminderFact) {
        var payload = FactPayload()
        payload.add("reminder", .text(fact.reminder.rawValue))
        payload.add("period", .text(fact.period))
        payload.add("subject", fact.subject.map(FactValue.text))
        if !fact.channels.isEmpty {
            payload.add("channels", .list(fact.channels.map { .text($0.rawValue) }))
        }
        payload.add("reason", fact.reason.map { .text($0.rawValue) })
        payload.add("until", fact.until.map(FactValue.instant))
        if fact.number > 0 { payload.add("number", .whole(Int64(fact.number))) }
        payload.add("detail", fact.detail.map(FactValue.text))
        self.init(kind: Kind(fact.kind), subject: fact.subject, at: fact.at, payload: payload)
    }
}

extension Fact.Kind {
    /// The kind of a fact about a reminder.
    public init(_ kind: ReminderFact.Kind) { self.init(rawValue: kind.rawValue) }
}

extension ReminderFact {
    /// What a fact says of a reminder; nothing when it is not about one.
    public init?(_ fact: Fact) {
        guard let kind = Kind(rawValue: fact.kind.rawValue),
            let reminder = fact.payload["reminder"]?.text.flatMap(ReminderKind.init(rawValue:)),
            let period = fact.payload["period"]?.text
        else { return nil }
        self.init(kind, reminder, period, at: fact.at)
        subject = fact.subject
        channels =
            fact.payload["channels"]?.texts?.compactMap(UserPreferences.Channel.init(rawValue:))
            ?? []
        reason = fact.payload["reason"]?.text.flatMap(ReminderReason.init(rawValue:))
        until = fact.payload["until"]?.instant
        number = fact.payload["number"]?.whole ?? 0
        detail = fact.payload["detail"]?.text
    }
}
