public import CivilTime
public import Engine

/// An answer: rows of the same columns, whether they are written as JSON or as CSV.
public struct Report: Sendable {
    /// What is in a field.
    public enum Value: Hashable, Sendable {
        case text(String)
        case count(Int64)
        case number(Double)
        case date(CivilDate)
        case nothing

        /// A number, if there is one.
        static func optional(_ number: Double?) -> Value { number.map(Value.number) ?? .nothing }

        /// A count, if there is one.
        static func optional(_ count: Int64?) -> Value { count.map(Value.count) ?? .nothing }
    }

    /// The names of the columns.
    public let columns: [String]
    /// The rows, each with a value for every column.
    public internal(set) var rows: [[Value]] = []
    /// Whether all users are in it: not while they are gone through for the first time.
    public internal(set) var isComplete = true

    init(_ columns: [String]) { self.columns = columns }

    /// Adds a row.
    mutating func add(_ row: Value...) {
        precondition(row.count == columns.count, "a row has a value for every column")
        rows.append(row)
    }
}

/// What every question has: when, and by what users are told apart.
public struct ReportScope: Sendable {
    /// The days.
    public var days: ClosedRange<CivilDate>
    /// Whose days.
    public var daysOf: DaysOf
    /// By what users are told apart.
    public var grouping: ReportGrouping

    /// A scope from its parts.
    public init(
        days: ClosedRange<CivilDate>,
        daysOf: DaysOf = .user,
        grouping: ReportGrouping = .nothing
    ) {
        self.days = days
        self.daysOf = daysOf
        self.grouping = grouping
    }
}

/// By what users are told apart.
public enum ReportGrouping: Hashable, Sendable {
    /// They are not.
    case nothing
    /// The control group and the rest.
    case control
    /// The values of an attribute.
    case attribute(AttributeID)
    /// The arms of an experiment.
    case experiment(ExperimentID)

    /// The number that segments have for it.
    public var dimension: Int64 {
        switch self {
        case .nothing: 0
        case .control: Segment.control
        case .attribute(let id): id.number
        case .experiment(let id): Segment.experiment(id.number)
        }
    }
}
