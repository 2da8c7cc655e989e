/// What a caller tells who completes an achievement.
public struct CompletionDraft: Sendable {
    /// The user.
    public var user: UserKey
    /// The caller's own id of the user.
    public var userID: String
    /// What the call tells about the user.
    public var userChange: UserChange
    /// The achievement's key.
    public var achievementKey: String

    /// A completion to be.
    public init(
        user: UserKey,
        userID: String,
        userChange: UserChange = UserChange(),
        achievementKey: String
    ) {
        self.user = user
        self.userID = userID
        self.userChange = userChange
        self.achievementKey = achievementKey
    }
}
