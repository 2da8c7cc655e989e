/// What became of a streak with an event of the streak itself.
///
/// It is told as of the newest thing that counted, and not as of now: who sends the ticks of last
/// month hears the count go up, although the run has ended since.
public struct StreakTick: Hashable, Sendable {
    /// How many satisfied periods the run of the newest tick has.
    public let length: Int
    /// The longest run ever.
    public let longest: Int
    /// Whether the run has just become longer than any before.
    public let isRecord: Bool
    /// Whether its period was satisfied before, so that nothing happened.
    public let isRepeated: Bool
}
