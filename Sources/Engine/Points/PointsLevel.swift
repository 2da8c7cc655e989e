/// A level of a points system: whoever has so many points is on it, or on a higher one.
public struct PointsLevel: Hashable, Sendable {
    /// The number inside the database.
    public let id: PointsLevelID
    /// The UUID by which callers know it.
    public let publicID: String
    /// The system.
    public let system: PointsSystemID
    /// The reference that callers use; it never changes.
    public let key: String
    /// What people call it.
    public var name: String
    /// What people are told about it; empty for nothing.
    public var description: String
    /// Where its picture is.
    public var badgeURL: String?
    /// The points that it takes.
    public var points: Int64

    /// A level with all its parts.
    public init(
        id: PointsLevelID,
        publicID: String,
        system: PointsSystemID,
        key: String,
        name: String,
        description: String = "",
        badgeURL: String? = nil,
        points: Int64
    ) {
        self.id = id
        self.publicID = publicID
        self.system = system
        self.key = key
        self.name = name
        self.description = description
        self.badgeURL = badgeURL
        self.points = points
    }
}

/// The number of a level.
public struct PointsLevelID: Hashable, Sendable {
    /// The number inside the database.
    public let number: Int64

    /// The level with this number.
    public init(_ number: Int64) { self.number = number }
}
