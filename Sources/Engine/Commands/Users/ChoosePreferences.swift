public import CivilTime

/// Takes in what a user chooses about messages and the primary streak; what is kept stays, and what
/// is cleared is as the streak has it again.
public struct ChoosePreferences: UserCommand {
    /// What it comes to.
    public typealias Outcome = UserPreferences

    /// The user.
    public var user: UserKey
    /// The caller's own id of the user.
    public var userID: String
    /// Which messages may come on which ways.
    public var notifications: [UserPreferences.Notification: [UserPreferences.Channel]]
    /// Whether the user wants a streak.
    public var isStreakEnabled: Change<Bool>
    /// Whether every source has to meet its threshold.
    public var requiresEverySource: Change<Bool>
    /// What counts.
    public var sources: Change<[StreakSource]>
    /// Weekdays that need no activity.
    public var daysOff: Change<Set<Int>>
    /// When the user's days begin, in every streak that goes by them.
    public var dayStartsAt: Change<WallTime> = .keep
    /// Weekdays that the user takes off.
    public var restDays: Change<Set<Int>> = .keep
    /// The dates of the user's vacations, those that are over too.
    public var vacations: Change<[ClosedRange<CivilDate>]> = .keep

    /// A choice of nothing yet.
    public init(
        user: UserKey,
        userID: String,
        notifications: [UserPreferences.Notification: [UserPreferences.Channel]] = [:],
        isStreakEnabled: Change<Bool> = .keep,
        requiresEverySource: Change<Bool> = .keep,
        sources: Change<[StreakSource]> = .keep,
        daysOff: Change<Set<Int>> = .keep
    ) {
        self.user = user
        self.userID = userID
        self.notifications = notifications
        self.isStreakEnabled = isStreakEnabled
        self.requiresEverySource = requiresEverySource
        self.sources = sources
        self.daysOff = daysOff
    }
    /// The caller's own id of the user.
    public var callersID: String? { userID }

    /// The primary streak, or, as days begin at another time, all of them.
    public var userTouches: [UserTouch] {
        if case .keep = dayStartsAt { return [.streaks(.primary)] }
        return [.streaks(.all)]
    }

    /// Takes it in; what befell the streak until now is told as the user wanted it until now.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) -> UserPreferences {
        try fold.prefer(self, in: &snapshot)
    }
}

extension ChoosePreferences {
    /// Whether it chooses what counts, rather than clearing what was chosen.
    var customizes: Bool {
        requiresEverySource.isSetting || sources.isSetting || daysOff.isSetting
    }

    /// A choice after this one.
    func applied(to choice: StreakPreference) -> StreakPreference {
        var choice = choice
        choice.isEnabled = isStreakEnabled.applied(to: choice.isEnabled)
        choice.requiresEverySource = requiresEverySource.applied(to: choice.requiresEverySource)
        choice.sources = sources.applied(to: choice.sources)
        choice.daysOff = daysOff.applied(to: choice.daysOff)
        return choice
    }
}

extension Change {
    fileprivate var isSetting: Bool {
        if case .set = self { true } else { false }
    }
}
