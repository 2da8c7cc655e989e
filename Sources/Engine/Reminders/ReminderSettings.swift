import CivilTime

/// Which reminders users of a workspace get, when, and how many.
public struct ReminderSettings: Hashable, Sendable {
    /// The kinds; one that is not here is off.
    public var kinds: [ReminderKind: KindSettings] = [:]
    /// When nobody is disturbed; nothing where every hour will do.
    public var quietHours: QuietHours? = .standard
    /// How many may come.
    public var caps = Caps()
    /// The language of those who have told none.
    public var locale = "en"

    /// Everything is off until it is switched on.
    public init() {}

    /// How one kind is sent.
    public struct KindSettings: Hashable, Sendable {
        /// Whether it is.
        public var isEnabled = false
        /// The ways on which it may come.
        public var channels: [UserPreferences.Channel] = [.email]
        /// How long before the end of a streak's period it comes, in hours.
        public var hoursBefore: Int
        /// How long a streak has to be.
        public var minimumLength: Int
        /// After how many days without anything users are written to, in order.
        public var afterDays = ReminderLimits.afterDays

        /// A kind that is off, as it would be sent.
        public init(of kind: ReminderKind) {
            let isCampaign = kind == .streakAtRisk
            hoursBefore =
                isCampaign ? ReminderLimits.hoursBeforeCampaign : ReminderLimits.hoursBefore
            minimumLength = isCampaign ? ReminderLimits.lengthOfCampaign : 1
        }
    }

    /// How many reminders may come on a civil day, and in a civil week, of any kind.
    public struct Caps: Hashable, Sendable {
        /// On a day.
        public var perDay = 2
        /// From Monday to Sunday.
        public var perWeek = 5

        /// The usual ones.
        public init() {}
    }

    /// How a kind is sent, as if it were off where nothing was said.
    public subscript(kind: ReminderKind) -> KindSettings {
        kinds[kind] ?? KindSettings(of: kind)
    }

    /// The kinds that are on, the most urgent first.
    public var enabledKinds: [ReminderKind] {
        ReminderKind.allCases.filter { self[$0].isEnabled }
    }
}

/// The bounds of reminders, as far as rules set them.
public enum ReminderLimits {
    /// How many hours before its end a streak is reminded of, unless somebody says otherwise.
    public static let hoursBefore = 4
    /// The same for streaks that are worth saving.
    public static let hoursBeforeCampaign = 2
    /// How long such a streak is.
    public static let lengthOfCampaign = 7
    /// How many hours there may be.
    public static let hours = 1...72
    /// After how many days without anything users are written to.
    public static let afterDays = [3, 5, 7, 14, 30]
    /// How many times they are written to at most.
    public static let maximumMessages = 20
    /// After how many days they are written to at most.
    public static let maximumDays = 365
    /// The most reminders of a day, and of a week.
    public static let cap = 0...100
    /// How long before the quiet hours what moves before them comes, so that all have gone by then.
    static let marginBeforeQuiet: Int64 = 15 * 60
    /// How long the telling of an achievement may be late.
    static let patienceOfAchievement: Int64 = 3 * 86_400
    /// The same of what is told of a week or a month.
    static let patienceOfRecap: Int64 = 2 * 86_400
    /// How often it is looked whether somebody who was given up is back, in days.
    static let daysBetweenLooks = 3
    /// How many periods ahead the next reminder of a streak is looked for.
    static let periodsLookedAhead = 10
    /// When a weekly or monthly streak is reminded of, on its day.
    static let morning = WallTime(hour: 9, minute: 0) ?? .midnight
    /// The weekday and the day of a month on which such streaks are: Friday, the 25th.
    static let weekday = 5
    static let dayOfMonth = 25
    /// When somebody is written to who has done nothing for days.
    static let lateMorning = WallTime(hour: 10, minute: 0) ?? .midnight
    /// Between which hours achievements are told.
    static let evening = (
        from: WallTime(hour: 17, minute: 0) ?? .midnight,
        to: WallTime(hour: 21, minute: 0) ?? .midnight
    )
}
