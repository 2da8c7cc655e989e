import Engine
import JSONText
import Wire

/// The `attributes` of users and events: a map from keys to texts.
enum AttributeMap {
    /// What an event carries.
    static func values(from cursor: JSONCursor?) throws -> [String: String] {
        guard let cursor else { return [:] }
        var values: [String: String] = [:]
        for (key, value) in try cursor.entries(atMost: TrophyLimits.maximumAttributes) {
            guard !value.isNull else { throw value.invalid("must be a string") }
            values[key] = try rule.text(of: value)
        }
        return values
    }

    /// What is to change of a user's attributes; null removes one.
    static func changes(from cursor: JSONCursor) throws -> [String: String?] {
        var changes: [String: String?] = [:]
        for (key, value) in try cursor.entries(atMost: TrophyLimits.maximumAttributes) {
            changes.updateValue(value.isNull ? nil : try rule.text(of: value), forKey: key)
        }
        return changes
    }

    private static let rule = TextRule.any(WireLimits.maximumAttributeLength)
}
