public import CivilTime

/// An event as a caller sends it.
public struct EventDraft: Sendable {
    /// Whose it is.
    public var user: UserKey
    /// The caller's own id of the user.
    public var userID: String
    /// What the event tells about the user.
    public var userChange: UserChange
    /// The metric's key.
    public var metricKey: String
    /// What it adds.
    public var amount: Amount
    /// What it carries.
    public var attributes: [String: String]
    /// When it happened, if the caller says.
    public var occurredAt: Instant?
    /// Under which key it may happen once.
    public var idempotencyKey: String?
    /// The streak that it is a tick of, by key: one that counts once in a period.
    public var tickOf: String?
    /// Whether the key is one for all of the user's events, rather than for those of the metric.
    public var sharesKey = false
    /// Whether it may carry attributes that nobody has set up.
    public var allowsUnknownAttributes = false
    /// Whether it was taken in before, so that no lack of points can refuse it any more.
    public var wasAccepted = false

    /// An event as sent.
    public init(
        user: UserKey,
        userID: String,
        userChange: UserChange = UserChange(),
        metricKey: String,
        amount: Amount,
        attributes: [String: String] = [:],
        occurredAt: Instant? = nil,
        idempotencyKey: String? = nil,
        tickOf streakKey: String? = nil
    ) {
        self.user = user
        self.userID = userID
        self.userChange = userChange
        self.metricKey = metricKey
        self.amount = amount
        self.attributes = attributes
        self.occurredAt = occurredAt
        self.idempotencyKey = idempotencyKey
        tickOf = streakKey
    }

    /// A tick of a streak.
    public init(user: UserKey, userID: String, tickOf streakKey: String, occurredAt: Instant?) {
        self.init(
            user: user,
            userID: userID,
            metricKey: Metric.key(ofStreak: streakKey),
            amount: Amount(1),
            occurredAt: occurredAt,
            tickOf: streakKey
        )
    }
}
