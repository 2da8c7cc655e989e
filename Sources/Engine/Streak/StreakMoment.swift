public import CivilTime

/// Something that befell a streak because time went by.
public struct StreakMoment: Hashable, Sendable {
    /// What befell it.
    public enum Kind: Hashable, Sendable {
        /// A period ended, and a freeze was used for it.
        case freezeConsumed
        /// Time brought freezes.
        case freezeEarned(Int)
        /// A period ended, nothing covered it, and the run was of this length.
        case broken(length: Int)
    }

    /// When.
    public let at: Instant
    /// What.
    public let kind: Kind
    /// How many freezes the user held then.
    public let freezes: Int
}
