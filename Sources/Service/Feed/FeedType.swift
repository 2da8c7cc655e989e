import Engine

/// The kinds of events on the stream, by the names that callers know.
public enum FeedType: String, Hashable, Sendable, CaseIterable {
    /// A streak began or grew.
    case incremented = "streak.incremented"
    /// A period was missed and nothing covered it.
    case broken = "streak.broken"
    /// A streak became as long as one of its milestones.
    case milestoneReached = "streak.milestone_reached"
    /// A streak ends soon unless something happens.
    case atRisk = "streak.at_risk"
    /// A freeze was used for a missed period.
    case freezeConsumed = "streak.freeze_consumed"
    /// Time brought freezes.
    case freezeEarned = "streak.freeze_earned"
    /// What happened in the past turned out to be different.
    case corrected = "streak.corrected"
    /// A user reached an achievement.
    case achievementCompleted = "achievement.completed"

    /// Those that are sent to whoever asks for no type: clients that came before the others know
    /// these alone.
    public static let usual: Set<FeedType> = Set(allCases).subtracting([.achievementCompleted])

    /// The type of a kind of fact; nothing when the stream does not tell it.
    init?(_ kind: Fact.Kind) {
        if let kind = StreakFact.Kind(rawValue: kind.rawValue) {
            self.init(kind)
        } else if kind == .achievementCompleted {
            self = .achievementCompleted
        } else {
            return nil
        }
    }

    private init(_ kind: StreakFact.Kind) {
        self =
            switch kind {
            case .started, .extended: .incremented
            case .lost: .broken
            case .freezeConsumed: .freezeConsumed
            case .freezeEarned: .freezeEarned
            case .corrected: .corrected
            case .milestoneReached: .milestoneReached
            case .atRisk: .atRisk
            }
    }
}
