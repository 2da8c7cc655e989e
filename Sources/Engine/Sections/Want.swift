public import CivilTime

/// Something about a user that the rules ask for and that has not been looked up.
///
/// Whatever a snapshot does not know interrupts the command that asks for it. What the commands of a
/// group want is then looked up together, and they are applied again.
public enum Want: Hashable, Sendable {
    /// The user.
    case user(UserKey)
    /// Where the user lived before.
    case stays(UserKey)
    /// The user's attributes, all of them.
    case attributes(UserKey)
    /// What the user has done of a metric: the newest day.
    case tally(MetricID, of: UserKey)
    /// The event that used an idempotency key, if one did.
    case usedKey(UsedKey, of: UserKey)
    /// An event that a caller names.
    case event(EventID)
    /// An event that the command itself may have stored before, unheard.
    case ownEvent(OwnEvent)
    /// All that the user did, to be dated anew.
    case history(UserKey)
    /// What was put on the user's streaks.
    case marks(UserKey)
    /// A streak's newest period.
    case streak(StreakDefinitionID, of: UserKey)
    /// More of a streak.
    case periods(WantedPeriods, of: UserKey)
    /// What a streak has earned.
    case milestones(StreakDefinitionID, of: UserKey)
    /// Whether the user has reached an achievement.
    case completion(AchievementID, of: UserKey)
    /// All that the user has reached.
    case completions(UserKey)
    /// What the user's events of a metric that pass a filter add up to.
    case filteredTotal(EventFilter, MetricID, of: UserKey)
    /// The user's balances, of every points system.
    case points(UserKey)
    /// All that a trigger has given.
    case pointsRows(PointsTriggerID, of: PointsSystemID, UserKey)
    /// What it has given since a moment.
    case pointsRowsSince(Instant, PointsTriggerID, of: PointsSystemID, UserKey)
    /// What all that it has given comes to.
    case pointsSum(PointsTriggerID, of: PointsSystemID, UserKey)
    /// So many awards of a trigger, from one on to older ones, with their corrections.
    case pointsAwards(PointsTriggerID, of: PointsSystemID, from: Int64, limit: Int, UserKey)
    /// What an event gave, with the corrections of it.
    case pointsOfEvent(PointsOfEvent, UserKey)
    /// The expiries of what a row gave.
    case pointsExpiries(PointsLot, UserKey)
    /// The rows that a command may have made before, unheard.
    case pointsMade(by: Int64, of: UserKey)
    /// The row that used an idempotency key, if one did.
    case pointsKey(PointsKey, of: UserKey)
    /// The user's score in a run of a leaderboard.
    case score(ScorePlace, of: UserKey)
    /// The user's bracket in a run of a leaderboard.
    case seat(ScorePlace, of: UserKey)
    /// What a source holds for the days of a run.
    case basis(BoardBasis.Key, of: UserKey)
    /// Some rows of a system that gave something, after a number.
    case pointsLots(PointsSystemID, after: Int64, of: UserKey)
}

/// How far back a streak has to be known.
public struct WantedPeriods: Hashable, Sendable {
    /// The streak.
    public let definition: StreakDefinitionID
    /// The period whose predecessor has to be known; nothing for all of them.
    public let before: Int64?
    /// The time of which everything that happened has to be known.
    public let activities: Range<Instant>?
    /// The metrics whose events can count.
    public let metrics: Set<MetricID>
}

/// The place of an event that a command may have stored before.
///
/// Another process may have given the same number; its event was stored under another key.
public struct OwnEvent: Hashable, Sendable {
    /// The event.
    public let id: EventID
    /// The metric.
    public let metric: MetricID
    /// The caller's idempotency key, if there was one.
    public let key: UsedKey?
}
