/// The bounds of leaderboards in memory.
public enum BoardLimits {
    /// How often other processes' changes are looked for.
    static let pollInterval = Duration.milliseconds(250)
    /// How many entries of the log are read at a time.
    static let logPageSize = 500
    /// After how long without a look at the log everything is read anew: half as long as it is kept.
    static let longestGap = Duration.seconds(1_800)
    /// How often it is looked at which leaderboards there are.
    static let refreshInterval = Duration.seconds(1)
    /// How often workspaces are looked for that have their first leaderboard.
    static let discoveryInterval = Duration.seconds(10)
    /// For how long it is remembered that a user is not listed any more, in microseconds: longer than
    /// an older change can be on its way.
    static let tombstoneLifetime: Int64 = 600 * 1_000_000
    /// From how many on such memories are cleared up.
    static let tombstonesKept = 10_000
    /// How many users a leaderboard of friends has at most.
    public static let maximumFriends = 200
    /// How many of a leaderboard without a limit have their places kept at the end of each day.
    static let keptPlaces = 10_000
    /// How many places are written at a time.
    static let placesAtOnce = 500
}
