import CivilTime
public import Engine
import JSONText

/// Something that points are set up from: a system, a trigger, a level or a boost.
///
/// All of them have the same columns, and what tells them apart is a document.
public protocol PointsItem: Sendable {
    /// What the column of kinds says.
    static var storedKind: String { get }

    /// The number inside the database; all kinds draw theirs from one row of numbers.
    var number: Int64 { get }
    /// The UUID by which callers know it.
    var publicID: String { get }
    /// The system that it belongs to; of a system itself, its own number.
    var system: PointsSystemID { get }
    /// The key by which callers know it, if it has one.
    var storedKey: String? { get }
    /// The user whom it is for, if it is for one.
    var storedUser: UserKey? { get }

    /// What is stored of it beside the columns by which rows are found; one for people names
    /// attributes and the rest, and is not read back.
    func document(naming names: ItemNames?) -> String

    /// The item that a row says.
    init(row: PointsItemRow) throws(StorageError)
}

extension PointsItem {
    /// None.
    public var storedKey: String? { nil }

    /// Nobody.
    public var storedUser: UserKey? { nil }
}

/// What the columns of a row of the table say, and its document.
public struct PointsItemRow: Sendable {
    let number: Int64
    let publicID: String
    let system: PointsSystemID
    let key: String?
    let user: UserKey?
    let createdAt: Instant
    let updatedAt: Instant
    let archivedAt: Instant?
    let document: String
}

extension PointsItemRow {
    /// Reads the fields of the document.
    func read<Value>(
        _ body: (JSONFields) throws(InvalidInput) -> Value
    ) throws(StorageError) -> Value {
        do {
            return try body(try JSONCursor(try JSON(parsing: Array(document.utf8))).fields())
        } catch {
            throw StorageError(
                .invalidValue,
                "the document of points item \(number) is not what it should be: \(error)"
            )
        }
    }
}
