public import CivilTime

/// How things are in a workspace, as of a moment.
public struct Overview: Sendable {
    /// When it was counted.
    public let asOf: Instant
    /// Whether all users have been gone through; what is told of days is 0 until then.
    public let isComplete: Bool
    /// How many users there are.
    public let userCount: Int64
    /// How much there is of what.
    public let counts: WorkspaceCounts
}

/// How much there is of what in a workspace.
public struct WorkspaceCounts: Hashable, Sendable {
    /// Users who did something on the day of now.
    public var activeDay: Int64 = 0
    /// Those who did something in the seven days up to it.
    public var activeWeek: Int64 = 0
    /// Those who did something in the thirty days up to it.
    public var activeMonth: Int64 = 0
    /// Events of the day of now.
    public var events: Int64 = 0
    /// Users who came since a moment.
    public var newUsers: Int64 = 0
    /// Streaks that are going.
    public var streaksAlive: Int64 = 0
    /// Streaks that broke because of the day before.
    public var streaksLost: Int64 = 0
    /// Achievements that were completed on the day of now.
    public var completed: Int64 = 0
}
