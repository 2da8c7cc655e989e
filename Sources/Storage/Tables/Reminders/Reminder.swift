public import CivilTime
public import Engine

/// A reminder that was decided to be sent on one way, and what came of it.
///
/// There is one for each user, kind, period and way, made before anything leaves: whoever makes it
/// again finds it, and sends nothing.
public struct Reminder: Hashable, Sendable {
    /// How it stands.
    public enum Status: String, Sendable, CaseIterable {
        /// It waits to be sent.
        case pending
        /// It is on its way to a server; after a crash nobody knows whether it has arrived.
        case sending
        /// A server has taken it.
        case sent
        /// It was told as due, and there is nothing to send it with.
        case told
        /// No server took it.
        case failed
        /// Something spoke against it after it was decided.
        case dropped
        /// The server may have taken it, and did not say so; it is not sent again.
        case unknown

        /// Those that have come to users, as far as is known.
        public static let counted: [Status] = [.pending, .sending, .sent, .told, .unknown]
    }

    /// What it is, for whom, and on which way.
    public struct Key: Hashable, Sendable {
        /// The user.
        public let user: UserKey
        /// What it is about.
        public let kind: ReminderKind
        /// Which occasion it is.
        public let period: String
        /// On which way it comes.
        public let channel: UserPreferences.Channel

        /// What it is, for whom, and on which way.
        public init(
            user: UserKey,
            kind: ReminderKind,
            period: String,
            channel: UserPreferences.Channel
        ) {
            self.user = user
            self.kind = kind
            self.period = period
            self.channel = channel
        }
    }

    /// The number, which begins with the millisecond in which it was decided.
    public let number: Int64
    /// The workspace.
    public let workspace: WorkspaceID
    /// What it is, for whom, and on which way.
    public let key: Key
    /// The number of the streak or the achievement; 0 where it is about neither.
    public let subject: Int64
    /// The length of the streak, or which of several messages it is.
    public let count: Int
    /// When the occasion began.
    public let occurredAt: Instant
    /// From when on it is of no use.
    public let closesAt: Instant
    /// The user's civil day on which it was decided.
    public let on: CivilDate
    /// How it stands.
    public var status = Status.pending
    /// When it is tried next; nothing when it is not tried any more.
    public var attemptAt: Instant?
    /// How often it was tried.
    public var tries = 0
    /// Why it was dropped.
    public var reason: ReminderReason?
    /// What a server said.
    public var detail: String?
    /// When it was decided.
    public let decidedAt: Instant
    /// When its status last changed.
    public var updatedAt: Instant

    /// A reminder that waits to be sent.
    public init(
        number: Int64,
        workspace: WorkspaceID,
        key: Key,
        subject: Int64,
        count: Int,
        occurredAt: Instant,
        closesAt: Instant,
        on: CivilDate,
        decidedAt: Instant
    ) {
        self.number = number
        self.workspace = workspace
        self.key = key
        self.subject = subject
        self.count = count
        self.occurredAt = occurredAt
        self.closesAt = closesAt
        self.on = on
        self.decidedAt = decidedAt
        updatedAt = decidedAt
    }

    /// The moment that says that it was never tried.
    public static let atOnce = Instant.epoch

    /// The first number of a millisecond.
    public static func firstNumber(at moment: Instant) -> Int64 {
        max(0, moment.milliseconds) << 12
    }
}
