/// The bounds of leaderboards in memory.
public enum BoardLimits {
    /// How often other processes' changes are looked for.
    static let pollInterval = Duration.milliseconds(250)
    /// How many entries of the log are read at a time.
    static let logPageSize = 500
    /// After how long without a look at the log everything is read anew: half as long as it is kept.
    static let longestGap = Duration.seconds(1_800)
    /// From how many seconds on what time has brought is late, so that a process that starts waits for
    /// it.
    static let lateSeconds: Int64 = 10
    /// How often it is looked at which leaderboards there are.
    static let refreshInterval = Duration.seconds(1)
    /// How often workspaces are looked for that have their first leaderboard.
    static let discoveryInterval = Duration.seconds(10)
    /// For how long it is remembered that a user is not listed any more, or was listed anew, in
    /// microseconds: longer than an older change can be on its way.
    static let tombstoneLifetime: Int64 = 600 * 1_000_000
    /// From how many on such memories are cleared up.
    static let tombstonesKept = 10_000
    /// How many users a leaderboard of friends has at most.
    public static let maximumFriends = 200
    /// How many of a leaderboard without a limit have their places kept at the end of each day.
    static let keptPlaces = 10_000
    /// How many places are written at a time.
    static let placesAtOnce = 500
    /// How often it is looked at whose rank has changed.
    static let watchInterval = Duration.seconds(5)
    /// Of how many of the first of a group it is told when their ranks change.
    public static let watchedPlaces = 1_000
    /// How many groups of a leaderboard are looked at each time.
    static let watchedGroups = 500
    /// For how long nothing is told again of a user's rank, or of a group.
    static let quietTime = Duration.seconds(900)
}
