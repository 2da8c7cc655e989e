public import CivilTime
public import Storage

/// How things are in a workspace, as of a moment.
public struct Overview: Sendable {
    /// When it was counted.
    public let asOf: Instant
    /// How many users there are.
    public let userCount: Int64
    /// How much there is of what.
    public let counts: WorkspaceCounts
}
