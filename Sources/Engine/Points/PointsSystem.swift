public import CivilTime

/// A currency of points that users of a workspace earn and spend; several currencies are several
/// systems.
public struct PointsSystem: Hashable, Sendable {
    /// Whether points of it are given.
    public enum Status: String, Sendable, CaseIterable {
        case active
        /// Nothing is given any more; what was given stays in the ledger.
        case archived
    }

    /// The number inside the database; a later one is higher.
    public let id: PointsSystemID
    /// The UUID by which callers know it.
    public let publicID: String
    /// The reference that callers use; it never changes.
    public let key: String
    /// What people call it.
    public var name: String
    /// What people are told about it.
    public var description: String?
    /// Where its picture is.
    public var badgeURL: String?
    /// What nobody's total goes above.
    public var maxPoints: Int64?
    /// After how many of the user's days points that were not spent are gone.
    public var expiresAfterDays: Int?
    /// Whether points of it are given.
    public var status: Status
    /// When it came to be.
    public let createdAt: Instant

    /// A system with all its parts.
    public init(
        id: PointsSystemID,
        publicID: String,
        key: String,
        name: String,
        description: String? = nil,
        badgeURL: String? = nil,
        maxPoints: Int64? = nil,
        expiresAfterDays: Int? = nil,
        status: Status = .active,
        createdAt: Instant
    ) {
        self.id = id
        self.publicID = publicID
        self.key = key
        self.name = name
        self.description = description
        self.badgeURL = badgeURL
        self.maxPoints = maxPoints
        self.expiresAfterDays = expiresAfterDays
        self.status = status
        self.createdAt = createdAt
    }
}

/// The number of a points system.
public struct PointsSystemID: Hashable, Comparable, Sendable {
    /// The number inside the database.
    public let number: Int64

    /// The system with this number.
    public init(_ number: Int64) { self.number = number }

    /// Orders systems by their creation.
    public static func < (left: PointsSystemID, right: PointsSystemID) -> Bool {
        left.number < right.number
    }
}
