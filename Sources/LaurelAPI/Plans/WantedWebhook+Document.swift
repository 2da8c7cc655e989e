import Catalogue
import Engine
import JSONText
import Storage
import Wire

extension WantedWebhook {
    private static let names = [
        "url", "dialect", "description", "kinds", "ordered", "cloudEvents", "status",
        "secretVariable",
    ]

    /// A webhook as a document of the configuration has it, with a secret that a variable of the
    /// environment has.
    init(_ fields: JSONFields, _ surroundings: ConfigurationDocument.Surroundings) throws {
        try fields.allowOnly(Self.names)
        var draft = try WebhookWire.draft(from: fields, surroundings.webhooks)
        draft.change.description = draft.change.description ?? ""
        draft.change.kinds = draft.change.kinds ?? [Webhook.everyKind]
        draft.change.isOrdered = draft.change.isOrdered ?? false
        draft.change.usesCloudEvents = draft.change.usesCloudEvents ?? false
        draft.change.status = draft.change.status ?? .active
        self.init(draft, secret: try Self.secret(fields, surroundings))
    }

    private static func secret(
        _ fields: JSONFields,
        _ surroundings: ConfigurationDocument.Surroundings
    ) throws -> String? {
        let field = "secretVariable"
        let rule = TextRule.filled(WireLimits.maximumNameLength)
        guard let name = try fields.optionalText(field, rule) else { return nil }
        guard let secret = surroundings.variable(name) else {
            throw fields.invalid(field, "names \(name.excerpt), which is not set here")
        }
        // It is never repeated, not even in an error.
        guard WebhookSecret.isValid(secret) else {
            throw fields.invalid(
                field,
                "names \(name.excerpt), which must be whsec_ and 24 to 64 bytes in Base64"
            )
        }
        return secret
    }
}

extension ConfigurationDocument {
    /// Writes a webhook, but for its secret, and for whether the server has disabled it.
    static func write(_ webhook: Webhook, to object: inout JSONObjectWriter) {
        object.field("url", webhook.url)
        if webhook.dialect != .laurel { object.field("dialect", webhook.dialect.rawValue) }
        if !webhook.description.isEmpty { object.field("description", webhook.description) }
        if webhook.kinds != [Webhook.everyKind] { object.field("kinds", webhook.kinds) }
        if webhook.isOrdered { object.field("ordered", true) }
        if webhook.usesCloudEvents { object.field("cloudEvents", true) }
        if webhook.status == .paused { object.field("status", webhook.status.rawValue) }
    }

    /// Writes what messages of a kind say in a language.
    static func write(_ template: MessageTemplate, to object: inout JSONObjectWriter) {
        object.field("kind", template.kind.rawValue)
        object.field("locale", template.locale)
        object.field("template", rawJSON: template.content)
    }
}
