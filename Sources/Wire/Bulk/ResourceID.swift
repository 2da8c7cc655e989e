import Engine
public import HTTP
public import JSONText

/// The UUIDs by which callers name what they set up.
public enum ResourceID {
    /// The id in a path; the case of its digits does not matter.
    public static func read(_ text: String) throws(HTTPError) -> String {
        guard UUIDText.isValid(text) else { throw .unprocessable("id must be a valid UUID") }
        return text.lowercased()
    }

    /// The id of something else, in a field.
    public static func read(_ cursor: JSONCursor) throws -> String {
        let text = try cursor.string()
        guard UUIDText.isValid(text) else { throw cursor.invalid("must be a valid UUID") }
        return text.lowercased()
    }

    /// The id of an item.
    public static func read(_ fields: JSONFields) throws -> String {
        try read(try fields.string("id"))
    }

    /// What items call themselves, even where that is no UUID, to name them in issues.
    public static func ids(of items: [JSONCursor]) -> [String?] {
        items.map { item in try? item.fields().string("id") }
    }
}
