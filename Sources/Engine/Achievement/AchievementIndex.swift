/// A workspace's achievements, compiled so that an event looks only at those that it may reach.
public struct AchievementIndex: Sendable {
    /// Every achievement that was not deleted, oldest first.
    public let all: [Achievement]
    /// The active achievements for years since signing up, fewest years first.
    public let anniversaries: [Achievement]

    private let byID: [AchievementID: Achievement]
    /// Those over which an experiment runs, as they are for each part of the users.
    private let variants: [AchievementID: [Achievement]]
    private let byKey: [String: Achievement]
    private let byUserAttribute: [AttributeID: [Achievement]]
    private let composites: [AchievementID: [Achievement]]
    private let streaks: AchievementThresholds
    private let totals: [MetricID: AchievementThresholds]
    private let filters: [MetricID: EventFilterIndex]
    private let filteredTotals: [EventFilterID: AchievementThresholds]

    /// Compiles achievements.
    public init(_ achievements: [Achievement] = [], _ experiments: ExperimentIndex = .empty) {
        all = achievements.sorted { $0.id < $1.id }
        byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
        byKey = Dictionary(all.compactMap { $0.withKey }) { first, _ in first }
        var variants: [AchievementID: [Achievement]] = [:]
        for achievement in all
        where experiments.running(over: .achievement(achievement.id)) != nil {
            variants[achievement.id] = experiments.variants(
                of: achievement,
                over: .achievement(achievement.id),
                { $0.applying($1) },
                condition: \.arm
            )
        }
        self.variants = variants
        let active = all.filter { $0.status == .active }.flatMap { variants[$0.id] ?? [$0] }
        byUserAttribute = Self.grouped(active) { $0.userFilter.attributes.keys }
        composites = Self.grouped(active, by: \.trigger.parts)
        streaks = AchievementThresholds(active.compactMap(\.withLength))
        anniversaries = active.compactMap(\.withYears).sorted {
            ($0.years, $0.achievement.id) < ($1.years, $1.achievement.id)
        }.map(\.achievement)

        let thresholds = active.compactMap(\.withThreshold)
        totals = Dictionary(grouping: thresholds.filter { $0.threshold.filter == nil }) {
            $0.threshold.metric
        }.mapValues(Self.sorted)
        filteredTotals = Dictionary(grouping: thresholds.filter { $0.threshold.filter != nil }) {
            $0.threshold.filter?.id ?? EventFilterID(0)
        }.mapValues(Self.sorted)
        // Filters count whether or not an achievement is active, so that their totals never lag.
        filters = Dictionary(grouping: all.compactMap(\.trigger.threshold), by: \.metric)
            .mapValues { EventFilterIndex($0.compactMap(\.filter)) }
    }

    /// The achievement that callers know by a UUID.
    public func achievement(publicID: String) -> Achievement? {
        byID.values.first { $0.publicID == publicID }
    }

    /// Whether there is none, so that nothing has to be looked up.
    public var isEmpty: Bool { all.isEmpty }

    /// The achievement with a number.
    public subscript(id: AchievementID) -> Achievement? { byID[id] }

    /// The achievement with a number, as it is for a user.
    public func achievement(_ id: AchievementID, for user: UserKey) -> Achievement? {
        byID[id].map { held($0, for: user) }
    }

    /// An achievement as it is for a user.
    public func held(_ achievement: Achievement, for user: UserKey) -> Achievement {
        guard !variants.isEmpty, let variants = variants[achievement.id] else {
            return achievement
        }
        return variants.first { $0.arm?.admits(user) ?? true } ?? achievement
    }

    /// The achievement that calls complete under a key.
    public func achievement(key: String) -> Achievement? { byKey[key] }

    /// The active ones that a metric's total passes when it rises.
    public func passed(
        by metric: MetricID,
        from before: Amount,
        to after: Amount
    ) -> ArraySlice<Achievement> {
        totals[metric]?.passed(from: before.millionths, to: after.millionths) ?? []
    }

    /// The active ones that a filter's total passes when it rises.
    public func passed(
        by filter: EventFilterID,
        from before: Amount,
        to after: Amount
    ) -> ArraySlice<Achievement> {
        filteredTotals[filter]?.passed(from: before.millionths, to: after.millionths) ?? []
    }

    /// The active ones that a streak passes when it grows.
    public func passed(byStreakFrom before: Int, to after: Int) -> ArraySlice<Achievement> {
        streaks.passed(from: Int64(before), to: Int64(after))
    }

    /// Every active one that asks for a streak.
    public var ofStreaks: ArraySlice<Achievement> { streaks.passed(from: .min, to: .max) }

    /// The filters of a metric that an event passes.
    public func filters(
        of metric: MetricID,
        passing attributes: [AttributeID: String]
    ) -> [EventFilter] {
        guard !attributes.isEmpty else { return [] }
        return filters[metric]?.filters(passing: attributes) ?? []
    }

    /// Whether any achievement has a filter of events.
    public var hasFilters: Bool { filters.values.contains { !$0.isEmpty } }

    /// Whether any event of a metric has to be held against filters.
    public func hasFilters(_ metric: MetricID) -> Bool { filters[metric]?.isEmpty == false }

    /// The active composites that an achievement is a part of.
    public func composites(with part: AchievementID) -> [Achievement] { composites[part] ?? [] }

    /// The active ones that ask for a user's attribute.
    public func asking(for attribute: AttributeID) -> [Achievement] {
        byUserAttribute[attribute] ?? []
    }

    private static func grouped<Key: Hashable>(
        _ achievements: [Achievement],
        by keys: (Achievement) -> some Sequence<Key>
    ) -> [Key: [Achievement]] {
        var groups: [Key: [Achievement]] = [:]
        for achievement in achievements {
            for key in keys(achievement) { groups[key, default: []].append(achievement) }
        }
        return groups
    }

    private static func sorted(
        _ thresholds: [(threshold: MetricThreshold, achievement: Achievement)]
    ) -> AchievementThresholds {
        AchievementThresholds(thresholds.map { ($0.threshold.amount.millionths, $0.achievement) })
    }
}

extension Achievement {
    fileprivate var withKey: (String, Achievement)? {
        if case .api(let key) = trigger { (key, self) } else { nil }
    }

    fileprivate var withLength: (limit: Int64, achievement: Achievement)? {
        if case .streak(let length) = trigger { (Int64(length), self) } else { nil }
    }

    fileprivate var withYears: (years: Int, achievement: Achievement)? {
        if case .anniversary(let years) = trigger { (years, self) } else { nil }
    }

    fileprivate var withThreshold: (threshold: MetricThreshold, achievement: Achievement)? {
        trigger.threshold.map { ($0, self) }
    }
}
