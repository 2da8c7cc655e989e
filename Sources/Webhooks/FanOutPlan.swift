import CivilTime
import Engine
import Storage

/// What becomes of a page of facts, before it is stored.
struct FanOutPlan: Sendable {
    private struct Draft: Sendable {
        let webhook: Int64
        let fact: PlacedFact
        let kind: String
        let body: String
        var dueAt = WebhookDelivery.atOnce
        var throttle: WebhookThrottle?
    }

    private var drafts: [Draft] = []
    /// Deliveries that wait already, and say more now.
    private var replacements: [(delivery: Int64, body: String, throttle: WebhookThrottle)] = []

    /// How many deliveries are stored.
    var count: Int { drafts.count + replacements.count }

    /// Adds what a webhook is told of a fact.
    mutating func add(_ fact: PlacedFact, _ kind: String, _ body: String, to webhook: Webhook) {
        drafts.append(
            Draft(
                webhook: webhook.number,
                fact: fact,
                kind: kind,
                body: webhook.enveloping(body, kind, fact)
            )
        )
    }

    /// Adds what a webhook is told of facts that are told together.
    mutating func add(_ group: RestrainedFacts.Group, _ body: String, to webhook: Webhook) {
        let throttle = WebhookThrottle(
            group.key,
            toldAt: group.toldAt,
            delivery: group.waiting ?? 0,
            payload: group.fact.stored.fact.payload
        )
        let body = webhook.enveloping(body, group.kind, group.fact)
        if let waiting = group.waiting {
            replacements.append((waiting, body, throttle))
            return
        }
        drafts.append(
            Draft(
                webhook: webhook.number,
                fact: group.fact,
                kind: group.kind,
                body: body,
                dueAt: group.dueAt,
                throttle: throttle
            )
        )
    }

    /// Puts what is told into the order of facts.
    mutating func sort(by facts: [PlacedFact]) {
        drafts.sort { ($0.fact.place, $0.webhook) < ($1.fact.place, $1.webhook) }
    }

    /// Stores it; twice is as good as once.
    func store(on connection: any Connection, now: Instant) throws(StorageError) {
        guard !drafts.isEmpty || !replacements.isEmpty else { return }
        let table = connection.deliveries
        var throttles = replacements.map(\.throttle)
        for replacement in replacements {
            try table.replaceBody(of: replacement.delivery, with: replacement.body)
        }
        let first = drafts.isEmpty ? 0 : try table.nextNumber(at: now)
        var deliveries: [WebhookDelivery] = []
        deliveries.reserveCapacity(drafts.count)
        for (index, draft) in drafts.enumerated() {
            let number = first + Int64(index)
            deliveries.append(
                WebhookDelivery(
                    number: number,
                    webhook: draft.webhook,
                    subject: DeliverySubject(draft.fact.stored),
                    kind: draft.kind,
                    dueAt: draft.dueAt,
                    body: draft.body
                )
            )
            if var throttle = draft.throttle {
                throttle.delivery = number
                throttles.append(throttle)
            }
        }
        try table.insert(deliveries)
        try connection.webhookThrottles.store(throttles)
    }
}

extension Webhook {
    fileprivate func enveloping(_ body: String, _ kind: String, _ fact: PlacedFact) -> String {
        usesCloudEvents ? CloudEvent.text(body, kind: kind, about: fact) : body
    }
}
