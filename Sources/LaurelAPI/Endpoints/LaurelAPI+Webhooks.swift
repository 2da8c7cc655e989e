import HTTP
import Storage
import Wire

extension LaurelAPI {
    /// Who is told of facts over HTTP.
    static let webhookEndpoints: [Endpoint] = [
        Endpoint(
            .get,
            "/admin/v1/webhooks",
            "Lists the webhooks, oldest first.",
            by: .admin,
            parameters: [WebhookCalls.limit.parameter, .cursor],
            answers: [
                .ok(
                    .object(
                        .field("webhooks", .array(of: WebhookWire.webhook)),
                        .field("nextCursor", .text.orNull)
                    )
                )
            ],
            isRevalidated: true,
            WebhookCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/webhooks",
            "Sets a webhook up; its secret is shown this once.",
            by: .admin,
            body: .json(WebhookWire.draftBody),
            answers: [.json(.created, WebhookWire.shownWebhook)],
            WebhookCalls.create
        ),
        Endpoint(
            .get,
            "/admin/v1/webhooks/{id}",
            "Shows a webhook.",
            by: .admin,
            parameters: [.id],
            answers: [.ok(WebhookWire.webhook), .failure(.notFound)],
            isRevalidated: true,
            WebhookCalls.show
        ),
        Endpoint(
            .patch,
            "/admin/v1/webhooks/{id}",
            "Changes a webhook.",
            by: .admin,
            parameters: [.id],
            body: .json(WebhookWire.changeBody),
            answers: [.ok(WebhookWire.webhook), .failure(.notFound)],
            WebhookCalls.update
        ),
        Endpoint(
            .delete,
            "/admin/v1/webhooks/{id}",
            "Ends a webhook.",
            by: .admin,
            parameters: [.id],
            answers: [.ok(.object(.field("id", .uuid))), .failure(.notFound)],
            WebhookCalls.delete
        ),
        Endpoint(
            .post,
            "/admin/v1/webhooks/{id}/rotate",
            "Gives a webhook another secret, which is shown this once; the old one signs too for a day.",
            by: .admin,
            parameters: [.id],
            answers: [.ok(WebhookWire.shownWebhook), .failure(.notFound)],
            WebhookCalls.rotate
        ),
    ]

    /// What they are told, and were.
    static let deliveryEndpoints: [Endpoint] = [
        Endpoint(
            .post,
            "/admin/v1/webhooks/{id}/test",
            "Sends a webhook something that is about nothing.",
            by: .admin,
            parameters: [.id],
            answers: [.json(.accepted, WebhookWire.delivery), .failure(.notFound)],
            DeliveryCalls.test
        ),
        Endpoint(
            .get,
            "/admin/v1/webhooks/{id}/deliveries",
            "Lists what a webhook is told, and was, newest first.",
            by: .admin,
            parameters: [
                .id,
                .query(
                    "status",
                    .word(of: WebhookDelivery.Status.self),
                    "How they stand. Default: all."
                ),
                .query("kind", .array(of: .text), "What they tell. Default: all."),
                .query("from", .instant, "The first moment to show. Default: the beginning."),
                .query("to", .instant, "The moment before which to show. Default: now."),
                WebhookCalls.limit.parameter, .cursor,
            ],
            answers: [
                .ok(
                    .object(
                        .field("deliveries", .array(of: WebhookWire.delivery)),
                        .field("nextCursor", .text.orNull)
                    )
                ),
                .failure(.notFound),
            ],
            DeliveryCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/webhooks/{id}/replay",
            "Has deliveries sent once more, under their ids.",
            by: .admin,
            parameters: [.id],
            body: .json(WebhookWire.replayBody),
            answers: [
                .json(.accepted, .object(.field("replayed", .count))), .failure(.notFound),
            ],
            DeliveryCalls.replay
        ),
    ]
}
