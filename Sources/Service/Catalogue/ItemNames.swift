import Engine
import JSONText

/// The names by which documents for people call metrics and attributes; rows call them by numbers,
/// so that renaming never touches one.
struct ItemNames {
    private let metrics: [MetricID: String]
    private let attributes: [AttributeID: String]

    init(_ metrics: [Metric], _ attributes: [Attribute]) {
        self.metrics = Dictionary(metrics.map { ($0.id, $0.key) }) { first, _ in first }
        self.attributes = Dictionary(attributes.map { ($0.id, $0.key) }) { first, _ in first }
    }

    /// The key of a metric; one that is gone has its number alone.
    func metric(_ id: MetricID) -> String { metrics[id] ?? String(id.number) }

    /// The key of an attribute; one that is gone has its number alone.
    func attribute(_ id: AttributeID) -> String { attributes[id] ?? String(id.number) }

    /// Writes what attributes have to be, by key.
    func write(_ filter: AttributeFilter?, as name: String, to object: inout JSONObjectWriter) {
        guard let filter, !filter.isEmpty else { return }
        object.object(name) { object in
            for (id, value) in filter.attributes.sorted(by: { $0.key.number < $1.key.number }) {
                object.field(attribute(id), value)
            }
        }
    }
}
