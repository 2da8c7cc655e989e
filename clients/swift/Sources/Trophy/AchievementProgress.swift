/// How far a user is on the way to an achievement; Laurel's own.
public struct AchievementProgress: Codable, Hashable, Sendable {
    public let current: Double
    public let target: Double
    public let percent: Double
}

/// The bodies of calls.
public enum Requests {}
