/// Tells something about a user, who may be new.
public struct IdentifyUser: UserCommand {
    /// What it comes to.
    public typealias Outcome = IdentifiedUser

    /// The user.
    public var user: UserKey
    /// The caller's own id of the user.
    public var userID: String
    /// What is told.
    public var change: UserChange
    /// Whether a user never seen before is created, or refused as unknown.
    public var createsUser: Bool

    /// Something told about a user.
    public init(user: UserKey, userID: String, change: UserChange, createsUser: Bool) {
        self.user = user
        self.userID = userID
        self.change = change
        self.createsUser = createsUser
    }

    /// The caller's own id of the user.
    public var callersID: String? { userID }

    /// The change, after which the user is shown.
    public var userTouches: [UserTouch] { [.change(change), .showing] }

    /// Changes what is known of the user, or creates the user where that is allowed.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) -> IdentifiedUser {
        let isNew = snapshot.user == nil
        guard !isNew || createsUser else { throw .refused(Refusal(.unknownUser(userID))) }
        let user = try fold.followingMove(by: change, in: &snapshot) {
            snapshot throws(Interruption) in
            try fold.change(userID: userID, by: change, in: &snapshot)
        }
        return IdentifiedUser(user: user, attributes: try snapshot.attributes(), isNew: isNew)
    }
}

/// A user after something was told.
public struct IdentifiedUser: Hashable, Sendable {
    /// The user.
    public let user: User
    /// The attributes by number.
    public let attributes: [AttributeID: String]
    /// Whether the user was not known before.
    public let isNew: Bool
}
