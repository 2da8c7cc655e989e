import Catalogue
import CivilTime
import HTTP
import JSONText
import Service
import Storage
import Webhooks
import Wire

/// Setting webhooks up.
enum WebhookCalls {
    /// How many webhooks a page has.
    static let limit = QueryCount(
        "limit",
        default: WireLimits.maximumPageSize,
        in: 1...WireLimits.maximumPageSize,
        "How many to show."
    )

    /// A page of webhooks, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let query = context.request.query
        let limit = try limit.read(query)
        let webhooks = try await context.service.catalogue.webhooks(
            in: context.workspace,
            after: try CursorText.number(in: query) ?? 0,
            limit: limit + 1
        )
        return Response.json { writer in
            writer.object { object in
                object.array("webhooks") { array in
                    for webhook in webhooks.prefix(limit) {
                        array.object { WebhookWire.write(webhook, to: &$0) }
                    }
                }
                let isMore = webhooks.count > limit
                object.field("nextCursor", isMore ? String(webhooks[limit - 1].number) : nil)
            }
        }
    }

    /// One webhook.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        answer(try await webhook(context))
    }

    /// Sets a webhook up, and shows its secret.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let fields = try context.fields(ifMalformed: .unprocessable)
        let draft = try WebhookWire.draft(from: fields, context.service.webhooks)
        let shown = try await context.service.catalogue.createWebhook(
            draft,
            in: context.workspace
        )
        return answer(shown, .created)
    }

    /// Changes a webhook.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let old = try await webhook(context)
        let fields = try context.fields(ifMalformed: .unprocessable)
        guard fields.optional("dialect") == nil else {
            throw fields.invalid("dialect", "cannot be changed; set up another webhook")
        }
        guard let voice = context.service.webhooks.voice(old.dialect) else {
            throw fields.invalid("dialect", "is none that this server speaks")
        }
        let change = try WebhookWire.change(from: fields, voice)
        return answer(
            try await context.service.catalogue.updateWebhook(
                old.publicID,
                change,
                in: context.workspace
            )
        )
    }

    /// Ends a webhook.
    @Sendable static func delete(_ context: CallContext) async throws -> Response {
        let id = try ResourceID.read(context.request.parameter("id"))
        try await context.service.catalogue.deleteWebhook(id, in: context.workspace)
        return Response.json { writer in writer.object { $0.field("id", id) } }
    }

    /// Gives a webhook another secret, and shows it.
    @Sendable static func rotate(_ context: CallContext) async throws -> Response {
        let id = try ResourceID.read(context.request.parameter("id"))
        return answer(
            try await context.service.catalogue.rotateSecret(of: id, in: context.workspace)
        )
    }

    static func webhook(_ context: CallContext) async throws -> Webhook {
        let id = try ResourceID.read(context.request.parameter("id"))
        return try await context.service.catalogue.webhook(id, in: context.workspace)
    }

    private static func answer(_ webhook: Webhook) -> Response {
        Response.json { writer in writer.object { WebhookWire.write(webhook, to: &$0) } }
    }

    private static func answer(_ shown: ShownWebhook, _ status: Status = .ok) -> Response {
        Response.json(status, headers: ["Cache-Control": "no-store"]) { writer in
            writer.object { object in
                WebhookWire.write(shown.webhook, to: &object)
                object.field("secret", shown.secret)
            }
        }
    }
}
