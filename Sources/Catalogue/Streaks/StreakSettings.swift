import CivilTime
public import Engine

/// The primary streak as Trophy's settings show it: less than a definition can say.
public struct StreakSettings: Hashable, Sendable {
    /// How often something has to happen.
    public enum Frequency: String, Sendable, CaseIterable {
        case daily
        case weekly
        case monthly
    }

    /// A metric that counts, and how much of it.
    public struct Source: Hashable, Sendable {
        /// The metric.
        public let metric: MetricID
        /// What a period has to reach.
        public let threshold: Int64

        /// A metric that counts.
        public init(metric: MetricID, threshold: Int64) {
            self.metric = metric
            self.threshold = threshold
        }
    }

    /// How often something has to happen.
    public let frequency: Frequency
    /// Whether every metric has to meet its threshold.
    public let requiresEverySource: Bool
    /// Whether users may change what counts for them.
    public let isCustomizable: Bool
    /// The weekdays that need no activity.
    public let daysOff: Set<Int>
    /// What counts.
    public let sources: [Source]
    /// How freezes come to users.
    public let freezes: FreezeRule

    /// The key of the streak that the settings create.
    static let key = "primary"

    /// The streak that the settings begin with.
    static var draft: StreakDraft {
        var draft = StreakDraft(key: key, name: "Streak", window: Frequency.daily.window)
        draft.rule.condition = .sum(minimum: Amount(1))
        return draft
    }

    /// The settings of a workspace whose primary streak this is; those of a new one without any.
    public init(of streak: StreakDefinition?) {
        self.init(streak.map(StreakDraft.init) ?? Self.draft)
    }

    init(_ draft: StreakDraft) {
        frequency = Frequency(draft.rule.window)
        requiresEverySource = draft.rule.requiresEverySource
        isCustomizable = draft.isCustomizable
        daysOff = draft.rule.daysOff
        sources = Self.sources(of: draft.rule)
        freezes = draft.rule.freezes
    }

    /// A metric that counts in several ways shows the first of them.
    private static func sources(of rule: StreakRule) -> [Source] {
        var known: Set<MetricID> = []
        return rule.sources.filter { known.insert($0.metric).inserted }.map { source in
            Source(
                metric: source.metric,
                threshold: source.threshold?.roundedUp ?? rule.condition.minimum
            )
        }
    }
}

/// What is to change of the settings; what is not told stays.
public struct StreakSettingsChange: Sendable {
    /// How often something will have to happen.
    public var frequency: StreakSettings.Frequency?
    /// Whether every metric will have to meet its threshold.
    public var requiresEverySource: Bool?
    /// Whether users may change what counts for them.
    public var isCustomizable: Bool?
    /// The weekdays that will need no activity.
    public var daysOff: Set<Int>?
    /// What will count.
    public var sources: [StreakSettings.Source]?
    /// How freezes will come to users.
    public var freezes: FreezeRule?
    /// For which periods.
    public var scope = StreakChangeScope.future

    /// A change of nothing yet.
    public init() {}

    /// Applies the change; what the settings show already keeps what they cannot show.
    func apply(to draft: inout StreakDraft) {
        let shown = StreakSettings(draft)
        var change = StreakChange()
        change.requiresEverySource = requiresEverySource
        change.isCustomizable = isCustomizable
        change.freezes = freezes
        change.daysOff = daysOff
        if let frequency {
            if frequency != shown.frequency { change.window = frequency.window(like: draft.rule) }
            if frequency != .daily, daysOff == nil { change.daysOff = [] }
        }
        if let sources, sources != shown.sources {
            change.sources = sources.map(StreakSource.init)
            // Trophy's thresholds are about what a period's amounts add up to.
            change.condition = .sum(minimum: Amount(1))
        }
        change.apply(to: &draft)
    }
}

// MARK: - Terms

extension StreakSource {
    /// What counts, as settings and preferences tell it.
    public init(_ source: StreakSettings.Source) {
        self.init(metric: source.metric, threshold: Amount(whole: source.threshold))
    }
}

extension StreakSettings.Frequency {
    /// The one that comes nearest to a window.
    public init(_ window: StreakWindow) {
        switch window {
        case .calendar(let window, _):
            switch window.unit {
            case .day: self = .daily
            case .week: self = .weekly
            case .month: self = .monthly
            }
        case .rolling(let length):
            let days = length.components.seconds / 86_400
            self = days < 7 ? .daily : days < 28 ? .weekly : .monthly
        }
    }

    fileprivate var unit: CalendarUnit {
        switch self {
        case .daily: .day
        case .weekly: .week(start: 0)
        case .monthly: .month
        }
    }

    /// Periods in the user's zone, weeks from Sunday on.
    fileprivate var window: StreakWindow { .calendar(CalendarWindow(unit: unit), zone: nil) }

    /// Periods of this length that begin where those of a rule do.
    fileprivate func window(like rule: StreakRule) -> StreakWindow {
        guard case .calendar(var window, let zone) = rule.window else { return self.window }
        window.unit = unit
        return .calendar(window, zone: zone)
    }
}

extension StreakCondition {
    /// What a source has to reach that has no threshold of its own, as a whole number.
    fileprivate var minimum: Int64 {
        switch self {
        case .count(let minimum): minimum
        case .sum(let minimum): minimum.roundedUp
        case .distinct(_, let minimum): Int64(minimum)
        }
    }
}

extension Amount {
    /// A whole amount that is small enough, as thresholds are.
    fileprivate init(whole: Int64) {
        self.init(Int32(clamping: whole))
    }

    /// The smallest whole number that is not below the amount.
    fileprivate var roundedUp: Int64 {
        let scale = Amount(1).millionths
        return (millionths + scale - 1) / scale
    }
}
