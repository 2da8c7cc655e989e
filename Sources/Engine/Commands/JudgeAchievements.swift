/// Completes, without telling anybody, what a user has what it takes for: some achievements, and
/// every anniversary.
public struct JudgeAchievements: UserCommand {
    /// What it comes to.
    public typealias Outcome = [CompletedAchievement]

    /// The achievements that are asked for.
    public let achievements: [AchievementID]
    /// The user.
    public var user: UserKey

    /// Some achievements of a user, to be judged; without any, anniversaries alone.
    public init(_ achievements: [AchievementID], of user: UserKey) {
        self.achievements = achievements
        self.user = user
    }

    /// Nothing: the user is named by key.
    public var callersID: String? { nil }

    /// The achievements.
    public var userTouches: [UserTouch] { [.judging(achievements)] }

    /// Completes them, and tells them as backdated.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) -> [CompletedAchievement] {
        try fold.judge(achievements, in: &snapshot)
    }
}
