import CivilTime
public import Engine
import JSONText

extension PointsSystem: PointsItem {
    /// A system.
    public static var storedKind: String { "system" }
    /// The number inside the database.
    public var number: Int64 { id.number }
    /// Itself.
    public var system: PointsSystemID { id }
    /// Its key.
    public var storedKey: String? { key }

    /// What is stored of it.
    public func document(naming names: ItemNames?) -> String {
        DocumentParts.text { object in
            if names != nil { object.field("key", key) }
            object.field("name", name)
            object.fieldIfPresent("description", description)
            object.fieldIfPresent("badgeUrl", badgeURL)
            object.fieldIfPresent("maxPoints", maxPoints)
            object.fieldIfPresent("expiresAfterDays", expiresAfterDays)
        }
    }

    /// The system that a row says.
    public init(row: PointsItemRow) throws(StorageError) {
        self = try row.read { (fields) throws(InvalidInput) in
            PointsSystem(
                id: PointsSystemID(row.number),
                publicID: row.publicID,
                key: row.key ?? "",
                name: try fields.string("name"),
                description: try fields.optionalString("description"),
                badgeURL: try fields.optionalString("badgeUrl"),
                maxPoints: try fields.optionalInteger("maxPoints"),
                expiresAfterDays: try fields.optionalInteger("expiresAfterDays").map {
                    Int(clamping: $0)
                },
                status: row.archivedAt == nil ? .active : .archived,
                createdAt: row.createdAt
            )
        }
    }
}

extension PointsLevel: PointsItem {
    /// A level.
    public static var storedKind: String { "level" }
    /// The number inside the database.
    public var number: Int64 { id.number }
    /// Its key.
    public var storedKey: String? { key }

    /// What is stored of it.
    public func document(naming names: ItemNames?) -> String {
        DocumentParts.text { object in
            if names != nil { object.field("key", key) }
            object.field("name", name)
            object.field("description", description)
            object.fieldIfPresent("badgeUrl", badgeURL)
            object.field("points", points)
        }
    }

    /// The level that a row says.
    public init(row: PointsItemRow) throws(StorageError) {
        self = try row.read { (fields) throws(InvalidInput) in
            PointsLevel(
                id: PointsLevelID(row.number),
                publicID: row.publicID,
                system: row.system,
                key: row.key ?? "",
                name: try fields.string("name"),
                description: try fields.string("description"),
                badgeURL: try fields.optionalString("badgeUrl"),
                points: try fields.integer("points")
            )
        }
    }
}

extension PointsBoost: PointsItem {
    /// A boost.
    public static var storedKind: String { "boost" }
    /// The number inside the database.
    public var number: Int64 { id.number }
    /// The one whom it is for, if it is for one.
    public var storedUser: UserKey? { user }

    /// What is stored of it; a document for people does not say whom it is for, as it outlives them.
    public func document(naming names: ItemNames?) -> String {
        DocumentParts.text { object in
            object.field("name", name)
            object.field("start", start.iso8601)
            object.fieldIfPresent("end", end?.iso8601)
            object.field("multiplier", multiplier.description)
            object.field("rounding", rounding.rawValue)
            DocumentParts.write(userFilter, as: "userAttributes", names, to: &object)
            guard names == nil else { return }
            if case .one(_, let id) = audience { object.field("userId", id) }
            object.field("told", told.rawValue)
        }
    }

    /// The boost that a row says.
    public init(row: PointsItemRow) throws(StorageError) {
        self = try row.read { (fields) throws(InvalidInput) in
            let filter = try DocumentParts.filter("userAttributes", in: fields)
            let userID = try fields.optionalString("userId")
            return PointsBoost(
                id: PointsBoostID(row.number),
                publicID: row.publicID,
                system: row.system,
                name: try fields.string("name"),
                start: try DocumentParts.date("start", in: fields) ?? CivilDate(dayNumber: 0),
                end: try DocumentParts.date("end", in: fields),
                multiplier: try DocumentParts.amount("multiplier", in: fields),
                rounding: try DocumentParts.word("rounding", in: fields),
                audience: row.user.map { .one($0, id: userID ?? "") } ?? .users(filter),
                told: Told(rawValue: try fields.integer("told")) ?? .nothing
            )
        }
    }
}
