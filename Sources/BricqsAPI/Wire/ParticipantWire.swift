import CivilTime
import Engine
import HTTP
import JSONText
import Service

/// Participants as Bricqs' wire has them; elsewhere they are called users.
enum ParticipantWire {
    /// The rule for ids.
    static let idRule = TextRule.filled(BricqsLimits.maximumNameLength)
    private static let pictureRule = TextRule.filled(BricqsLimits.maximumAddressLength)
    private static let attributeRule = TextRule.any(BricqsLimits.maximumAttributeLength)
    /// The attribute that holds where a participant's picture is.
    static let pictureKey = "avatar_url"

    /// The id in the body of a call that may create the participant.
    static func id(from fields: JSONFields) throws(InvalidInput) -> String {
        try fields.text("participant_id", idRule)
    }

    /// What the fields tell about a participant.
    static func change(from fields: JSONFields, zones: ZoneDatabase) throws -> UserChange {
        var change = UserChange()
        change.name = try wanted(fields, "display_name") {
            try TextRule.any(BricqsLimits.maximumNameLength).text(of: $0)
        }
        change.zone = try wanted(fields, "timezone") { try ZoneName.zone($0, zones).identifier }
        if let attributes = fields.optional("attributes") {
            change.attributes = try self.attributes(from: attributes)
        }
        if let picture = fields[pictureKey] {
            let address = picture.isNull ? nil : try pictureRule.text(of: picture)
            change.attributes.updateValue(address, forKey: pictureKey)
        }
        return change
    }

    /// Writes a participant.
    static func write(
        _ user: User,
        attributes: [AttributeID: String],
        rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        let named = attributes.compactMap { id, value in
            rulebook.attribute(id: id).map { (key: $0.key, value: value) }
        }
        object.field("participant_id", user.id)
        object.field("display_name", user.name)
        object.field("avatar_url", named.first { $0.key == pictureKey }?.value)
        object.field("timezone", user.zone)
        object.object("attributes") { map in
            for (key, value) in named.sorted(by: { $0.key < $1.key }) where key != pictureKey {
                map.field(key, value)
            }
        }
        object.field("created_at", InstantText.text(of: user.createdAt))
        object.field("updated_at", InstantText.text(of: user.updatedAt))
    }

    /// What a caller wants of a property: absent keeps it, null clears it.
    private static func wanted<Value: Sendable>(
        _ fields: JSONFields,
        _ name: String,
        _ read: (JSONCursor) throws -> Value
    ) throws -> Change<Value> {
        guard let value = fields[name] else { return .keep }
        return value.isNull ? .clear : .set(try read(value))
    }
}

// MARK: - Attributes

extension ParticipantWire {
    /// What is to change of a participant's attributes: texts, and numbers and booleans as text;
    /// null removes one.
    private static func attributes(from cursor: JSONCursor) throws -> [String: String?] {
        let fields = try cursor.fields()
        guard fields.object.count <= BricqsLimits.maximumAttributes else {
            throw cursor.invalid("must have at most \(BricqsLimits.maximumAttributes) entries")
        }
        var changes: [String: String?] = [:]
        for member in fields.object.members {
            let path = "\(cursor.path).\(member.name.excerpt)"
            guard Code.isCode(member.name) else {
                throw InvalidInput(path: path, problem: "must have a name of \(Code.alphabet)")
            }
            let value = JSONCursor(member.value, path: path)
            let rule = member.name == pictureKey ? pictureRule : attributeRule
            changes.updateValue(try text(of: value, rule), forKey: member.name)
        }
        return changes
    }

    private static func text(
        of cursor: JSONCursor,
        _ rule: TextRule
    ) throws(InvalidInput) -> String? {
        switch cursor.json {
        case .null: return nil
        case .bool(let value): return value ? "true" : "false"
        case .number(let number):
            if let problem = rule.problem(with: number.literal) {
                throw cursor.invalid(problem)
            }
            return number.literal
        case .string:
            return try rule.text(of: cursor)
        case .array, .object:
            throw cursor.invalid("must be a string, a number, a boolean or null")
        }
    }
}
