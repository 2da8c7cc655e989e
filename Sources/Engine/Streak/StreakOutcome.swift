/// What became of a streak.
public struct StreakOutcome: Hashable, Sendable {
    /// The streak.
    public let definition: StreakDefinition
    /// How it stood before.
    public let before: StreakState
    /// How it stands.
    public let state: StreakState
    /// Whether the command made it longer.
    public let isExtended: Bool
}
