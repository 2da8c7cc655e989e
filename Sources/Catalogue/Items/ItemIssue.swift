public import Engine
public import Storage

/// Why one item of a change was not done, while the others were.
///
/// It is a value: what is wrong, with what belongs to it. Its sentence names no field and no route
/// of any wire; a dialect whose callers know things by other names says it in its own words.
public enum ItemIssue: Error, Hashable, Sendable {
    /// No item of a kind has the UUID.
    case notFound(ItemKind)
    /// Another item of the kind has the key.
    case keyInUse(ItemKind)
    /// Another item of the kind has the name.
    case nameInUse(ItemKind)
    /// A key cannot be one, because of a problem that the sentence goes on with.
    case unusableKey(ItemKind, problem: String)
    /// There are as many items of a kind as there may be.
    case tooMany(ItemKind, maximum: Int)
    /// As many metrics have come by themselves as may; one with this key would be the next.
    case tooManyNewMetrics(maximum: Int, next: String)
    /// The rule of a streak has changed as often as it may.
    case tooManyVersions(maximum: Int)
    /// Something contradicts itself in a streak.
    case contradiction(StreakProblem)
    /// Something contradicts itself in what points are set up from.
    case contradictionOfPoints(PointsProblem)
    /// Something contradicts itself in a leaderboard.
    case contradictionOfBoard(BoardProblem)
    /// The leaderboard with this name is ranked by the metric.
    case metricOfBoard(String)
    /// The leaderboard with this name asks for the attribute.
    case attributeOfBoard(String)
    /// The rule of a streak names something that is not there.
    case missing(RulePart)
    /// An achievement lacks something, which only one with a trigger of some kind needs, if any.
    case lacking(AchievementPart, for: AchievementTrigger.Kind?)
    /// An achievement would consist of itself.
    case consistsOfItself
    /// An achievement is a part of the one with this name, which stays.
    case isPart(of: String)
    /// The achievement with this name asks for the attribute.
    case attributeOfAchievement(String)
    /// The rule of the streak with this key asks for the attribute, or once did.
    case attributeOfStreak(String)
    /// The streak with this key counts the metric.
    case metricOfStreak(String)
    /// Another tenant is the customer's; with its UUID where it is archived, and can be had back.
    case customerExists(String, archived: String?)
    /// Somebody has said it in words for the caller already.
    case told(String)

    /// What the rule of a streak may name.
    public enum RulePart: Hashable, Sendable {
        /// Metrics that count.
        case metric
        /// Attributes that events must carry.
        case filter
        /// The attribute by which events are told apart or added up.
        case field
    }

    /// What an achievement may lack.
    public enum AchievementPart: Hashable, Sendable {
        /// What people call it.
        case name
        /// What reaches it.
        case trigger
        /// The metric that it asks for.
        case metric
        /// The total of the metric.
        case amount
        /// The length of a streak.
        case streakLength
        /// The key under which calls complete it.
        case key
        /// The years since signing up.
        case years
        /// The achievements that it consists of.
        case parts
    }

    /// What contradicts itself in a streak, if that is why.
    public var problem: StreakProblem? {
        if case .contradiction(let problem) = self { problem } else { nil }
    }
}
