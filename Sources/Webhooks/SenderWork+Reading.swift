import Catalogue
import CivilTime
import Delivery
import ServiceRuntime
import Storage

/// What the sender's thread reads of what waits.
private struct WaitingDeliveries: Sendable {
    var webhooks: [Webhook] = []
    var deliveries: [Int64: [WebhookDelivery]] = [:]
    /// Numbers of webhooks that are no longer there.
    var orphans: Set<Int64> = []
}

extension SenderWork {
    /// Reads what is due, for those webhooks that have room for more; says whether more is there
    /// already.
    mutating func look() -> Bool {
        let now = tools.clock.now()
        let counts = receivers.mapValues { $0.isHungry ? $0.readCount : 0 }
        do throws(StorageError) {
            let found = try tools.database.read { (connection) throws(StorageError) in
                try Self.read(on: connection, counts, at: now)
            }
            orphans = found.orphans
            return take(found, at: now)
        } catch {
            tools.note(.databaseFailed(error))
            return false
        }
    }

    private mutating func take(_ found: WaitingDeliveries, at now: Instant) -> Bool {
        var isMoreThere = false
        for webhook in found.webhooks where unseal(webhook, at: now) {
            var receiver =
                receivers[webhook.number]
                ?? Receiver(webhook, hasAnswered: answered.remove(webhook.number) != nil)
            receiver.update(webhook)
            if let deliveries = found.deliveries[webhook.number] {
                // Those that were read for another status or order are read again.
                receiver.add(deliveries)
                if deliveries.count >= WebhookLimits.window { isMoreThere = true }
            }
            receivers[webhook.number] = receiver
        }
        let there = Set(found.webhooks.map(\.number))
        for (number, receiver) in receivers where !there.contains(number) || receiver.isIdle {
            guard receiver.isUnused || !there.contains(number) else { continue }
            receivers[number] = nil
            if receiver.isPrompt, there.contains(number) { answered.insert(number) }
        }
        return isMoreThere
    }

    /// Opens the secrets of a webhook; false when they cannot be read.
    private mutating func unseal(_ webhook: Webhook, at now: Instant) -> Bool {
        var sealed = [webhook.secret]
        if let previous = webhook.previousSecret, previous.until > now {
            sealed.append(previous.sealed)
        }
        for text in sealed where openedSecrets[text] == nil {
            do throws(ServiceError) {
                openedSecrets[text] = try tools.catalogue.secrets.open(text)
            } catch {
                tools.note(
                    .secretUnreadable(webhook: webhook.publicID, reason: error.message)
                )
                return false
            }
        }
        return true
    }

    private static func read(
        on connection: any Connection,
        _ counts: [Int64: Int],
        at now: Instant
    ) throws(StorageError) -> WaitingDeliveries {
        let table = connection.deliveries
        let waiting = try table.waiting()
        let due = waiting.filter { $0.isDue(at: now) }
        var found = WaitingDeliveries()
        found.webhooks = try connection.webhooks.find(
            Set(waiting.map(\.number)).union(counts.keys)
        )
        found.orphans = Set(waiting.map(\.number)).subtracting(found.webhooks.map(\.number))
        let webhooks = Dictionary(found.webhooks.map { ($0.number, $0) }) { first, _ in first }
        for waiting in due {
            let count = counts[waiting.number] ?? WebhookLimits.window
            guard count > 0, let webhook = webhooks[waiting.number] else { continue }
            found.deliveries[waiting.number] = try table.next(
                to: webhook,
                waiting,
                at: now,
                limit: count
            )
        }
        return found
    }
}

extension DeliveryTable {
    /// What is to be sent to a webhook next: first what somebody asked for, then what failed before,
    /// then what was never tried.
    fileprivate func next(
        to webhook: Webhook,
        _ waiting: WaitingWebhook,
        at now: Instant,
        limit: Int
    ) throws(StorageError) -> [WebhookDelivery] {
        var found: [WebhookDelivery] = []
        if let dueAt = waiting.replayDueAt, dueAt <= now {
            found += try untried(to: webhook.number, isReplay: true, limit: limit)
            found += try due(to: webhook.number, isReplay: true, at: now, limit: limit)
        }
        guard webhook.status == .active, found.count < limit, let dueAt = waiting.dueAt,
            dueAt <= now
        else { return found }
        let rest = limit - found.count
        found += try due(to: webhook.number, isReplay: false, at: now, limit: max(1, rest / 4))
        found += try untried(to: webhook.number, isReplay: false, limit: rest)
        return found
    }
}

extension WaitingWebhook {
    fileprivate func isDue(at now: Instant) -> Bool {
        (dueAt.map { $0 <= now } ?? false) || (replayDueAt.map { $0 <= now } ?? false)
    }
}
