import CivilTime

/// The limits that the rules set on what a caller sends.
public enum EngineLimits {
    /// How far ahead of now an event's own timestamp may be, in seconds.
    public static let maximumClockSkew: Int64 = 5 * 60
    /// How far ahead of UTC the zone is in which every date begins first, in seconds.
    static let secondsOfEarliestZone: Int64 = 14 * 3_600
    /// How long after UTC's midnight a date has ended everywhere and has been told, in seconds.
    static let secondsOfLatestZone: Int64 = 13 * 3_600
    /// How far behind UTC the zone is in which every date ends last, in seconds.
    static let secondsBehind: Int64 = 12 * 3_600
    /// How long a run of a leaderboard takes what comes late, unless it says otherwise, in seconds.
    public static let finalizingSeconds = 2 * 3_600
    /// How many users have a place on a leaderboard that does not say how many.
    public static let participantsUnlessTold = 1_000
    /// How many days, months or years a run of a leaderboard has at most.
    static let longestRun = 1_000
    /// How many users a bracket has, unless leagues say otherwise.
    public static let leagueSize = 30
    /// How many tiers there are, unless leagues say otherwise.
    public static let leagueTiersUnlessTold = 5
    /// How many of a bracket move at each end, unless leagues say otherwise.
    public static let leagueMoves = 7
    /// How many users a bracket may have.
    public static let leagueSizes = 2...1_000
    /// How many tiers there may be.
    public static let leagueTiers = 1...100
    /// How many of the last days count for a leaderboard at most.
    static let longestWindow = 366
    /// How long a run of a leaderboard takes what comes late at most, in seconds.
    static let longestFinalizingSeconds = 30 * 86_400
    /// How many attributes a leaderboard is broken down by.
    public static let breakdownAttributes = 5
    /// The end of the hours of a day that have no end of their own.
    static let lastWallTime = WallTime(hour: 23, minute: 59, second: 59) ?? .midnight
    /// The largest magnitude of a total of points, and of what is given or spent at once.
    public static let maximumPoints: Int64 = 1_000_000_000_000_000
    /// The largest magnitude of the points that a trigger gives each time.
    public static let maximumPointsOfTrigger: Int64 = 1_000_000_000
    /// How many things that time brought a balance are told at once where nothing else is to come after
    /// them, after a long silence.
    static let pointsMomentsAtOnce = 1_000
    /// How many of them before something else that changes the balance: the hours of eleven years.
    static let pointsMomentsOfCommand = 100_000
    /// How many rows of a ledger are looked up at a time for what expires.
    public static let pointsLotsAtOnce = 1_000
    /// How many awards are looked up at a time for what is taken back.
    public static let pointsAwardsAtOnce = 100
    /// How many at most, where much is taken back at once.
    static let pointsAwardsAtMost = 10_000
    /// How long time triggers and expiring points may take at most, in days.
    public static let maximumPointsDays = 36_500
    /// The years that a date of four digits can have.
    public static let years = 1...9_999
    /// How many periods of a group's streak are told one by one where many have come at once; more are
    /// told as one correction.
    static let groupStepsAtOnce = 7
    /// How many days a pause may have.
    public static let longestPauseDays = 366
    /// How many freezes, pauses and corrections are kept of one user.
    public static let marksOfUser = 1_000
    /// How many times a user may change what counts for the streak.
    public static let choicesOfUser = 100
    /// How far back a change of zone can make days shorter: those around the moment, anywhere.
    public static let secondsTouchedByMove: Int64 = 5 * 86_400
    /// How many dates that a change of zone cut short are neutral, of so many in a row (R20).
    public static let neutralDays = 4
    /// Of how many dates in a row so many are neutral.
    public static let neutralDaysSpan = 30
    /// How many days back the lengths of a daily streak can be restored.
    public static let restorableDays = 90
    /// How many events of a user are dated anew when the user is given a first zone; of a user who
    /// has more, the zone begins when it is given.
    public static let eventsDatedAnew = 100_000
    /// How many periods ahead the next thing to befall a streak is looked for.
    public static let periodsLookedAhead = 400
    /// How many times that time brought freezes are told, after a long silence.
    public static let toldEarnings = 100
    /// How many achievements are looked up one by one of a user; of more, all that the user has.
    static let completionsLookedUpOneByOne = 3
    /// How many different values of an attribute a period keeps where its streak asks for fewer.
    public static let keptDistinctValues = 100
}
