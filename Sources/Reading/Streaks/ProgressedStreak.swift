public import Engine

/// A user's streak as of now, with all that happened in its current period.
public struct ProgressedStreak: Sendable {
    /// The user's own key.
    public let user: UserKey
    /// What it is a streak of.
    public let definition: StreakDefinition
    /// How it stands.
    public let state: StreakState
    /// The lengths that the user has reached, each with when.
    public let milestones: [EarnedMilestone]
}
