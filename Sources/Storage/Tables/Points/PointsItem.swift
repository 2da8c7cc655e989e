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

// MARK: - Parts of documents

/// Parts of the documents of what points are set up from.
enum PointsDocument {
    static func text(_ write: (inout JSONObjectWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.object(write)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    static func write(
        _ filter: AttributeFilter,
        as name: String,
        _ names: ItemNames?,
        to object: inout JSONObjectWriter
    ) {
        guard !filter.isEmpty else { return }
        object.object(name) { object in
            for (id, value) in filter.attributes.sorted(by: { $0.key.number < $1.key.number }) {
                object.field(names.attribute(id), value)
            }
        }
    }

    static func filter(
        _ name: String,
        in fields: JSONFields
    ) throws(InvalidInput) -> AttributeFilter {
        var attributes: [AttributeID: String] = [:]
        for (number, value) in try fields.stringMap(name) {
            guard let number = Int64(number) else { continue }
            attributes[AttributeID(number)] = value
        }
        return AttributeFilter(attributes)
    }

    static func word<Word: RawRepresentable>(
        _ name: String,
        in fields: JSONFields
    ) throws(InvalidInput) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try fields.string(name)) else {
            throw fields.invalid(name, "is unknown")
        }
        return word
    }

    static func amount(_ name: String, in fields: JSONFields) throws(InvalidInput) -> Amount {
        guard let amount = Amount(decimal: try fields.string(name)) else {
            throw fields.invalid(name, "must be a number")
        }
        return amount
    }

    static func date(_ name: String, in fields: JSONFields) throws(InvalidInput) -> CivilDate? {
        guard let text = try fields.optionalString(name) else { return nil }
        do {
            return try CivilDate(iso8601: text)
        } catch {
            throw fields.invalid(name, "must be a date")
        }
    }

    static func instant(_ name: String, in fields: JSONFields) throws(InvalidInput) -> Instant? {
        try fields.optionalInteger(name).map { Instant(microseconds: $0) }
    }
}
