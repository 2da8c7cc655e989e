/// How much of some work was done so far: of two of them, the later one less the earlier one tells
/// how busy the time between was.
public struct WorkDone: Hashable, Sendable {
    /// For how long somebody was at work.
    public var time: Duration
    /// In how many turns.
    public var turnCount: Int
    /// How many things were done in them.
    public var itemCount: Int

    /// None, or so much.
    public init(time: Duration = .zero, turnCount: Int = 0, itemCount: Int = 0) {
        self.time = time
        self.turnCount = turnCount
        self.itemCount = itemCount
    }

    /// What two have done together.
    public static func + (one: WorkDone, other: WorkDone) -> WorkDone {
        WorkDone(
            time: one.time + other.time,
            turnCount: one.turnCount + other.turnCount,
            itemCount: one.itemCount + other.itemCount
        )
    }

    /// What was done since another moment.
    public static func - (later: WorkDone, earlier: WorkDone) -> WorkDone {
        WorkDone(
            time: later.time - earlier.time,
            turnCount: later.turnCount - earlier.turnCount,
            itemCount: later.itemCount - earlier.itemCount
        )
    }
}
