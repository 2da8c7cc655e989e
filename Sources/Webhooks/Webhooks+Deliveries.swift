import Catalogue
import CivilTime
import Engine
import JSONText
import ServiceRuntime
public import Storage

/// What is to be sent once more.
public enum ReplayedDeliveries: Sendable {
    /// Deliveries by their ids.
    case named([String])
    /// Those that pass a filter.
    case matching(DeliveryFilter)
}

extension Webhooks {
    /// Deliveries to a webhook that pass a filter, newest first, before one that was seen.
    public func deliveries(
        to webhook: Webhook,
        that filter: DeliveryFilter,
        before seen: Int64?,
        limit: Int
    ) async throws -> [WebhookDelivery] {
        try await database.readSlowly { (connection) throws(StorageError) in
            try connection.deliveries.page(
                to: webhook.number,
                that: filter,
                before: seen,
                limit: limit
            )
        }
    }

    /// Has deliveries sent once more, under their ids, whatever the webhook's status; says how many.
    public func replay(
        _ replayed: ReplayedDeliveries,
        to webhook: Webhook
    ) async throws -> Int {
        let (author, now) = (Author.current, clock.now())
        let count = try await database.write { (connection) throws(StorageError) in
            try connection.allow(.round)
            // Changes wait for each other, so that the number of the record is free.
            try connection.installation.touchConfiguration()
            let count = try connection.deliveries.replay(replayed, to: webhook)
            guard count > 0 else { return count }
            try connection.audit.insert([
                AuditEntry(
                    workspace: webhook.workspace,
                    at: now,
                    author: author,
                    kind: .webhook,
                    item: webhook.publicID,
                    action: .replayed,
                    before: nil,
                    after: ConfigurationChange.document { object in
                        object.field("deliveries", count)
                    }
                )
            ])
            return count
        }
        ring()
        return count
    }

    /// Sends a webhook something that is about nothing, whatever its status.
    public func test(_ webhook: Webhook) async throws -> WebhookDelivery {
        guard let voice = voice(webhook.dialect) else {
            throw ServiceError(.invalid, "This server does not speak the webhook's dialect.")
        }
        let workspace = try await catalogue.view(of: webhook.workspace).workspace
        let tenant = workspace.customerID ?? workspace.publicID
        let now = clock.now()
        let delivery = try await database.write { (connection) throws(StorageError) in
            // Whoever makes deliveries of facts waits, so that the number is free.
            try connection.followers.hold(FanOut.followerName)
            let number = try connection.deliveries.nextNumber(at: now)
            let subject = DeliverySubject(trial: number)
            let trial = WebhookTrial(
                id: subject.deliveryID(to: webhook.number),
                at: now.iso8601,
                tenant: tenant,
                webhook: webhook.publicID
            )
            let delivery = WebhookDelivery(
                number: number,
                webhook: webhook.number,
                subject: subject,
                kind: WebhookVoice.trialKind,
                isReplay: true,
                dueAt: WebhookDelivery.atOnce,
                body: voice.trial(trial)
            )
            try connection.deliveries.insert([delivery])
            return delivery
        }
        ring()
        return delivery
    }
}

extension DeliveryTable {
    fileprivate func replay(
        _ replayed: ReplayedDeliveries,
        to webhook: Webhook
    ) throws(StorageError) -> Int {
        switch replayed {
        case .matching(let filter): return try replay(filter, to: webhook.number)
        case .named(let ids):
            let subjects = ids.compactMap { DeliverySubject(deliveryID: $0, to: webhook.number) }
            return try replay(subjects, to: webhook.number)
        }
    }
}
