/// The bounds of reads, in one place.
public struct ReadingLimits: Sendable {
    /// How many users a preview of an achievement looks at with one read.
    public var maximumPreviewedUsers = 200
    /// How many entries of the list of what is due one call for streaks at risk looks at, at most
    /// and at first.
    static let maximumAtRiskLookups = 5_000
    static let leastAtRiskLookups = 200
    /// How many periods back the last one that made a streak longer is looked for.
    static let periodsOfLastExtension = 1_000

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    public func check() {
        precondition(maximumPreviewedUsers > 0, "a preview gets on")
    }
}
