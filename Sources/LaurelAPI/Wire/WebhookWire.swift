import Catalogue
import CivilTime
import Engine
import JSONText
import Service
import Storage
import Webhooks
import Wire

/// Webhooks and what they are told, as our own calls have them.
enum WebhookWire {
    static func write(_ webhook: Webhook, to object: inout JSONObjectWriter) {
        object.field("id", webhook.publicID)
        object.field("url", webhook.url)
        object.field("description", webhook.description)
        object.field("kinds", webhook.kinds)
        object.field("dialect", webhook.dialect.rawValue)
        object.field("ordered", webhook.isOrdered)
        object.field("cloudEvents", webhook.usesCloudEvents)
        object.field("status", webhook.status.rawValue)
        object.field("disabledReason", webhook.disabledBecause?.rawValue)
        object.field("failingSince", webhook.failingSince?.iso8601)
        object.field("secretChangedAt", webhook.secretChangedAt.iso8601)
        object.field("createdAt", webhook.createdAt.iso8601)
    }

    static func write(_ delivery: WebhookDelivery, to object: inout JSONObjectWriter) {
        object.field("id", delivery.id)
        object.field("factId", delivery.subject.factID)
        object.field("kind", delivery.kind)
        object.field("status", delivery.status.rawValue)
        object.field("createdAt", delivery.madeAt.iso8601)
        object.field("nextAttemptAt", delivery.dueAt.map { max($0, delivery.madeAt).iso8601 })
        object.field("attempts", rawJSON: delivery.attempts ?? "[]")
        object.field("payload", rawJSON: delivery.body)
    }

    // MARK: - Reading

    static func draft(from fields: JSONFields, _ webhooks: Webhooks) throws -> WebhookDraft {
        let dialect = try fields.word("dialect", Webhook.Dialect.self) ?? .laurel
        guard let voice = webhooks.voice(dialect) else {
            throw fields.invalid("dialect", "is none that this server speaks")
        }
        var draft = WebhookDraft(url: try url(try fields.required("url")), dialect: dialect)
        draft.change = try change(from: fields, voice)
        return draft
    }

    /// What is to change; the dialect stays, as the names of kinds are its own.
    static func change(from fields: JSONFields, _ voice: WebhookVoice) throws -> WebhookChange {
        var change = WebhookChange()
        change.url = try fields.optional("url").map(url)
        change.description = try fields.optionalText(
            "description",
            .any(LaurelLimits.maximumWebhookDescription)
        )
        change.kinds = try fields.optional("kinds").map { try kinds($0, voice) }
        change.isOrdered = try fields.optionalBool("ordered")
        change.usesCloudEvents = try fields.optionalBool("cloudEvents")
        if change.usesCloudEvents == true, voice.dialect != .laurel {
            throw fields.invalid("cloudEvents", "goes with the dialect laurel alone")
        }
        if let status = try fields.word("status", Webhook.Status.self) {
            guard status != .disabled else {
                throw fields.invalid("status", "must be active or paused")
            }
            change.status = status
        }
        return change
    }

    private static func kinds(_ cursor: JSONCursor, _ voice: WebhookVoice) throws -> [String] {
        let kinds = try cursor.elements(atMost: voice.kinds.count, "kinds").map { element in
            let kind = try element.string()
            guard kind == Webhook.everyKind || voice.kinds.contains(kind) else {
                let known = voice.kinds.joined(separator: ", ")
                throw element.invalid("must be * or one of \(known)")
            }
            return kind
        }
        guard !kinds.isEmpty else { throw cursor.invalid("must name a kind, or *") }
        guard Set(kinds).count == kinds.count else {
            throw cursor.invalid("must name each kind once")
        }
        return kinds
    }

    /// An address that can be asked; whether it may be is found out when its name is looked up.
    private static func url(_ cursor: JSONCursor) throws -> String {
        let text = try TextRule.filled(LaurelLimits.maximumWebhookURL).text(of: cursor)
        let rest = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }
            .map { text.dropFirst($0.count) }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x5C }
        guard let rest, isPlain, !text.contains("#") else {
            throw cursor.invalid(
                "must be an address such as https://example.com/webhooks, in plain letters, without #"
            )
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.isEmpty, !authority.hasPrefix(":"), !authority.contains("@") else {
            throw cursor.invalid("must have a host, and no name or password before it")
        }
        return text
    }
}
