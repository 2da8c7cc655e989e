public import JSONText

extension JSONSchema {
    /// The fields of a value that the schema has no name for, each with its path; nothing where any
    /// field is taken.
    public func unknownFields(in json: JSON, at path: String = "") -> [String] {
        switch (self, json) {
        case (.named(_, let schema), _): schema.unknownFields(in: json, at: path)
        case (.oneOf(let schemas), _): Self.unknownFields(in: json, schemas, path)
        case (.array(let element, _), .array(let elements)):
            elements.enumerated().flatMap { element.unknownFields(in: $1, at: "\(path)[\($0)]") }
        case (.map(let value), .object(let object)):
            object.members.flatMap {
                value.unknownFields(in: $0.value, at: Self.path(path, $0.name))
            }
        case (.object(let fields), .object(let object)):
            Self.unknownFields(in: object, fields, path)
        default: []
        }
    }

    /// Those by the schema that knows most of the value.
    private static func unknownFields(
        in json: JSON,
        _ schemas: [JSONSchema],
        _ path: String
    ) -> [String] {
        let all = schemas.filter { $0 != .null || json == .null }.map {
            $0.unknownFields(in: json, at: path)
        }
        return all.min { $0.count < $1.count } ?? []
    }

    private static func unknownFields(
        in object: JSONObject,
        _ fields: [Field],
        _ path: String
    ) -> [String] {
        let known = Dictionary(fields.map { ($0.name, $0.schema) }) { first, _ in first }
        return object.members.flatMap { member in
            let name = Self.path(path, member.name)
            return known[member.name]?.unknownFields(in: member.value, at: name) ?? [name]
        }
    }

    private static func path(_ path: String, _ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }
}
