/// The number of a workspace, the unit of isolation.
public struct WorkspaceID: Hashable, Sendable {
    /// The number inside the database.
    public let number: Int64

    /// The workspace with this number.
    public init(_ number: Int64) { self.number = number }
}

/// The number of a metric.
public struct MetricID: Hashable, Sendable {
    /// The number inside the database.
    public let number: Int64

    /// The metric with this number.
    public init(_ number: Int64) { self.number = number }
}

/// The number of an attribute.
public struct AttributeID: Hashable, Sendable {
    /// The number inside the database.
    public let number: Int64

    /// The attribute with this number.
    public init(_ number: Int64) { self.number = number }
}

/// The user's own key: the one column that every per-user table begins with.
///
/// It is derived from the workspace and the caller's id under a secret, so it needs no shared
/// sequence, is found without an index, and tells an outsider nothing.
public struct UserKey: Hashable, Sendable {
    /// The number inside the database; it has at most `bitWidth` bits.
    public let number: Int64

    /// The user with this key.
    public init(_ number: Int64) {
        precondition(number >> Self.bitWidth == 0, "a user key has at most 62 bits and no sign")
        self.number = number
    }

    /// The key of facts that are about no user.
    public static let nobody = UserKey(0)

    /// How many bits of a hash a key takes: what a UUID of version 7 has room for.
    public static let bitWidth = 62

    /// The key that a hash gives.
    public init(hash: UInt64) {
        number = Int64(hash & (1 << UInt64(Self.bitWidth) - 1))
    }
}
