/// What a reminder is about.
public enum ReminderKind: String, Sendable, CaseIterable {
    /// A streak worth saving ends within hours.
    case streakAtRisk = "streak_at_risk"
    /// A streak ends with its period unless something happens.
    case streakReminder = "streak_reminder"
    /// An achievement was reached.
    case achievement
    /// Nothing has happened for days.
    case reactivation
    /// A week or a month is over.
    case recap

    /// The choice of users that it obeys; a streak is one thing to them, however it is reminded of.
    public var preference: UserPreferences.Notification {
        switch self {
        case .streakAtRisk, .streakReminder: .streakReminder
        case .achievement: .achievementCompleted
        case .recap: .recap
        case .reactivation: .reactivation
        }
    }

    /// Whether it is about a streak, whose period it must not outlive.
    public var isOfStreak: Bool { self == .streakAtRisk || self == .streakReminder }
}

extension ReminderKind: Comparable {
    /// The more urgent one comes first.
    public static func < (left: Self, right: Self) -> Bool { left.urgency < right.urgency }

    private var urgency: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}
