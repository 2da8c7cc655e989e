/// The bounds of reads, in one place.
public struct ReadingLimits: Sendable {
    /// How many users a preview of an achievement looks at with one read.
    public var maximumPreviewedUsers = 200
    /// How many turns a read takes at most to settle what time has brought of a user's points.
    public var maximumPointsTurns = 50
    /// How many users a simulation of points looks at.
    public var maximumSimulatedUsers = 2_000
    /// How many days it tells of.
    public var simulatedDays = 30
    /// How many days before them it looks at for streaks that go on.
    static let daysBeforeSimulation = 60
    /// How many users it names.
    public var simulatedChanges = 10
    /// How many entries of the list of what is due one call for streaks at risk looks at, at most
    /// and at first.
    static let maximumAtRiskLookups = 5_000
    static let leastAtRiskLookups = 200
    /// How many periods back the last one that made a streak longer is looked for.
    static let periodsOfLastExtension = 1_000

    /// How old what an overview tells may be.
    static let overviewLifetime = Duration.seconds(60)
    /// How long ago what is new in an overview has happened.
    static let overviewDay = Duration.seconds(86_400)
    /// Of how many workspaces overviews are remembered.
    static let rememberedOverviews = 1_000

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    public func check() {
        precondition(maximumPreviewedUsers > 0, "a preview gets on")
    }
}
