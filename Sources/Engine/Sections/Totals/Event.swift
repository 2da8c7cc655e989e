public import CivilTime

/// One thing that a user did.
///
/// Events are the truth; the rest is derived.
public struct Event: Hashable, Sendable {
    /// Its name.
    public let id: EventID
    /// The metric that it adds to.
    public let metric: MetricID
    /// What it adds.
    public let amount: Amount
    /// When it happened.
    public let occurredAt: Instant
    /// When it was taken in.
    public let receivedAt: Instant
    /// The user's civil day at the time: fixed once and for all, as soon as the user has a zone.
    public internal(set) var day: CivilDate
    /// What it carries besides, by attribute key.
    public let attributes: [String: String]
    /// The caller's idempotency key; without one the event is its own.
    public let idempotencyKey: String?
    /// Whether the key is one for all of the user's events, rather than for those of the metric.
    public let sharesKey: Bool
    /// When it was deleted.
    ///
    /// The row stays, so that its idempotency key stays used.
    public var deletedAt: Instant?

    /// An event with all its parts.
    public init(
        id: EventID,
        metric: MetricID,
        amount: Amount,
        occurredAt: Instant,
        receivedAt: Instant,
        day: CivilDate,
        attributes: [String: String],
        idempotencyKey: String?,
        sharesKey: Bool = false,
        deletedAt: Instant? = nil
    ) {
        self.id = id
        self.metric = metric
        self.amount = amount
        self.occurredAt = occurredAt
        self.receivedAt = receivedAt
        self.day = day
        self.attributes = attributes
        self.idempotencyKey = idempotencyKey
        self.sharesKey = sharesKey
        self.deletedAt = deletedAt
    }
}
