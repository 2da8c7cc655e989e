/// Completes an achievement that waits for a call; a second call is told of the first.
public struct CompleteAchievement: UserCommand {
    /// What it comes to.
    public typealias Outcome = AwardedAchievement

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
    /// The caller's own id of the user.
    public var callersID: String? { userID }

    /// The change of the user, and the completion.
    public var userTouches: [UserTouch] { [.change(userChange), .completion(achievementKey)] }

    /// Completes it, unless it was completed before.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) -> AwardedAchievement {
        let completed = try fold.complete(self, in: &snapshot)
        try fold.givePoints(PointsContext(number: number), in: &snapshot)
        return AwardedAchievement(
            completed: completed,
            id: CompletionID(achievement: completed.achievement.id, user: user),
            points: try fold.pointsOutcomes(madeBy: number, in: snapshot)
        )
    }
}

/// What a call for an achievement came to.
public struct AwardedAchievement: Hashable, Sendable {
    /// The achievement, with its first completion.
    public let completed: CompletedAchievement
    /// The name of that completion.
    public let id: CompletionID
    /// What the call came to for the user's points, by system, oldest first.
    public let points: [PointsOutcome]
}
