public import CivilTime
public import Engine

/// A line of a file of histories: who a user is, something the user did, or something that was put
/// on the user's streaks.
public enum HistoryLine: Sendable {
    case user(UserLine)
    case event(EventLine)
    case mark(MarkLine)

    /// Whose line it is.
    public var userID: String {
        switch self {
        case .user(let line): line.userID
        case .event(let line): line.userID
        case .mark(let line): line.userID
        }
    }
}

/// Who a user is.
public struct UserLine: Sendable {
    /// The caller's own id of the user.
    public let userID: String
    /// What is known of the user.
    public let change: UserChange
    /// When the user was first seen.
    public let createdAt: Instant?
}

/// Something that a user did.
public struct EventLine: Hashable, Sendable {
    /// The caller's own id of the user.
    public let userID: String
    /// What it is of.
    public let source: Source
    /// When it happened.
    public let time: Time
    /// What it adds.
    public let amount: Amount
    /// Under which key it may happen once.
    public let key: String?
    /// Whether the key is one for all of the user's events, rather than for those of the metric.
    public let sharesKey: Bool
    /// What it carries.
    public let attributes: [String: String]

    /// What an event is of.
    public enum Source: Hashable, Sendable {
        /// A metric, by key.
        case metric(String)
        /// A streak, by key, of which it is a tick.
        case streak(String)
    }

    /// When something happened.
    public enum Time: Hashable, Sendable {
        /// At a moment.
        case at(Instant)
        /// On a day of its user, of which the hour is not known.
        case on(CivilDate)
    }

    /// An event from its parts.
    public init(
        userID: String,
        source: Source,
        time: Time,
        amount: Amount,
        key: String?,
        sharesKey: Bool = false,
        attributes: [String: String]
    ) {
        self.userID = userID
        self.source = source
        self.time = time
        self.amount = amount
        self.key = key
        self.sharesKey = sharesKey
        self.attributes = attributes
    }
}

/// Something that was put on a user's streaks, where the user lived, or what the user had reached.
public struct MarkLine: Sendable {
    /// The caller's own id of the user.
    public let userID: String
    /// What it is.
    public let kind: Kind

    /// What a line tells.
    public enum Kind: Sendable {
        case mark(UserHistory.Mark)
        /// A zone; without a moment, the first.
        case zone(String, from: Instant?)
        case completion(Completion)
    }
}
