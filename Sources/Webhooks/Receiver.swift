import CivilTime
import Curl
import Engine
import Storage

/// What the sender knows of one webhook: what waits, what is under way, and how it has done.
///
/// A state and pure steps of it; nothing is sent or stored here.
struct Receiver {
    /// The webhook as it was read last.
    private(set) var webhook: Webhook
    /// What waits, in the order in which it is sent.
    private var queue: ArraySlice<WebhookDelivery> = []
    /// What is under way, and what is not stored yet.
    private var known: Set<Int64> = []
    private(set) var underWayCount = 0
    /// What is known of how soon it answers.
    private var pace = ReceiverPace.unproven
    /// Whether it has answered since this process sends.
    private var hasAnswered: Bool
    /// Since when nothing has come back, while something is under way.
    private var waitingSince: Instant?
    /// Users about whom something is under way: what follows about them waits, so that it arrives
    /// later too.
    private var users: Set<UserKey> = []
    /// How many may be under way.
    private(set) var allowance = WebhookLimits.firstAllowance
    /// When fewer were allowed because one was not answered.
    private var cutAt = Instant.distantPast
    /// Whether something is to be stored of the webhook itself.
    private(set) var isChanged = false

    /// A webhook of which nothing is known yet, but for whether it has answered before.
    init(_ webhook: Webhook, hasAnswered: Bool = false) {
        self.webhook = webhook
        self.hasAnswered = hasAnswered
        pace = hasAnswered ? .prompt : Self.firstPace(of: webhook)
    }

    /// Those that were failing when this process began are not waited for by any other.
    private static func firstPace(of webhook: Webhook) -> ReceiverPace {
        webhook.failingSince == nil ? .unproven : .slow
    }

    /// How soon it answers, as far as is known now.
    func pace(at now: Instant) -> ReceiverPace {
        guard let waitingSince, now - waitingSince > WebhookLimits.promptness else { return pace }
        return .slow
    }

    /// Whether more is wanted to be read.
    ///
    /// Of one that is ordered, what failed has to be stored before the next is read, or what follows
    /// would come before it.
    var isHungry: Bool {
        webhook.isOrdered ? queue.isEmpty && known.isEmpty : queue.count < limit
    }

    /// How many deliveries to read, so that enough are left without those that are known.
    var readCount: Int { WebhookLimits.window + known.count }

    /// Whether nothing waits and nothing is under way.
    var isIdle: Bool { queue.isEmpty && known.isEmpty && !isChanged }

    /// Whether nothing is lost when it is forgotten.
    var isUnused: Bool {
        isIdle && pace != .slow && allowance >= WebhookLimits.firstAllowance
    }

    /// Whether it answered, and soon, the last time.
    var isPrompt: Bool { pace == .prompt }

    private var limit: Int { webhook.isOrdered || !hasAnswered ? 1 : allowance }

    /// What people have changed, as it was read now.
    ///
    /// How the webhook does is known better here, unless somebody has said that it begins anew.
    mutating func update(_ read: Webhook) {
        var own = read
        if read.status == webhook.status {
            (own.failingSince, own.retryAt) = (webhook.failingSince, webhook.retryAt)
        } else {
            isChanged = false
        }
        guard own != webhook else { return }
        let isAnother = own.isOrdered != webhook.isOrdered || own.status != webhook.status
        if own.url != webhook.url || own.status != webhook.status {
            (hasAnswered, pace) = (false, Self.firstPace(of: own))
        }
        webhook = own
        // What waits is read again in the order that holds now.
        if isAnother { queue = [] }
    }

    /// Adds what was read, but for what is known.
    mutating func add(_ deliveries: [WebhookDelivery]) {
        let waiting = Set(queue.map(\.number))
        queue += deliveries.filter { !known.contains($0.number) && !waiting.contains($0.number) }
    }

