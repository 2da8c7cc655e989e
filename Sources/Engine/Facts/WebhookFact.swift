public import CivilTime

/// That a webhook is told nothing any longer.
public struct WebhookFact: Hashable, Sendable {
    /// Why.
    public enum Reason: String, Sendable, CaseIterable {
        /// Its server said that it is gone.
        case gone
        /// Nothing has reached it for days.
        case failing
    }

    /// The public id of the webhook.
    public let webhook: String
    /// Why it is told nothing.
    public let reason: Reason
    /// Since when nothing has reached it.
    public let failingSince: Instant?
    /// When it was found out.
    public let at: Instant

    /// A fact with all its parts.
    public init(webhook: String, reason: Reason, failingSince: Instant?, at: Instant) {
        self.webhook = webhook
        self.reason = reason
        self.failingSince = failingSince
        self.at = at
    }
}

extension Fact {
    /// That a webhook is told nothing any longer.
    public init(_ fact: WebhookFact) {
        var payload = FactPayload()
        payload.add("webhookId", .text(fact.webhook))
        payload.add("reason", .text(fact.reason.rawValue))
        payload.add("failingSince", fact.failingSince.map(FactValue.instant))
        self.init(kind: .webhookDisabled, subject: fact.webhook, at: fact.at, payload: payload)
    }
}
