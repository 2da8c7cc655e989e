import CivilTime
import Engine
import HTTP
import JSONText
import Wire

/// Participants as Bricqs' wire has them; elsewhere they are called users.
enum ParticipantWire {
    /// The rule for ids.
    static let idRule = UserName.rule
    private static let pictureRule = TextRule.filled(BricqsLimits.maximumAddressLength)
    private static let attributeRule = TextRule.any(BricqsLimits.maximumAttributeLength)
    /// The attribute that holds where a participant's picture is.
    static let pictureKey = "avatar_url"

    /// A participant.
    static let participant = JSONSchema.named(
        "Participant",
        .object(
            .field("participant_id", .text),
            .field("display_name", .text.orNull),
            .field(pictureKey, .text.orNull),
            .field("timezone", .text.orNull),
            .field("attributes", .map(.text)),
            .field("created_at", .instant),
            .field("updated_at", .instant)
        )
    )

    /// What changes a participant.
    static let changeBody = JSONSchema.object(
        .optional("display_name", .text(upTo: BricqsLimits.maximumNameLength).orNull),
        .optional("timezone", .text.orNull),
        .optional("attributes", .oneOf([.map(attributeValue), .null])),
        .optional(pictureKey, .name(upTo: BricqsLimits.maximumAddressLength).orNull)
    )

    /// What creates a participant, or changes one that exists.
    static let draftBody = changeBody.with(
        .field("participant_id", .name(upTo: BricqsLimits.maximumNameLength))
    )

    private static let attributeValue = JSONSchema.oneOf([
        .text(upTo: BricqsLimits.maximumAttributeLength), .number, .boolean, .null,
    ])

    /// The id in the body of a call that may create the participant.
    static func id(from fields: JSONFields) throws(InvalidInput) -> String {
        try fields.text("participant_id", idRule)
    }

    /// What the fields tell about a participant.
    static func change(from fields: JSONFields, zones: ZoneDatabase) throws -> UserChange {
        var change = UserChange()
        let nameRule = TextRule.any(BricqsLimits.maximumNameLength)
        change.name = try fields.wanted("display_name", nameRule.text)
        change.zone = try fields.wanted("timezone") { try $0.zone(in: zones).identifier }
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
        object.field("created_at", user.createdAt.shortText)
        object.field("updated_at", user.updatedAt.shortText)
    }
}

// MARK: - Attributes

extension ParticipantWire {
    /// What is to change of a participant's attributes: texts, and numbers and booleans as text;
    /// null removes one.
    private static func attributes(from cursor: JSONCursor) throws -> [String: String?] {
        var changes: [String: String?] = [:]
        for (name, value) in try cursor.entries(atMost: BricqsLimits.maximumAttributes) {
            guard name.utf8.count <= BricqsLimits.maximumNameLength, !name.isEmpty,
                NameAlphabet.plain.isName(name)
            else { throw value.invalid("must have a name of \(NameAlphabet.plain.words)") }
            let rule = name == pictureKey ? pictureRule : attributeRule
            let text = try value.scalarText(
                rule,
                numbers: rule,
                expected: "a string, a number, a boolean or null"
            )
            changes.updateValue(text, forKey: name)
        }
        return changes
    }
}
