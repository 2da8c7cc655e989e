public import CivilTime

/// Something that is put on a user's streak from outside.
public struct StreakAdjustment: Sendable {
    /// What is put there.
    public enum Kind: Hashable, Sendable {
        /// Freezes, from the user's today on.
        case grant(count: Int)
        /// Dates on which no streak of the user can break.
        case pause(ClosedRange<CivilDate>)
        /// The end of a pause, by its UUID.
        case endPause(String)
        /// The longest length of the last months again.
        case restore
        /// No length, whatever has been done in this period.
        case reset
    }

    /// The user.
    public var user: UserKey
    /// The caller's own id of the user.
    public var userID: String
    /// The streak; the primary one unless named.
    public var definition: StreakDefinitionID?
    /// What is put there.
    public var kind: Kind

    /// Something put on a user's streak.
    public init(
        user: UserKey,
        userID: String,
        definition: StreakDefinitionID? = nil,
        kind: Kind
    ) {
        self.user = user
        self.userID = userID
        self.definition = definition
        self.kind = kind
    }
}
