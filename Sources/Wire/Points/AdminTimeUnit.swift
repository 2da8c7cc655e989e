public import Engine

/// Administrators count hours and days, where applications are told of an hour or a day.
public enum AdminTimeUnit: String, CaseIterable {
    /// Hours.
    case hours
    /// Days, at the user's midnight.
    case days

    /// The word for a unit.
    public init(_ unit: PointsInterval.Unit) {
        switch unit {
        case .hour: self = .hours
        case .day: self = .days
        }
    }

    /// The unit that the word says.
    public var unit: PointsInterval.Unit {
        switch self {
        case .hours: .hour
        case .days: .day
        }
    }
}
