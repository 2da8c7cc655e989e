/// A value that a statement binds or a row holds.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
}

/// The type of a column, as the statement that uses it has to know it.
public enum SQLType: Sendable {
    case integer
    case text
}

/// Something that a statement can bind.
public protocol SQLBindable {
    /// The value to bind.
    var sqlValue: SQLValue { get }
}

extension Int64: SQLBindable {
    /// The number itself.
    public var sqlValue: SQLValue { .integer(self) }
}

extension Int: SQLBindable {
    /// The number itself.
    public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Bool: SQLBindable {
    /// 1 or 0, which both engines compare alike.
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension String: SQLBindable {
    /// The text itself.
    public var sqlValue: SQLValue { .text(self) }
}

extension Optional where Wrapped: SQLBindable {
    /// The value, or null.
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
