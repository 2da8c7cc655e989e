public import Engine

/// What is to be put on a user's streak.
public struct StreakMarkDraft: Sendable {
    /// The caller's own id of the user.
    public let userID: String
    /// What is to be put there.
    public let kind: MarkStreak.Kind

    /// Something for a user's streak.
    public init(userID: String, kind: MarkStreak.Kind) {
        self.userID = userID
        self.kind = kind
    }
}
