/// The bounds of roll-ups, in one place.
public enum AnalyticsLimits {
    /// How many users are brought up to date together, and how many transactions' worth of them.
    static let usersAtOnce = 200
    static let entriesAtOnce = 200
    /// How many changed workspaces are looked at together.
    static let workspacesAtOnce = 100
    /// How many old rows are taken away together.
    static let removedAtOnce = 2_000
    /// Of the time in which events come in, how much at most goes into roll-ups: one part in so many.
    static let partsOfTime = 20
    /// How long at most nothing is done while events come in.
    static let longestRest = Duration.seconds(2)
    /// How new the newest event has to be for events to be coming in.
    static let quietAfter = Duration.seconds(1)
    /// By how many attributes users or events are told apart.
    public static let maximumAttributes = 5
    /// How long a value may be by which users are told apart; a longer one is cut off.
    static let maximumValueLength = 100
    /// How many days one answer tells of.
    public static let maximumDays = 800
    /// How many segments one answer tells of; the others are added up.
    public static let maximumSegments = 20
    /// Of how many users one answer looks at what they add, and how many at once.
    static let usersLookedAt = 200
    static let sheetsAtOnce = 100
    /// How many metrics, and how many streaks, figures for operators tell of.
    static let maximumFigures = 50
}
