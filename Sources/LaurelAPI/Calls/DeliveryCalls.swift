import CivilTime
import HTTP
import JSONText
import Service
import Storage
import Webhooks
import Wire

/// What webhooks are told, and were.
enum DeliveryCalls {
    /// A page of deliveries, newest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let webhook = try await WebhookCalls.webhook(context)
        let query = context.request.query
        let limit = try WebhookCalls.limit.read(query)
        let deliveries = try await context.service.webhooks.deliveries(
            to: webhook,
            that: try filter(in: query, of: webhook, context),
            before: try CursorText.number(in: query),
            limit: limit + 1
        )
        return Response.json { writer in
            writer.object { object in
                object.array("deliveries") { array in
                    for delivery in deliveries.prefix(limit) {
                        array.object { WebhookWire.write(delivery, to: &$0) }
                    }
                }
                let isMore = deliveries.count > limit
                object.field("nextCursor", isMore ? String(deliveries[limit - 1].number) : nil)
            }
        }
    }

    /// Sends a webhook something that is about nothing.
    @Sendable static func test(_ context: CallContext) async throws -> Response {
        let webhook = try await WebhookCalls.webhook(context)
        let delivery = try await context.service.webhooks.test(webhook)
        return Response.json(.accepted) { writer in
            writer.object { WebhookWire.write(delivery, to: &$0) }
        }
    }

    /// Has deliveries sent once more.
    @Sendable static func replay(_ context: CallContext) async throws -> Response {
        let webhook = try await WebhookCalls.webhook(context)
        let fields = try context.fields(ifMalformed: .unprocessable)
        let replayed = try replayed(in: fields, of: webhook, context)
        let count = try await context.service.webhooks.replay(replayed, to: webhook)
        return Response.json(.accepted) { writer in
            writer.object { $0.field("replayed", count) }
        }
    }

    private static func replayed(
        in fields: JSONFields,
        of webhook: Webhook,
        _ context: CallContext
    ) throws -> ReplayedDeliveries {
        if let ids = fields.optional("deliveryIds") {
            let ids = try ids.elements(atMost: Webhooks.maximumReplayed, "ids").map {
                try $0.string()
            }
            let others = ["from", "to", "kinds", "status"]
            if let other = others.first(where: { fields.optional($0) != nil }) {
                throw fields.invalid(other, "does not go with deliveryIds")
            }
            return .named(ids)
        }
        var filter = DeliveryFilter()
        filter.from = try fields.optional("from")?.instant()
        filter.until = try fields.optional("to")?.instant()
        filter.status = try fields.word("status", WebhookDelivery.Status.self)
        if let kinds = fields.optional("kinds") {
            filter.kinds = try Self.kinds(try kinds.strings(), path: "kinds", webhook, context)
        }
        // A body without any of them is rather a mistake than a wish for everything.
        guard filter != DeliveryFilter() else {
            throw InvalidInput(
                path: "deliveryIds",
                problem: "or one of from, to, kinds and status is required"
            )
        }
        return .matching(filter)
    }

    private static func filter(
        in query: Query,
        of webhook: Webhook,
        _ context: CallContext
    ) throws -> DeliveryFilter {
        var filter = DeliveryFilter()
        filter.status = try AuditCalls.word("status", in: query)
        filter.from = try AuditCalls.moment("from", in: query)
        filter.until = try AuditCalls.moment("to", in: query)
        let kinds = query.list("kind")
        if !kinds.isEmpty {
            filter.kinds = try Self.kinds(kinds, path: "kind", webhook, context)
        }
        return filter
    }

    private static func kinds(
        _ kinds: [String],
        path: String,
        _ webhook: Webhook,
        _ context: CallContext
    ) throws(InvalidInput) -> Set<String> {
        let known = context.service.webhooks.voice(webhook.dialect)?.kinds ?? []
        for kind in kinds where kind != WebhookVoice.trialKind && !known.contains(kind) {
            let choice = (known + [WebhookVoice.trialKind]).joined(separator: ", ")
            throw InvalidInput(
                path: path,
                problem: "must be one of \(choice), not \"\(kind.prefix(100))\""
            )
        }
        return Set(kinds)
    }
}
