public import CivilTime
public import Engine

/// Something that a webhook is told, or was.
public struct WebhookDelivery: Hashable, Sendable {
    /// How it stands.
    public enum Status: String, Sendable, CaseIterable {
        /// It waits, for the first time or again.
        case pending
        /// It arrived.
        case delivered
        /// It was tried as often as it may be; it can be replayed.
        case failed
    }

    /// Its number, which grows in the order of facts.
    public let number: Int64
    /// The webhook's number.
    public let webhook: Int64
    /// What it is about.
    public let subject: DeliverySubject
    /// What it is called in the webhook's dialect.
    public let kind: String
    /// How it stands.
    public var status: Status
    /// Whether somebody has asked for it again, so that it is sent whatever the webhook's status.
    public var isReplay: Bool
    /// How often somebody has.
    public let replayCount: Int
    /// When it is sent next: at 0 as soon as it can be, in its turn; nothing when it is not.
    public var dueAt: Instant?
    /// How often it was tried since it was made, or replayed.
    public var tries: Int
    /// What is sent.
    public var body: String
    /// Every attempt, as a document.
    public var attempts: String?

    /// A delivery with all its parts.
    public init(
        number: Int64,
        webhook: Int64,
        subject: DeliverySubject,
        kind: String,
        status: Status = .pending,
        isReplay: Bool = false,
        replayCount: Int = 0,
        dueAt: Instant?,
        tries: Int = 0,
        body: String,
        attempts: String? = nil
    ) {
        self.number = number
        self.webhook = webhook
        self.subject = subject
        self.kind = kind
        self.status = status
        self.isReplay = isReplay
        self.replayCount = replayCount
        self.dueAt = dueAt
        self.tries = tries
        self.body = body
        self.attempts = attempts
    }

    /// Due as soon as it can be, in its turn.
    public static let atOnce = Instant(microseconds: 0)

    /// When it was made.
    public var madeAt: Instant { Self.moment(of: number) }

    /// When the delivery with a number was made.
    public static func moment(of number: Int64) -> Instant {
        Instant(microseconds: (number >> Int64(EventID.countBitWidth)) * 1_000)
    }

    /// The first number that a delivery may have which is made at a moment.
    public static func firstNumber(at moment: Instant) -> Int64 {
        max(0, moment.milliseconds) << Int64(EventID.countBitWidth)
    }

    /// By what receivers tell whether they have had it: the same however often it is sent.
    public var id: String { subject.deliveryID(to: webhook) }
}

/// What a delivery is about: a fact, or nothing but itself.
public struct DeliverySubject: Hashable, Sendable {
    /// The fact's number.
    public let number: Int64
    /// The user's key.
    public let about: UserKey

    /// A fact.
    public init(_ fact: StoredFact) {
        number = fact.number
        about = fact.user
    }

    /// A trial, which is about nothing and has a number that no other has.
    public init(trial number: Int64) {
        self.number = number
        about = Self.nothing
    }

    init(number: Int64, about: UserKey) {
        self.number = number
        self.about = about
    }

    /// No user has this key but by chance, and then still another number.
    private static let nothing = UserKey(1)

    /// The public id of the fact; nothing for a trial.
    public var factID: String? { about == Self.nothing ? nil : text }

    /// Whether it is about a user.
    public var isAboutUser: Bool { about != .nobody && about != Self.nothing }

    private var text: String { EventID(number: number, user: about).description }

    /// The id of the delivery to a webhook.
    public func deliveryID(to webhook: Int64) -> String {
        "msg_\(text.filter { $0 != "-" })_\(String(webhook, radix: 36))"
    }

    /// What the id of a delivery to a webhook says; nothing where it is none.
    public init?(deliveryID: String, to webhook: Int64) {
        let digits = deliveryID.dropFirst("msg_".count).prefix(32)
        guard digits.count == 32 else { return nil }
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(digit)
        }
        guard let id = EventID(text) else { return nil }
        self.init(number: id.number, about: id.user)
        guard self.deliveryID(to: webhook) == deliveryID else { return nil }
    }
}
