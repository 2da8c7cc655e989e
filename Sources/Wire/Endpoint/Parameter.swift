/// What a request may say beside its body.
public struct Parameter: Sendable {
    /// Where it stands.
    public enum Location: String, Sendable {
        case path
        case query
        case header
    }

    /// Its name; header fields have any case.
    public let name: String
    /// Where it stands.
    public let location: Location
    /// What it may be; the value of a list stands in the address with commas between its elements.
    public let schema: JSONSchema
    /// Whether the request needs it.
    public let isRequired: Bool
    /// What it means, in a sentence.
    public let meaning: String

    private init(
        _ name: String,
        _ location: Location,
        _ schema: JSONSchema,
        isRequired: Bool,
        _ meaning: String
    ) {
        self.name = name
        self.location = location
        self.schema = schema
        self.isRequired = isRequired
        self.meaning = meaning
    }

    /// A part of the path, which the pattern has in braces.
    public static func path(_ name: String, _ schema: JSONSchema, _ meaning: String) -> Parameter {
        Parameter(name, .path, schema, isRequired: true, meaning)
    }

    /// A parameter behind the question mark.
    public static func query(
        _ name: String,
        _ schema: JSONSchema,
        isRequired: Bool = false,
        _ meaning: String
    ) -> Parameter {
        Parameter(name, .query, schema, isRequired: isRequired, meaning)
    }

    /// A ticket that stands for a credential.
    public static let ticket = query(
        "ticket",
        .text,
        "A ticket that stands for the key or token, for clients that can send no header."
    )

    /// A header field.
    public static func header(
        _ name: String,
        _ schema: JSONSchema,
        _ meaning: String
    ) -> Parameter {
        Parameter(name, .header, schema, isRequired: false, meaning)
    }
}
