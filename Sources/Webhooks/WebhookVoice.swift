public import Engine
public import Storage

/// How webhooks of one dialect are told what happened.
///
/// The room of the dialect makes it; who is told, when and how often, is the same for all.
public struct WebhookVoice: Sendable {
    /// The dialect.
    public let dialect: Webhook.Dialect
    /// What it tells, by the names that its callers know.
    public let kinds: [String]
    /// Under which name it tells a fact; nothing where it does not.
    let kind: @Sendable (Fact) -> String?
    /// What is told seldom.
    let restraint: @Sendable (Fact) -> WebhookRestraint?
    /// What is sent about some facts of one workspace, in their order; nothing about those of which
    /// nothing can be said any longer.
    let bodies: @Sendable ([PlacedFact]) async throws -> [String?]
    /// What is sent to try a webhook.
    let trial: @Sendable (WebhookTrial) -> String
    /// The fields of a request's header that the dialect has of its own.
    let headers: @Sendable (WebhookMessage) -> [(name: String, value: String)]

    /// A voice with all its parts.
    public init(
        _ dialect: Webhook.Dialect,
        kinds: [String],
        kind: @escaping @Sendable (Fact) -> String?,
        restraint: @escaping @Sendable (Fact) -> WebhookRestraint? = { _ in nil },
        bodies: @escaping @Sendable ([PlacedFact]) async throws -> [String?],
        trial: @escaping @Sendable (WebhookTrial) -> String,
        headers: @escaping @Sendable (WebhookMessage) -> [(name: String, value: String)] = { _ in
            []
        }
    ) {
        self.dialect = dialect
        self.kinds = kinds
        self.kind = kind
        self.restraint = restraint
        self.bodies = bodies
        self.trial = trial
        self.headers = headers
    }

    /// What trials are called, in every dialect.
    public static let trialKind = "webhook.test"
}

/// That something is told at most once in a while, and how what has come together is told.
public struct WebhookRestraint: Sendable {
    /// What it is about, beside the user.
    public let subject: String
    /// For how long it is not told again.
    public let period: Duration
    /// What the facts say together, the earlier one first.
    public let merge: @Sendable (FactPayload, FactPayload) -> FactPayload

    /// A restraint.
    public init(
        _ subject: String,
        period: Duration,
        merge: @escaping @Sendable (FactPayload, FactPayload) -> FactPayload
    ) {
        self.subject = subject
        self.period = period
        self.merge = merge
    }
}

/// What a body that tries a webhook is made from.
public struct WebhookTrial: Sendable {
    /// The id of the delivery.
    public let id: String
    /// The moment.
    public let at: String
    /// How the workspace is called outside: its customer, or its own id.
    public let tenant: String
    /// The public id of the webhook.
    public let webhook: String
}

/// A request that is about to be sent.
public struct WebhookMessage: Sendable {
    /// The id of the delivery.
    public let id: String
    /// What it tells.
    public let kind: String
    /// The body.
    public let body: [UInt8]
    /// The secret, as it was shown.
    public let secret: String
}
