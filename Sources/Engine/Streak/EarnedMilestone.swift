public import CivilTime

/// A length that a user's streak has reached, once and for all: whatever becomes of the streak, it
/// stays.
public struct EarnedMilestone: Hashable, Sendable {
    /// The streak.
    public let definition: StreakDefinitionID
    /// The length.
    public let threshold: Int
    /// The newest period then, which tells the runs of a repeatable milestone apart.
    public let opens: Int64
    /// What the caller gives for it.
    public let rewardItemID: String?
    /// When.
    public let earnedAt: Instant

    /// A length reached.
    public init(
        definition: StreakDefinitionID,
        threshold: Int,
        opens: Int64,
        rewardItemID: String?,
        earnedAt: Instant
    ) {
        self.definition = definition
        self.threshold = threshold
        self.opens = opens
        self.rewardItemID = rewardItemID
        self.earnedAt = earnedAt
    }
}
