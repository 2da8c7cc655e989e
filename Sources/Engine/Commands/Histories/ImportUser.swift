public import CivilTime

/// Takes a user's history in, which another system has kept until now.
///
/// What is stored already is found again and left as it is, so that doing it twice changes nothing.
/// Streaks are judged once for all of it. What follows is told as one fact, unless somebody wants
/// each.
public struct ImportUser: UserCommand {
    /// What it comes to.
    public typealias Outcome = ImportedUser

    /// The user.
    public var user: UserKey
    /// The history.
    public let history: UserHistory
    /// Whether everything that follows is told, as if it happened now.
    public let tellsEach: Bool

    /// A history to be taken in.
    public init(user: UserKey, history: UserHistory, tellsEach: Bool = false) {
        self.user = user
        self.history = history
        self.tellsEach = tellsEach
    }

    /// The caller's own id of the user.
    public var callersID: String? { history.userID }

    /// One for each event and each mark.
    public var eventCount: Int { max(1, history.events.count + history.marks.count) }

    /// The user, the events and the streaks.
    public var userTouches: [UserTouch] {
        history.events.enumerated().map { .event($1, index: $0) } + [.streaks(.all), .points]
    }

    /// Takes it in; a refusal leaves nothing of it.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) -> ImportedUser {
        try fold.importHistory(self, number: number, in: &snapshot)
    }
}

/// What taking a history in came to.
public struct ImportedUser: Hashable, Sendable {
    /// Whether the user was not known before.
    public var isNew: Bool
    /// How many events were stored.
    public var eventCount = 0
    /// How many events were stored already.
    public var repeatedCount = 0
    /// How many marks were put on streaks.
    public var markCount = 0
    /// How many achievements were given with their dates.
    public var completionCount = 0
    /// The time of the events that were stored.
    public var instants: ClosedRange<Instant>?
    /// Whether the streaks have to be counted from everything that is stored, with `RecountUser`.
    public var needsRecount = false

    /// What came to nothing yet.
    public init(isNew: Bool) { self.isNew = isNew }
}

/// Counts a user's streaks anew from everything that is stored.
///
/// After a history with resets and restores, whose effect depends on what else happened.
public struct RecountUser: UserCommand {
    /// Nothing.
    public typealias Outcome = Void

    /// The user.
    public var user: UserKey
    /// The caller's own id of the user.
    public let userID: String
    /// Whether everything that follows is told, as if it happened now.
    public let tellsEach: Bool

    /// A user whose streaks are to be counted.
    public init(user: UserKey, userID: String, tellsEach: Bool = false) {
        self.user = user
        self.userID = userID
        self.tellsEach = tellsEach
    }

    /// The caller's own id of the user.
    public var callersID: String? { userID }

    /// Every streak.
    public var userTouches: [UserTouch] { [.streaks(.all)] }

    /// Counts them.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) {
        try fold.recountStreaks(tellingEach: tellsEach, in: &snapshot)
    }
}
