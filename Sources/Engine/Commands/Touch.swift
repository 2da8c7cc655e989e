/// What a command is about to do to a user.
public struct Touch: Sendable {
    /// The user.
    public let user: UserKey
    /// What is done.
    public let kind: UserTouch

    /// Something done to a user.
    public init(user: UserKey, _ kind: UserTouch) {
        self.user = user
        self.kind = kind
    }
}

/// A way in which a command may touch what is known of a user.
public enum UserTouch: Sendable {
    /// An event is taken in: which one of the command, from zero.
    case event(EventDraft, index: Int)
    /// An event is taken back.
    case deletion(EventID)
    /// Something is told of the user.
    case change(UserChange)
    /// The user is shown whole.
    case showing
    /// A call completes an achievement, by key.
    case completion(String)
    /// Some achievements are judged by what the user has done.
    case judging([AchievementID])
    /// Points are given, taken or shown.
    case points
    /// Streaks are judged.
    case streaks(TouchedStreaks)
}

/// The streaks that a command may touch.
public enum TouchedStreaks: Sendable {
    case all
    case primary
    case one(StreakDefinitionID)
}
