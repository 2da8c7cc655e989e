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
    /// How many events of a year its review looks at.
    public var maximumWrappedEvents = 200_000
    /// How many events of a user are replayed to see whether what is stored follows from them.
    static let maximumReplayedEvents = 100_000
    /// How old the lengths may be by which users' streaks are ranked.
    static let maximumRankAge = Duration.seconds(5)
    /// How many of the longest streaks are remembered.
    public static let rankedStreaks = 100
    /// How many entries of the list of what is due one call for streaks at risk looks at, at most
    /// and at first.
    static let maximumAtRiskLookups = 5_000
    static let leastAtRiskLookups = 200
    /// How many of them it looks at together.
    static let atRiskLookupsAtOnce = 500
    /// How many periods back the last one that made a streak longer is looked for.
    static let periodsOfLastExtension = 1_000

    /// How old what an overview tells may be.
    static let overviewLifetime = Duration.seconds(10)
    /// How long ago what is new in an overview has happened.
    static let overviewDay = Duration.seconds(86_400)
    /// Of how many workspaces overviews are remembered.
    static let rememberedOverviews = 1_000

    /// How many questions about users are on their way at the same time, and how many users each may
    /// be about.
    static let profileReaders = 2
    static let profilesInGroup = 100
    /// After how long a question that fails has found a database that is silent.
    static let profilePatience = Duration.seconds(2)

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    public func check() {
        precondition(maximumPreviewedUsers > 0, "a preview gets on")
    }
}
