/// A workspace's configuration, compiled once and never changed: what an event has to be checked
/// against, found by key.
public struct Rulebook: Sendable {
    /// The active metrics, oldest first.
    public let metrics: [Metric]
    /// The active attributes, oldest first.
    public let attributes: [Attribute]
    /// The zone in which a user without one is judged.
    public let defaultZone: String
    /// Of a hundred new users, how many join the control group.
    public let controlPercentage: Double
    /// The achievements.
    public let achievements: AchievementIndex

    private let metricsByKey: [String: Metric]
    private let metricsByID: [MetricID: Metric]
    private let attributesByKey: [Attribute.Kind: [String: Attribute]]
    private let attributesByID: [AttributeID: Attribute]

    /// Compiles a configuration.
    public init(
        metrics: [Metric] = [],
        attributes: [Attribute] = [],
        achievements: [Achievement] = [],
        defaultZone: String = "UTC",
        controlPercentage: Double = 0
    ) {
        self.metrics = metrics
        self.attributes = attributes
        self.defaultZone = defaultZone
        self.controlPercentage = controlPercentage
        self.achievements = AchievementIndex(achievements)
        metricsByKey = Dictionary(metrics.map { ($0.key, $0) }) { first, _ in first }
        metricsByID = Dictionary(metrics.map { ($0.id, $0) }) { first, _ in first }
        attributesByID = Dictionary(attributes.map { ($0.id, $0) }) { first, _ in first }
        attributesByKey = Dictionary(grouping: attributes, by: \.kind).mapValues { group in
            Dictionary(group.map { ($0.key, $0) }) { first, _ in first }
        }
    }

    /// The active metric with a key.
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
}
