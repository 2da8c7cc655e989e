import Engine
import Service
import Storage
import Webhooks
import Wire

extension WebhookWire {
    /// A webhook.
    static let webhook = JSONSchema.named("Webhook", .object(webhookFields))

    /// A webhook with its secret, which is shown this once.
    static let shownWebhook = JSONSchema.named(
        "WebhookWithSecret",
        .object(webhookFields + [.field("secret", .text)])
    )

    private static let webhookFields: [JSONSchema.Field] = [
        .field("id", .uuid),
        .field("url", .text),
        .field("description", .text),
        .field("kinds", .array(of: .text)),
        .field("dialect", .word(of: Webhook.Dialect.self)),
        .field("ordered", .boolean),
        .field("cloudEvents", .boolean),
        .field("status", .word(of: Webhook.Status.self)),
        .field("disabledReason", .word(of: WebhookFact.Reason.self).orNull),
        .field("failingSince", .instant.orNull),
        .field("secretChangedAt", .instant),
        .field("createdAt", .instant),
    ]

    /// What a webhook is told, or was.
    static let delivery = JSONSchema.named(
        "WebhookDelivery",
        .object(
            .field("id", .text),
            .field("factId", .uuid.orNull),
            .field("kind", .text),
            .field("status", .word(of: WebhookDelivery.Status.self)),
            .field("createdAt", .instant),
            .field("nextAttemptAt", .instant.orNull),
            .field("attempts", .array(of: attempt)),
            .field("payload", .any)
        )
    )

    private static let attempt = JSONSchema.object(
        .field("at", .instant),
        .field("status", .integer(100...999).orNull),
        .field("milliseconds", .count),
        .field("answer", .text)
    )

    /// What a webhook is changed by.
    static let changeBody = JSONSchema.object(changeFields)

    /// What a webhook is set up from.
    static let draftBody = JSONSchema.object(
        [
            .field("url", .name(upTo: LaurelLimits.maximumWebhookURL)),
            .optional("dialect", .word(of: Webhook.Dialect.self).orNull),
        ] + changeFields.filter { $0.name != "url" }
    )

    private static let changeFields: [JSONSchema.Field] = [
        .optional("url", .name(upTo: LaurelLimits.maximumWebhookURL).orNull),
        .optional("description", .text(upTo: LaurelLimits.maximumWebhookDescription).orNull),
        .optional("kinds", .array(of: .text).orNull),
        .optional("ordered", .boolean.orNull),
        .optional("cloudEvents", .boolean.orNull),
        .optional("status", .words(["active", "paused"]).orNull),
    ]

    /// What says which deliveries are sent once more.
    static let replayBody = JSONSchema.object(
        .optional("deliveryIds", .array(.text, 1...Webhooks.maximumReplayed).orNull),
        .optional("from", .instant.orNull),
        .optional("to", .instant.orNull),
        .optional("kinds", .array(of: .text).orNull),
        .optional("status", .word(of: WebhookDelivery.Status.self).orNull)
    )
}
