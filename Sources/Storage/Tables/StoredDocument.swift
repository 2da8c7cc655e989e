private import JSONText

/// Small documents that a column keeps as JSON text.
enum StoredDocument {
    /// The text of a map, its names in order; nothing for an empty one.
    static func text(of map: [String: String]) -> String? {
        guard !map.isEmpty else { return nil }
        var writer = JSONWriter()
        writer.object { object in
            for (name, value) in map.sorted(by: { $0.key < $1.key }) {
                object.field(name, value)
            }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// The text of a list; nothing for none.
    static func text(of list: [String]?) -> String? {
        guard let list else { return nil }
        var writer = JSONWriter()
        writer.array { array in
            for value in list { array.element(value) }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// The map that a column holds.
    static func map(from text: String?) throws(StorageError) -> [String: String] {
        guard let text else { return [:] }
        return try value(from: text) { (cursor) throws(InvalidInput) in try cursor.stringMap() }
    }

    /// The list that a column holds.
    static func list(from text: String?) throws(StorageError) -> [String]? {
        guard let text else { return nil }
        return try value(from: text) { (cursor) throws(InvalidInput) in try cursor.strings() }
    }

    private static func value<Value>(
        from text: String,
        _ read: (JSONCursor) throws(InvalidInput) -> Value
    ) throws(StorageError) -> Value {
        do {
            return try read(JSONCursor(try JSON(parsing: Array(text.utf8))))
        } catch {
            throw StorageError(
                .invalidValue,
                "a stored document is not what it should be: \(error)"
            )
        }
    }
}
