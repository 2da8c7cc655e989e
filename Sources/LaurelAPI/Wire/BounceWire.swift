import JSONText
import Reminders
import Storage
import Wire

/// That mails came back, as Postmark, SendGrid, Amazon SES and a plain call say it.
enum BounceWire {
    /// The bounces and complaints of a body, whichever of the forms it has; what is neither is left
    /// out.
    static func bounces(from body: JSONCursor) throws -> [MailBounce] {
        if case .array = body.json {
            let events = try body.elements(atMost: LaurelLimits.maximumBounces, "events")
            return try events.compactMap { try sendGrid($0.fields()) }
        }
        let fields = try body.fields()
        if fields.has("RecordType") { return try postmark(fields).map { [$0] } ?? [] }
        if fields.has("notificationType") || fields.has("eventType") { return try ses(fields) }
        if let message = fields.optional("Message") {
            let text = try message.string()
            guard let json = try? JSON(parsing: text) else {
                throw message.invalid("must be JSON in a string, as SNS sends it")
            }
            return try ses(JSONCursor(json, path: "Message").fields())
        }
        return [try plain(fields)]
    }

    private static func plain(_ fields: JSONFields) throws -> MailBounce {
        try fields.allowOnly(["kind", "address", "returnPath", "detail"])
        let kind = try fields.required("kind")
        let reason = try kind.word(Suppression.Reason.self)
        let (address, path) = (
            try fields.optionalString("address"), try fields.optionalString("returnPath")
        )
        guard address != nil || path != nil else {
            throw fields.invalid("address", "or \"returnPath\" is required")
        }
        return MailBounce(
            address: address,
            returnPath: path,
            reason: reason,
            detail: try fields.optionalString("detail")
        )
    }

    private static func postmark(_ fields: JSONFields) throws -> MailBounce? {
        let type = try fields.string("RecordType")
        let isHard = try fields.optionalString("Type") == "HardBounce"
        guard type == "SpamComplaint" || (type == "Bounce" && isHard) else { return nil }
        return MailBounce(
            address: try fields.string("Email"),
            returnPath: nil,
            reason: type == "Bounce" ? .bounce : .complaint,
            detail: try fields.optionalString("Details")
        )
    }

    private static func sendGrid(_ fields: JSONFields) throws -> MailBounce? {
        let event = try fields.string("event")
        // What is blocked for the moment may be taken later.
        let type = try fields.optionalString("type")
        let isHard = event == "bounce" && type != "blocked"
        guard isHard || event == "spamreport" else { return nil }
        return MailBounce(
            address: try fields.string("email"),
            returnPath: nil,
            reason: isHard ? .bounce : .complaint,
            detail: try fields.optionalString("reason")
        )
    }

    private static func ses(_ fields: JSONFields) throws -> [MailBounce] {
        let type = try fields.optionalString("notificationType") ?? fields.string("eventType")
        switch type {
        case "Bounce":
            let bounce = try fields.object("bounce")
            guard try bounce.string("bounceType") == "Permanent" else { return [] }
            return try bounce.array("bouncedRecipients").map { recipient in
                let recipient = try recipient.fields()
                return MailBounce(
                    address: try recipient.string("emailAddress"),
                    returnPath: nil,
                    reason: .bounce,
                    detail: try recipient.optionalString("diagnosticCode")
                )
            }
        case "Complaint":
            return try fields.object("complaint").array("complainedRecipients").map { recipient in
                MailBounce(
                    address: try recipient.fields().string("emailAddress"),
                    returnPath: nil,
                    reason: .complaint,
                    detail: nil
                )
            }
        default: return []
        }
    }
}

// MARK: - Schemas

extension BounceWire {
    /// Any of the forms; what providers send besides is theirs.
    static let body = JSONSchema.any

    /// An address that gets no mail.
    static let suppression = JSONSchema.named(
        "Suppression",
        .object([.field("address", .text)] + about)
    )

    /// The same in a list, which knows a digest of it alone.
    static let listed = JSONSchema.named(
        "ListedSuppression",
        .object([.field("digest", .text)] + about)
    )

    private static let about: [JSONSchema.Field] = [
        .field("reason", .word(of: Suppression.Reason.self)),
        .field("detail", .text.orNull),
        .field("at", .instant),
    ]
}
