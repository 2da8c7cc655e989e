import CivilTime
import Engine
import HTTP
import JSONText
import Service

/// Events as Phoenix's wire has them.
enum EventWire {
    /// The rule for ids and names by which something is found again.
    static let nameRule = TextRule.filled(PhoenixLimits.maximumNameLength)

    /// The event that the fields describe.
    ///
    /// Its `event_id` is used once and for all, whatever the type. What it carries need not have
    /// been set up, as the rules of streaks name attributes freely.
    static func draft(from fields: JSONFields, in context: CallContext) throws -> EventDraft {
        let id = try fields.text("event_id", nameRule)
        let type = try eventType(try fields.required("event_type"))
        let userID = try userID(from: fields, sender: context.sender)
        var draft = EventDraft(
            user: context.service.userKey(of: userID, in: context.workspace),
            userID: userID,
            metricKey: type,
            amount: try fields.optional("value").map(amount) ?? Amount(1),
            attributes: try fields.optional("attributes").map(attributes) ?? [:],
            occurredAt: try fields.optional("timestamp").map(InstantText.read),
            idempotencyKey: id
        )
        draft.sharesKey = true
        draft.allowsUnknownAttributes = true
        return draft
    }

    /// The name of a kind of event: letters, digits, full stops, hyphens and underscores.
    static func eventType(_ cursor: JSONCursor) throws(InvalidInput) -> String {
        let type = try nameRule.text(of: cursor)
        guard type.utf8.allSatisfy(isAllowed) else {
            throw cursor.invalid("may only have letters, digits, \".\", \"-\" and \"_\"")
        }
        return type
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

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
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

    private static func amount(_ cursor: JSONCursor) throws(InvalidInput) -> Amount {
        guard let amount = Amount(decimal: try cursor.number().literal) else {
            throw cursor.invalid(
                "must be between -\(Amount.maximumMagnitude) and \(Amount.maximumMagnitude)"
            )
        }
        return amount
    }

    /// What an event carries, as the texts that its numbers and booleans are written with.
    private static func attributes(_ cursor: JSONCursor) throws -> [String: String] {
        let fields = try cursor.fields()
        guard fields.object.count <= PhoenixLimits.maximumAttributes else {
            throw cursor.invalid("must have at most \(PhoenixLimits.maximumAttributes) entries")
        }
        var values: [String: String] = [:]
        for member in fields.object.members {
            // Keys are the caller's, so what an error says of where it is has to have an end.
            let path = "\(cursor.path).\(member.name.excerpt)"
            if let problem = nameRule.problem(with: member.name) {
                throw InvalidInput(path: path, problem: "has a name that \(problem)")
            }
            values[member.name] = try text(of: JSONCursor(member.value, path: path))
        }
        return values
    }

    /// The text of an attribute; null is the same as none.
    private static func text(of cursor: JSONCursor) throws(InvalidInput) -> String? {
        switch cursor.json {
        case .null: return nil
        case .bool(let value): return value ? "true" : "false"
        case .number(let number):
            let rule = TextRule.filled(PhoenixLimits.maximumNameLength)
            if let problem = rule.problem(with: number.literal) { throw cursor.invalid(problem) }
            return number.literal
        case .string: return try TextRule.any(PhoenixLimits.maximumAttributeLength).text(of: cursor)
        case .array, .object:
            throw cursor.invalid("must be a string, a number or a boolean")
        }
    }
}
