/// Gives a user points of a system, or takes some: what takes more than the user has is refused.
public struct ChangePoints: UserCommand {
    /// What it comes to.
    public typealias Outcome = ChangedPoints

    /// The user.
    public var user: UserKey
    /// The caller's own id of the user.
    public var userID: String
    /// What the call tells about the user.
    public var userChange: UserChange
    /// Whether a user never seen before is created, or refused as unknown.
    public var createsUser: Bool
    /// The system.
    public var system: PointsSystemID
    /// How much is given; below zero, taken.
    public var amount: Int64
    /// Why, in words.
    public var reason: String?
    /// Under which key it may happen once.
    public var idempotencyKey: String?

    /// Points to be given or taken.
    public init(
        user: UserKey,
        userID: String,
        userChange: UserChange = UserChange(),
        createsUser: Bool = false,
        system: PointsSystemID,
        amount: Int64,
        reason: String? = nil,
        idempotencyKey: String? = nil
    ) {
        self.user = user
        self.userID = userID
        self.userChange = userChange
        self.createsUser = createsUser
        self.system = system
        self.amount = amount
        self.reason = reason
        self.idempotencyKey = idempotencyKey
    }

    /// The caller's own id of the user.
    public var callersID: String? { userID }

    /// What is told of the user, and the points.
    public var userTouches: [UserTouch] { [.change(userChange), .points] }

    /// Gives or takes them; a key that was used before changes nothing.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) -> ChangedPoints {
        try fold.changePoints(self, number: number, in: &snapshot)
    }
}

/// What giving or taking points came to.
public struct ChangedPoints: Hashable, Sendable {
    /// The row; on a replay, the first one.
    public let award: PointsAward
    /// The system.
    public let system: PointsSystem
    /// The total now.
    public let total: Int64
    /// The level that the user is on now, where it has changed.
    public let level: PointsLevelStep?
    /// Whether the idempotency key had been used, so that nothing happened.
    public let isReplay: Bool
}

/// Gives a user what time has brought of points by now.
public struct SettlePoints: UserCommand {
    /// What it comes to.
    public typealias Outcome = Void

    /// The user.
    public var user: UserKey

    /// What time has brought a user.
    public init(of user: UserKey) { self.user = user }

    /// Nothing: the user is named by key.
    public var callersID: String? { nil }

    /// The points.
    public var userTouches: [UserTouch] { [.points] }

    /// Gives it, each thing at its own moment.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) {
        try fold.settlePoints(in: &snapshot)
    }
}
