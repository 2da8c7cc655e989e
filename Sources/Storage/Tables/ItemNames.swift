public import Engine

/// The names by which documents for people call metrics, attributes and achievements.
///
/// Rows call them by their numbers, so that renaming never touches one.
public struct ItemNames: Sendable {
    private let metrics: [MetricID: String]
    private let attributes: [AttributeID: String]
    private let achievements: [AchievementID: String]

    /// The names of a workspace's items.
    public init(
        _ metrics: [Metric],
        _ attributes: [Attribute],
        _ achievements: [Achievement] = []
    ) {
        self.metrics = Dictionary(metrics.map { ($0.id, $0.key) }) { first, _ in first }
        self.attributes = Dictionary(attributes.map { ($0.id, $0.key) }) { first, _ in first }
        self.achievements = Dictionary(achievements.map { ($0.id, $0.publicID) }) { first, _ in
            first
        }
    }

    /// The key of a metric; one that is gone has its number alone.
    public func metric(_ id: MetricID) -> String { metrics[id] ?? String(id.number) }

    /// The key of an attribute; one that is gone has its number alone.
    public func attribute(_ id: AttributeID) -> String { attributes[id] ?? String(id.number) }

    /// The UUID of an achievement; one that is gone has its number alone.
    public func achievement(_ id: AchievementID) -> String {
        achievements[id] ?? String(id.number)
    }
}

extension ItemNames? {
    func metric(_ id: MetricID) -> String { self?.metric(id) ?? String(id.number) }
    func attribute(_ id: AttributeID) -> String { self?.attribute(id) ?? String(id.number) }
    func achievement(_ id: AchievementID) -> String { self?.achievement(id) ?? String(id.number) }
}
