public import CivilTime

/// A workspace's configuration, compiled once and never changed: what an event has to be checked
/// against, found by key.
///
/// It is a class so that handing it on, which every command does several times, copies one reference.
public final class Rulebook: Sendable {
    /// The active metrics that people set up, oldest first.
    public let metrics: [Metric]
    /// The active attributes, oldest first.
    public let attributes: [Attribute]
    /// The streaks in use, oldest first.
    public let streaks: [StreakDefinition]
    /// The streak that is shown where callers name none, if one has been set up.
    public let primaryStreak: StreakDefinition?
    /// The zones in which users without one have been judged, oldest first and never empty; the
    /// first holds for all time before it.
    public let defaultStays: [ZoneStay]
    /// Of a hundred new users, how many join the control group.
    public let controlPercentage: Double
    /// The amnesties, oldest first, revoked ones too (R17).
    public let amnesties: [StreakAmnesty]
    /// The achievements.
    public let achievements: AchievementIndex
    /// What points are given for.
    public let points: PointsIndex
    /// The leaderboards.
    public let boards: BoardIndex
    /// The experiments that were started.
    public let experiments: ExperimentIndex

    private let metricsByKey: [String: Metric]
    private let metricsByID: [MetricID: Metric]
    private let attributesByKey: [Attribute.Kind: [String: Attribute]]
    private let attributesByID: [AttributeID: Attribute]
    private let streaksByMetric: [MetricID: [StreakDefinition]]

    /// Compiles a configuration.
    public init(
        metrics: [Metric] = [],
        attributes: [Attribute] = [],
        achievements: [Achievement] = [],
        streaks: [StreakDefinition] = [],
        points: PointsIndex = .empty,
        boards: BoardIndex = .empty,
        experiments: ExperimentIndex = .empty,
        defaultZone: String = "UTC",
        defaultStays: [ZoneStay] = [],
        controlPercentage: Double = 0,
        amnesties: [StreakAmnesty] = []
    ) {
        self.metrics = metrics.filter { !$0.isOfStreak }
        self.attributes = attributes
        let keys = Dictionary(attributes.map { ($0.id, $0.key) }) { first, _ in first }
        self.streaks = streaks.filter { $0.status != .archived }.map { streak in
            var streak = streak
            if !experiments.all.isEmpty { streak.experiments = experiments.ofStreak(streak.id) }
            return streak.compiled(with: keys)
        }
        self.defaultStays =
            defaultStays.isEmpty ? [ZoneStay(from: .distantPast, zone: defaultZone)] : defaultStays
        self.controlPercentage = controlPercentage
        self.amnesties = amnesties
        self.achievements = AchievementIndex(achievements, experiments)
        self.experiments = experiments
        self.points = points
        self.boards = boards
        metricsByKey = Dictionary(metrics.map { ($0.key, $0) }) { first, _ in first }
        metricsByID = Dictionary(metrics.map { ($0.id, $0) }) { first, _ in first }
        attributesByID = Dictionary(attributes.map { ($0.id, $0) }) { first, _ in first }
        attributesByKey = Dictionary(grouping: attributes, by: \.kind).mapValues { group in
            Dictionary(group.map { ($0.key, $0) }) { first, _ in first }
        }
        primaryStreak = self.streaks.first(where: \.isPrimary)
        streaksByMetric = Self.byMetric(self.streaks)
    }

    /// The same configuration with other streaks.
    private init(_ other: Rulebook, streaks: [StreakDefinition]) {
        metrics = other.metrics
        attributes = other.attributes
        defaultStays = other.defaultStays
        controlPercentage = other.controlPercentage
        amnesties = other.amnesties
        experiments = other.experiments
        achievements = other.achievements
        points = other.points
        boards = other.boards
        metricsByKey = other.metricsByKey
        metricsByID = other.metricsByID
        attributesByKey = other.attributesByKey
        attributesByID = other.attributesByID
        self.streaks = streaks
        primaryStreak = streaks.first(where: \.isPrimary)
        streaksByMetric = Self.byMetric(streaks)
    }

    private static func byMetric(
        _ streaks: [StreakDefinition]
    ) -> [MetricID: [StreakDefinition]] {
        var found: [MetricID: [StreakDefinition]] = [:]
        for streak in streaks {
            for metric in streak.sourceMetrics { found[metric, default: []].append(streak) }
        }
        return found
    }

    /// The active metric with a key; a streak's own metric too.
    public func metric(key: String) -> Metric? { metricsByKey[key] }

    /// The active metric with a number.
    public func metric(id: MetricID) -> Metric? { metricsByID[id] }

    /// The attribute of a kind with a key.
    public func attribute(_ kind: Attribute.Kind, key: String) -> Attribute? {
        attributesByKey[kind]?[key]
    }

    /// The attribute with a number.
    public func attribute(id: AttributeID) -> Attribute? { attributesByID[id] }

    /// Those of some keys that no attribute of a kind has, in order.
    public func unknownKeys(_ kind: Attribute.Kind, among keys: some Sequence<String>) -> [String] {
        keys.filter { attribute(kind, key: $0) == nil }.sorted()
    }

    // MARK: - Streaks

    /// The streaks that events of a metric can touch, oldest first.
    public func streaks(of metric: MetricID) -> [StreakDefinition] {
        streaksByMetric[metric] ?? []
    }

    /// The streak in use with a key.
    public func streak(key: String) -> StreakDefinition? {
        streaks.first { $0.key.isSameID(as: key) }
    }

    /// The streak in use with a number.
    public func streak(id: StreakDefinitionID) -> StreakDefinition? {
        streaks.first { $0.id == id }
    }
}

extension Rulebook {
    /// The zone in which a user without one is judged.
    public var defaultZone: String { defaultStays.last?.zone ?? "UTC" }

    /// The zone in which a user without one was judged at a moment.
    public func defaultZone(at moment: Instant) -> String {
        let stay = defaultStays.last { $0.from <= moment } ?? defaultStays.first
        return stay?.zone ?? "UTC"
    }

    /// A rule with filters that name attributes by the keys that events carry.
    public func compiled(_ rule: StreakRule) -> StreakRule {
        var rule = rule
        rule.compile(with: attributesByID.mapValues(\.key))
        return rule
    }

    /// Whether there is a streak of which a version has judged nobody yet.
    public var hasUnjudgedStreaks: Bool { streaks.contains(where: \.hasUnjudgedVersions) }

    /// The same, with the note that every version of some streaks has judged somebody, as long as
    /// these are as they were then.
    public func noting(judged: [StreakDefinition]) -> Rulebook {
        var streaks = streaks
        for streak in judged {
            let index = streaks.firstIndex { $0.id == streak.id && $0.revision == streak.revision }
            guard let index else { continue }
            streaks[index].judgedCount = streaks[index].versions.count
        }
        return Rulebook(self, streaks: streaks)
    }
}
