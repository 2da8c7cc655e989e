public import CivilTime
public import Engine

/// A value that a column holds: how it is bound, and how it is read.
public protocol ColumnValue: Sendable {
    /// What is bound, or null.
    var bound: SQLValue { get }

    /// The type of a column that holds it.
    static var sqlType: SQLType { get }

    /// The value in a column of a row.
    init(_ row: some Row, _ column: Int)
}

extension ColumnValue where Self: SQLBindable {
    /// The value to bind.
    public var bound: SQLValue { sqlValue }
}

extension Int64: ColumnValue {
    /// A whole number.
    public static var sqlType: SQLType { .integer }

    /// The whole number; zero for null.
    public init(_ row: some Row, _ column: Int) { self = row.integer(column) }
}

extension Int: ColumnValue {
    /// A whole number.
    public static var sqlType: SQLType { .integer }

    /// The whole number; zero for null.
    public init(_ row: some Row, _ column: Int) { self = Int(row.integer(column)) }
}

extension Bool: ColumnValue {
    /// A whole number.
    public static var sqlType: SQLType { .integer }

    /// Whether the number is not zero.
    public init(_ row: some Row, _ column: Int) { self = row.integer(column) != 0 }
}

extension String: ColumnValue {
    /// Text.
    public static var sqlType: SQLType { .text }

    /// The text; empty for null.
    public init(_ row: some Row, _ column: Int) { self = row.text(column) }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    /// That of the value.
    public static var sqlType: SQLType { Wrapped.sqlType }

    /// The value, or null.
    public var bound: SQLValue { self?.bound ?? .null }

    /// The value, or nothing for null.
    public init(_ row: some Row, _ column: Int) {
        self = row.isNull(column) ? nil : Wrapped(row, column)
    }
}

/// A value that stands for a whole number, one to one.
public protocol WholeNumber: ColumnValue, SQLBindable {
    /// The number that a column holds.
    var stored: Int64 { get }

    /// The value that a number stands for.
    static func value(of stored: Int64) -> Self
}

extension WholeNumber {
    /// A whole number.
    public static var sqlType: SQLType { .integer }

    /// The number to bind.
    public var sqlValue: SQLValue { .integer(stored) }

    /// The value that the column's number stands for.
    public init(_ row: some Row, _ column: Int) { self = Self.value(of: row.integer(column)) }
}

extension Instant: WholeNumber {
    /// The microseconds since 1970.
    public var stored: Int64 { microseconds }

    /// The value that a stored number stands for.
    public static func value(of stored: Int64) -> Instant { Instant(microseconds: stored) }
}

extension CivilDate: WholeNumber {
    /// The days since 1970.
    public var stored: Int64 { Int64(dayNumber) }

    /// The value that a stored number stands for.
    public static func value(of stored: Int64) -> CivilDate {
        CivilDate(dayNumber: Int32(truncatingIfNeeded: stored))
    }
}

extension Amount: WholeNumber {
    /// The millionths.
    public var stored: Int64 { millionths }

    /// The value that a stored number stands for.
    public static func value(of stored: Int64) -> Amount { Amount(millionths: stored) }
}

extension UserKey: WholeNumber {
    /// The number inside the database.
    public var stored: Int64 { number }

    /// The value that a stored number stands for.
    public static func value(of stored: Int64) -> UserKey { UserKey(stored) }
}

extension WorkspaceID: WholeNumber {
    /// The number inside the database.
    public var stored: Int64 { number }

    /// The value that a stored number stands for.
    public static func value(of stored: Int64) -> WorkspaceID { WorkspaceID(stored) }
}

extension MetricID: WholeNumber {
    /// The number inside the database.
    public var stored: Int64 { number }

    /// The value that a stored number stands for.
    public static func value(of stored: Int64) -> MetricID { MetricID(stored) }
}

extension AttributeID: WholeNumber {
    /// The number inside the database.
    public var stored: Int64 { number }

    /// The value that a stored number stands for.
    public static func value(of stored: Int64) -> AttributeID { AttributeID(stored) }
}

extension AchievementID: WholeNumber {
    /// The number inside the database.
    public var stored: Int64 { number }

    /// The value that a stored number stands for.
    public static func value(of stored: Int64) -> AchievementID { AchievementID(stored) }
}

extension EventFilterID: WholeNumber {
    /// The number inside the database.
    public var stored: Int64 { number }

    /// The value that a stored number stands for.
    public static func value(of stored: Int64) -> EventFilterID { EventFilterID(stored) }
}

extension StreakDefinitionID: WholeNumber {
    /// The number inside the database.
    public var stored: Int64 { number }

    /// The value that a stored number stands for.
    public static func value(of stored: Int64) -> StreakDefinitionID { StreakDefinitionID(stored) }
}

extension PointsSystemID: WholeNumber {
    /// The number inside the database.
    public var stored: Int64 { number }

    /// The value that a stored number stands for.
    public static func value(of stored: Int64) -> PointsSystemID { PointsSystemID(stored) }
}

extension PointsTriggerID: WholeNumber {
    /// The number inside the database.
    public var stored: Int64 { number }

    /// The value that a stored number stands for.
    public static func value(of stored: Int64) -> PointsTriggerID { PointsTriggerID(stored) }
}

extension BoardID: WholeNumber {
    /// The number inside the database.
    public var stored: Int64 { number }

    /// The value that a stored number stands for.
    public static func value(of stored: Int64) -> BoardID { BoardID(stored) }
}
