/// The bounds of what goes on by itself, in one place.
public struct RoundLimits: Sendable {
    /// How many users one step of a search for achievements looks at, so that events wait shortly.
    public var maximumBackdatedUsers = 200
    /// How many achievements are searched for together.
    public var maximumBackdatedAchievements = 1_000
    /// How many days back anniversaries are looked for that nobody has recorded.
    public var maximumAnniversaryAge = 40
    /// How long nothing is done between two rounds when there was nothing to do.
    static let roundInterval = Duration.seconds(1)
    /// How many users a step of a round takes at a time; few, so that callers come in between.
    static let roundSize = 100
    /// How many users a step of filling a leaderboard takes at a time.
    static let filledAtOnce = 200
    /// How often runs of leaderboards are looked at.
    static let boardRunInterval = Duration.seconds(2)
    /// How much later than it is final a run's ranks are written.
    static let finishingMargin = Duration.seconds(60)
    /// How often it is looked who waits for a bracket, and how many are given one at a time.
    static let leagueInterval = Duration.seconds(1)
    static let seatedAtOnce = 500
    /// How long those who have come are looked for again, in microseconds.
    static let leagueMargin: Int64 = 60 * 1_000_000
    /// How many ranks are written at a time.
    static let ranksAtOnce = 1_000
    /// How long it is kept which scores have changed in which order.
    static let boardLogRetention = Duration.seconds(3_600)
    /// How many streaks are counted anew side by side.
    static let recountsAtOnce = 4
    /// How often anniversaries are looked for.
    static let anniversaryInterval = Duration.seconds(600)
    /// For how long a preview of a change is kept once it is finished, and how many of the largest
    /// differences it names.
    static let previewRetention = Duration.seconds(86_400)
    static let sampledChanges = 20
    /// How many amnesties a workspace may have, revoked ones too: each is read by every judge.
    public static let maximumAmnesties = 500
    /// How many dead entries of the due list are removed at a time, and how long fewer may wait.
    static let retiredAtOnce = 4_000
    static let retiredInterval = Duration.seconds(10)
    /// How often facts and previews are looked for that are older than they are kept.
    static let forgettingInterval = Duration.seconds(600)

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    public func check() {
        precondition(
            maximumBackdatedUsers > 0 && maximumBackdatedAchievements > 0,
            "a step of a search gets on"
        )
    }
}
