import CivilTime
import Engine
import Storage

/// Facts about things of which a webhook is told seldom, those about the same thing together.
struct RestrainedFacts {
    /// What is told together.
    struct Group {
        /// The newest fact, which says what all of them say.
        var fact: PlacedFact
        let kind: String
        let key: WebhookThrottle.Key
        let restraint: WebhookRestraint
        /// When it is told; at 0 at once.
        var dueAt = WebhookDelivery.atOnce
        /// The delivery that waits already, which is to say all of it.
        var waiting: Int64?
        /// When it counts as told.
        var toldAt: Instant
    }

    private let webhook: Webhook
    private var groups: [WebhookThrottle.Key: Group] = [:]
    /// A delivery that is due so soon may be under way already.
    private static let margin = Duration.seconds(10)

    init(_ webhook: Webhook) {
        self.webhook = webhook
    }

    var keys: [WebhookThrottle.Key] { Array(groups.keys) }

    /// Adds a fact, the next in the order.
    mutating func add(_ fact: PlacedFact, _ kind: String, _ restraint: WebhookRestraint) {
        let key = WebhookThrottle.Key(
            webhook: webhook.number,
            user: fact.stored.user,
            subject: restraint.subject
        )
        let earlier = groups[key]?.fact.stored.fact.payload
        groups[key] = Group(
            fact: earlier.map { fact.merging($0, restraint) } ?? fact,
            kind: kind,
            key: key,
            restraint: restraint,
            toldAt: .distantPast
        )
    }

    /// What is told, given what was told last.
    func merged(with throttles: [WebhookThrottle], at now: Instant) -> [Group] {
        let last = Dictionary(throttles.map { ($0.key, $0) }) { first, _ in first }
        return groups.values.map { group in
            var group = group
            group.toldAt = now
            guard let last = last[group.key] else { return group }
            if last.toldAt > now + Self.margin {
                group.fact = group.fact.merging(last.payload, group.restraint)
                group.waiting = last.delivery
                group.toldAt = last.toldAt
            } else if last.toldAt + group.restraint.period > now {
                group.toldAt = last.toldAt + group.restraint.period
                group.dueAt = group.toldAt
            }
            return group
        }
    }
}

extension PlacedFact {
    /// The fact, saying also what an earlier one said.
    fileprivate func merging(_ earlier: FactPayload, _ restraint: WebhookRestraint) -> PlacedFact {
        saying(restraint.merge(earlier, stored.fact.payload))
    }
}
