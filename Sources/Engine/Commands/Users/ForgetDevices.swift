/// Forgets devices of a user that their makers no longer know.
public struct ForgetDevices: UserCommand {
    /// What it comes to: how many were forgotten.
    public typealias Outcome = Int

    /// The user.
    public var user: UserKey
    /// The caller's own id of the user.
    public var userID: String
    /// The tokens of the devices.
    public var tokens: Set<String>

    /// Devices that are gone.
    public init(user: UserKey, userID: String, tokens: Set<String>) {
        self.user = user
        self.userID = userID
        self.tokens = tokens
    }

    /// The caller's own id of the user.
    public var callersID: String? { userID }

    /// A change of the user.
    public var userTouches: [UserTouch] { [.change(UserChange())] }

    /// Forgets those that are still there; what was added meanwhile stays.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) -> Int {
        guard let known = snapshot.user?.deviceTokens else { return 0 }
        let left = known.filter { !tokens.contains($0) }
        guard left.count < known.count else { return 0 }
        var change = UserChange()
        change.deviceTokens = .set(left)
        try fold.change(userID: userID, by: change, in: &snapshot)
        return known.count - left.count
    }
}
