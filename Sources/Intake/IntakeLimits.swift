/// The bounds of what takes commands in.
public struct IntakeLimits: Sendable {
    /// How many events may wait to be taken in; one more is answered 503.
    public var maximumQueuedEvents = 50_000
    /// How many events one transaction takes in, unless a single command has more.
    public var maximumGroupEvents = 1_000
    /// Whether what commands will ask for is looked up before they are applied; without, they are
    /// applied once more for whatever they turn out to lack, and come to the same.
    public var prefetches = true
    /// How long a slice of batches should take, which is what a live event waits for.
    ///
    /// A single command is never cut, since all of it happens or none.
    public var sliceTime = Duration.milliseconds(20)
    /// After how much work in a row the writer is let go of, where there is one for everybody.
    static let restAfter = Duration.milliseconds(50)
    /// For how long, in seconds: longer than others take from one look to the next.
    static let rest = 0.001
    /// For how long, in seconds, a live event waits for others to share its commit, at most.
    static let gathering = 0.001
    /// How long an event is tried again while the database is away, and how long it waits behind a
    /// group that does not get on; then it is answered 503.
    static let patience = Duration.seconds(8)

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    public func check() {
        precondition(
            0 < maximumGroupEvents && maximumGroupEvents <= maximumQueuedEvents,
            "a group is taken from the queue"
        )
    }
}
