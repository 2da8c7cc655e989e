public import CivilTime

/// Something that befell a streak because time went by.
public struct StreakMoment: Hashable, Sendable {
    /// What befell it.
    public enum Kind: Hashable, Sendable {
        /// A period ended, and a freeze was used for it.
        case freezeConsumed
        /// Time brought freezes.
        case freezeEarned(Int)
        /// A period ended, and nothing covered it.
        case broken
        /// A period began that an event a few minutes ahead had satisfied; the length before it.
        case extended(from: Int)
    }

    /// When.
    public let at: Instant
    /// What.
    public let kind: Kind
    /// The length then; of a run that broke, its length.
    public let length: Int
    /// How many freezes the user held then.
    public let freezes: Int
}
