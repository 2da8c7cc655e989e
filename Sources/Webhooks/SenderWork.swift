import Catalogue
import CivilTime
import Curl
import Delivery
import Engine
import ServiceRuntime
import Storage

/// The work of the sender's thread, turn by turn: it hears outcomes, stores them, reads what is due,
/// and hands requests to the client.
struct SenderWork {
    let tools: Sender.Tools
    let inbox: SenderInbox
    let lease: FollowerLease
    var receivers: [Int64: Receiver] = [:]
    /// Webhooks that answered the last time, of which nothing else is to be known.
    var answered: Set<Int64> = []
    /// Outcomes that are not stored yet.
    var unstored: [WebhookDelivery] = []
    /// Webhooks whose servers say that they are gone.
    var gone: Set<Int64> = []
    /// Secrets by how they are sealed.
    var openedSecrets: [String: String] = [:]
    /// Webhooks for which something waits, and which are no longer there.
    var orphans: Set<Int64> = []
    private var storedAt = ContinuousClock.now
    private var lookedAt = ContinuousClock.now - WebhookLimits.lookInterval
    private var mustLook = true
    private var hasLostLease = false
    private var pace = SendingPace(from: ContinuousClock.now)
    /// Whether something waits that may not begin yet, beside many events.
    private var isHeldBack = false
    private let plan: RetryPlan

    init(_ tools: Sender.Tools, _ inbox: SenderInbox, _ lease: FollowerLease) {
        self.tools = tools
        self.inbox = inbox
        self.lease = lease
        plan = RetryPlan(pauses: tools.limits.pauses)
    }

    /// Works until it is stopped, or another process has the lease.
    mutating func run() {
        while !hasLostLease {
            let isBusy = !unstored.isEmpty || mustLook || isHeldBack
            let news = inbox.take(
                waiting: isBusy ? WebhookLimits.turnInterval : WebhookLimits.lookInterval
            )
            for outcome in news.outcomes { settle(outcome) }
            if news.hasRung { mustLook = true }
            if news.isStopped { break }
            let now = ContinuousClock.now
            if now - storedAt >= WebhookLimits.storingInterval {
                storedAt = now
                store()
            }
            let pause = mustLook ? WebhookLimits.turnInterval : WebhookLimits.lookInterval
            if now - lookedAt >= pause {
                lookedAt = now
                mustLook = look()
            }
            send()
        }
        store()
    }

    private mutating func settle(_ outcome: SenderInbox.Outcome) {
        let number = outcome.delivery.webhook
        guard var receiver = receivers.removeValue(forKey: number) else { return }
        let delivery = receiver.settle(
            outcome.delivery,
            outcome.result,
            plan,
            at: tools.clock.now(),
            spread: Double.random(in: 0...1)
        )
        if receiver.isHungry { mustLook = true }
        receivers[number] = receiver
        unstored.append(delivery)
        if outcome.result.isGone { gone.insert(number) }
    }

    /// Stores what came of attempts; what cannot be stored now is kept.
    private mutating func store() {
        let changed = receivers.values.filter(\.isChanged).map(\.webhook)
        guard !unstored.isEmpty || !changed.isEmpty || !orphans.isEmpty else { return }
        let (done, orphans, now) = (unstored, orphans, tools.clock.now())
        do throws(StorageError) {
            let isHolder = try tools.database.write { [lease] (connection) throws(StorageError) in
                guard try lease.confirm(on: connection, now: now) else { return false }
                try connection.deliveries.store(done)
                for webhook in changed {
                    try connection.webhooks.note(
                        webhook.number,
                        failingSince: webhook.failingSince,
                        retryAt: webhook.retryAt
                    )
                }
                for orphan in orphans {
                    try connection.deliveries.dropWaiting(
                        for: orphan,
                        limit: WebhookLimits.forgottenAtATime
                    )
                }
                return true
            }
            hasLostLease = !isHolder
            noteStored(done)
        } catch {
            tools.note(.databaseFailed(error))
        }
    }

    private mutating func noteStored(_ done: [WebhookDelivery]) {
        unstored = []
        orphans = []
        for (number, deliveries) in Dictionary(grouping: done, by: \.webhook) {
            receivers[number]?.forget(deliveries.map(\.number))
        }
        for number in receivers.keys { receivers[number]?.noteStored() }
        disableWhoeverIsGone()
    }

    private mutating func disableWhoeverIsGone() {
        let now = tools.clock.now()
        for receiver in receivers.values {
            let webhook = receiver.webhook
            let isGone = gone.contains(webhook.number)
            guard isGone || receiver.hasFailed(for: tools.limits.patience, at: now) else {
                continue
            }
            do throws(ServiceError) {
                try tools.catalogue.disableWebhook(webhook, because: isGone ? .gone : .failing)
                gone.remove(webhook.number)
                mustLook = true
                tools.note(
                    .disabled(webhook: webhook.publicID, reason: isGone ? "gone" : "failing")
                )
            } catch {
                tools.note(.failed(String(reflecting: error)))
            }
        }
    }

    /// Hands requests to the client, as many as may be under way.
    private mutating func send() {
        guard lease.isHeld, unstored.count < WebhookLimits.maximumUnstored else { return }
        let now = tools.clock.now()
        let steady = ContinuousClock.now
        let room = pace.room(at: tools.events.rate(at: steady), now: steady)
        var sending = SendingRoom(beside: receivers.values, at: now)
        // Each in its turn and in another order each time, so that where there is little room all get
        // some of it.
        let numbers = receivers.keys.shuffled()
        var (begun, hasMore) = (0, true)
        while hasMore, begun < room {
            hasMore = false
            for number in numbers where begun < room {
                guard let pace = receivers[number]?.pace(at: now), sending.has(pace),
                    let delivery = receivers[number]?.next(at: now),
                    let webhook = receivers[number]?.webhook
                else { continue }
                sending.take(1, pace)
                begin(delivery, to: webhook, at: now)
                begun += 1
                hasMore = true
            }
        }
        pace.take(begun)
        isHeldBack = begun >= room
    }

    private func begin(_ delivery: WebhookDelivery, to webhook: Webhook, at now: Instant) {
        let request = request(for: delivery, to: webhook, at: now)
        tools.client.send(request) { [inbox] result in
            inbox.add(SenderInbox.Outcome(delivery: delivery, result: result))
        }
    }

    private func request(
        for delivery: WebhookDelivery,
        to webhook: Webhook,
        at now: Instant
    ) -> OutgoingRequest {
        var sealed = [webhook.secret]
        if let previous = webhook.previousSecret, previous.until > now {
            sealed.append(previous.sealed)
        }
        let secrets = sealed.compactMap { openedSecrets[$0] }
        let body = Array(delivery.body.utf8)
        let isEvent = webhook.usesCloudEvents && delivery.kind != WebhookVoice.trialKind
        var headers = [
            ("Content-Type", isEvent ? CloudEvent.mediaType : "application/json"),
            ("User-Agent", tools.userAgent),
        ]
        headers += WebhookSignature.headers(
            id: delivery.id,
            seconds: now.milliseconds / 1_000,
            body: body,
            secrets: secrets
        )
        if let voice = tools.voices[webhook.dialect], let secret = secrets.first {
            let message = WebhookMessage(
                id: delivery.id,
                kind: delivery.kind,
                body: body,
                secret: secret
            )
            headers += voice.headers(message)
        }
        return OutgoingRequest("POST", webhook.url, headers: headers, body: body)
    }
}
