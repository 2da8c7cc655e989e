import Engine
import JSONText

/// The `attributes` of users and events: a map from keys to texts.
enum AttributeMap {
    /// What an event carries.
    static func values(from cursor: JSONCursor?) throws -> [String: String] {
        guard let cursor else { return [:] }
        var values: [String: String] = [:]
        for (key, value) in try changes(from: cursor) {
            guard let value else {
                throw InvalidInput(path: path(of: key, in: cursor), problem: "must be a string")
            }
            values[key] = value
        }
        return values
    }

    /// What is to change of a user's attributes; null removes one.
    static func changes(from cursor: JSONCursor) throws -> [String: String?] {
        let fields = try cursor.fields()
        guard fields.object.count <= TrophyLimits.maximumAttributes else {
            throw cursor.invalid("must have at most \(TrophyLimits.maximumAttributes) entries")
        }
        var changes: [String: String?] = [:]
        let rule = TextRule.any(TrophyLimits.maximumAttributeLength)
        for member in fields.object.members {
            // Keys are the caller's, so what an error says of where it is has to have an end.
            let value = JSONCursor(member.value, path: path(of: member.name, in: cursor))
            let text = value.isNull ? nil : try rule.text(of: value)
            changes.updateValue(text, forKey: member.name)
        }
        return changes
    }

    private static func path(of key: String, in map: JSONCursor) -> String {
        "\(map.path).\(key.excerpt)"
    }
}