    /// The next delivery to send, if one may be sent now.
    mutating func next(at now: Instant) -> WebhookDelivery? {
        guard underWayCount < limit, !queue.isEmpty else { return nil }
        if webhook.isOrdered, let first = queue.first, !first.isReplay,
            let retryAt = webhook.retryAt, retryAt > now
        {
            return nil
        }
        let near = queue.prefix(WebhookLimits.lookahead)
        guard let index = near.firstIndex(where: { !users.contains($0.subject.about) }) else {
            return nil
        }
        let delivery = queue.remove(at: index)
        known.insert(delivery.number)
        underWayCount += 1
        waitingSince = waitingSince ?? now
        if delivery.subject.isAboutUser { users.insert(delivery.subject.about) }
        return delivery
    }

    /// What an attempt comes to: the delivery as it is to be stored.
    mutating func settle(
        _ delivery: WebhookDelivery,
        _ result: OutgoingResult,
        _ plan: RetryPlan,
        at now: Instant,
        spread: Double
    ) -> WebhookDelivery {
        underWayCount -= 1
        waitingSince = underWayCount > 0 ? now : nil
        users.remove(delivery.subject.about)
        var delivery = delivery
        delivery.tries += 1
        delivery.attempts = AttemptText.adding(result, at: now, to: delivery.attempts)
        learn(from: result, at: now)
        if result.isSuccess {
            (delivery.status, delivery.dueAt, delivery.isReplay) = (.delivered, nil, false)
            note(failingSince: nil, retryAt: nil)
            return delivery
        }
        let pause = plan.pause(
            after: delivery.tries,
            retryAfter: result.retryAfter,
            at: now,
            spread: spread
        )
        let failingSince = webhook.failingSince ?? now
        guard let pause, !result.isGone else {
            (delivery.status, delivery.dueAt, delivery.isReplay) = (.failed, nil, false)
            note(failingSince: failingSince, retryAt: nil)
            return delivery
        }
        if webhook.isOrdered, !delivery.isReplay {
            // It stays the first, and everything waits with it.
            delivery.dueAt = WebhookDelivery.atOnce
            queue = []
            note(failingSince: failingSince, retryAt: now + pause)
        } else {
            delivery.dueAt = now + pause
            note(failingSince: failingSince, retryAt: webhook.retryAt)
        }
        return delivery
    }

    /// Whoever answers gets more at a time, and whoever lets requests hang far fewer.
    ///
    /// Those that were under way already when fewer were allowed say nothing new: where one in a hundred
    /// hangs, they come to their end together, and would leave next to nothing.
    private mutating func learn(from result: OutgoingResult, at now: Instant) {
        hasAnswered = hasAnswered || result.status != nil
        let isLate = result.status == nil || result.duration > WebhookLimits.promptness
        pace = isLate ? .slow : .prompt
        if result.isSuccess {
            allowance = min(allowance + 1, WebhookLimits.maximumAllowance)
        } else if result.status == nil {
            guard now - result.duration >= cutAt else { return }
            cutAt = now
            allowance = max(1, allowance / 2)
        } else {
            allowance = max(1, allowance - 2)
        }
    }

    private mutating func note(failingSince: Instant?, retryAt: Instant?) {
        guard failingSince != webhook.failingSince || retryAt != webhook.retryAt else { return }
        (webhook.failingSince, webhook.retryAt) = (failingSince, retryAt)
        isChanged = true
    }

    /// Some deliveries are stored.
    mutating func forget(_ numbers: some Sequence<Int64>) {
        known.subtract(numbers)
    }

    /// How the webhook does is stored.
    mutating func noteStored() { isChanged = false }

    /// Whether it has failed for so long that it is told nothing any longer.
    func hasFailed(for patience: Duration, at now: Instant) -> Bool {
        webhook.status != .disabled && webhook.failingSince.map { now - $0 >= patience } ?? false
    }
}

extension OutgoingResult {
    /// Whether the other side says that it is gone for good.
    var isGone: Bool { status == 410 }
}
