/// A named kind of event whose amounts add up.
public struct Metric: Hashable, Sendable {
    /// What the amounts of a metric measure.
    public enum UnitType: String, Sendable, CaseIterable {
        case number
        case currency
    }

    /// The number inside the database.
    public let id: MetricID
    /// The UUID by which callers know it.
    public let publicID: String
    /// The reference that events carry; it never changes.
    public let key: String
    /// What people call it.
    public var name: String
    /// Whether its amounts are plain numbers or money.
    public var unitType: UnitType
    /// A currency code, or a free label.
    public var units: String

    /// A metric with all its parts.
    public init(
        id: MetricID,
        publicID: String,
        key: String,
        name: String,
        unitType: UnitType,
        units: String
    ) {
        self.id = id
        self.publicID = publicID
        self.key = key
        self.name = name
        self.unitType = unitType
        self.units = units
    }
}
