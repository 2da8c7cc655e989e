import Access
import CivilTime
import Engine
import HTTP
import Intake
import JSONText
import Service
import Wire

/// Events as Phoenix's wire has them.
enum EventWire {
    /// The rule for ids and names by which something is found again.
    static let nameRule = TextRule.filled(PhoenixLimits.maximumNameLength)

    /// An event that is sent.
    static let eventBody = JSONSchema.named(
        "Event",
        .object(
            .field("event_id", name),
            .field("event_type", name),
            .optional("user_id", name.orNull),
            .optional("value", .number.orNull),
            .optional("timestamp", .instant.orNull),
            .optional("attributes", .oneOf([.map(attribute), .null]))
        )
    )

    /// What became of an event.
    static let taken = JSONSchema.named(
        "TakenEvent",
        .object(
            .field("status", .words(["accepted"])),
            .field("event_id", .text),
            .field("duplicate", .boolean)
        )
    )

    private static let name = JSONSchema.name(upTo: PhoenixLimits.maximumNameLength)
    private static let attribute = JSONSchema.oneOf([
        .text(upTo: PhoenixLimits.maximumAttributeLength), .number, .boolean, .null,
    ])

    /// The event that the fields describe.
    ///
    /// Its `event_id` is used once and for all, whatever the type. What it carries need not have
    /// been set up, as the rules of streaks name attributes freely.
    static func draft(from fields: JSONFields, in context: CallContext) throws -> EventDraft {
        let id = try fields.text("event_id", nameRule)
        let type = try eventType(try fields.required("event_type"))
        let userID = try userID(from: fields, sender: context.principal)
        var draft = EventDraft(
            user: context.service.intake.userKey(of: userID, in: context.workspace),
            userID: userID,
            metricKey: type,
            amount: try fields.optional("value")?.amount() ?? Amount(1),
            attributes: try fields.optional("attributes").map(attributes) ?? [:],
            occurredAt: try fields.optional("timestamp")?.instant(),
            idempotencyKey: id
        )
        draft.sharesKey = true
        draft.allowsUnknownAttributes = true
        return draft
    }

    /// The name of a kind of event: letters, digits, full stops, hyphens and underscores.
    static func eventType(_ cursor: JSONCursor) throws(InvalidInput) -> String {
        try NameAlphabet.dotted.name(of: cursor, upTo: PhoenixLimits.maximumNameLength)
    }

    /// Writes what became of an event.
    static func write(
        _ event: RecordedEvent,
        of draft: EventDraft,
        to object: inout JSONObjectWriter
    ) {
        object.field("status", "accepted")
        object.field("event_id", draft.idempotencyKey)
        object.field("duplicate", event.isReplay)
    }
}

// MARK: - Fields

extension EventWire {
    /// Whose event it is: the token's own user's, unless a service says.
    private static func userID(from fields: JSONFields, sender: Principal) throws -> String {
        let sent = try fields.optional("user_id").map { cursor in try cursor.string() }
        guard let id = sent ?? sender.userID else {
            throw fields.invalid("user_id", "is required")
        }
        // A token may name any text, and what it names has to be readable afterwards.
        if let problem = nameRule.problem(with: id) { throw fields.invalid("user_id", problem) }
        try sender.requireAccess(toUser: id)
        return id
    }

    /// What an event carries, as the texts that its numbers and booleans are written with; null is
    /// the same as none.
    private static func attributes(_ cursor: JSONCursor) throws -> [String: String] {
        var values: [String: String] = [:]
        for (name, value) in try cursor.entries(atMost: PhoenixLimits.maximumAttributes) {
            if let problem = nameRule.problem(with: name) {
                throw value.invalid("has a name that \(problem)")
            }
            values[name] = try value.scalarText(
                .any(PhoenixLimits.maximumAttributeLength),
                numbers: nameRule,
                expected: "a string, a number or a boolean"
            )
        }
        return values
    }
}
