import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Service
import Wire

/// Taking events in.
enum EventCalls {
    /// One event; the user comes to be if need be.
    @Sendable static func record(_ context: CallContext) async throws -> Response {
        let idempotencyKey = try context.idempotencyKey()
        if let idempotencyKey {
            try EventWire.checkIdempotencyKey(idempotencyKey, path: "Idempotency-Key")
        }
        let draft = try EventWire.draft(
            from: try context.fields(),
            metricKey: context.request.parameter("key"),
            idempotencyKey: idempotencyKey,
            in: context
        )
        let event = try await record(draft, context)
        return Response.json(event.isReplay ? .accepted : .created) { writer in
            EventWire.write(
                event,
                idempotencyKey: idempotencyKey,
                for: context,
                to: &writer
            )
        }
    }

    private static func record(
        _ draft: EventDraft,
        _ context: CallContext
    ) async throws -> RecordedEvent {
        do {
            return try await context.service.intake.submit(
                RecordEvent(draft),
                in: context.workspace
            )
        } catch var refusal as Refusal {
            refusal.index = nil
            throw refusal
        }
    }

    /// Up to a thousand events, all of them or none.
    @Sendable static func recordBatch(_ context: CallContext) async throws -> Response {
        let items = try JSONCursor(try JSON(parsing: context.request.body)).elements()
        guard (1...TrophyLimits.maximumBatchEvents).contains(items.count) else {
            throw HTTPError.unprocessable(
                "The request body must be an array of 1 to \(TrophyLimits.maximumBatchEvents) events."
            )
        }
        let rulebook = context.view.rulebook
        let drafts = try items.map { try draft(from: try $0.fields(), rulebook, context) }
        _ = try await context.service.intake.submit(RecordEvents(drafts), in: context.workspace)
        return Response.json(.accepted) { writer in
            writer.object { $0.field("accepted", drafts.count) }
        }
    }

    private static func draft(
        from fields: JSONFields,
        _ rulebook: Rulebook,
        _ context: CallContext
    ) throws -> EventDraft {
        let key = try fields.string("key")
        guard rulebook.metric(key: key) != nil else {
            throw HTTPError.notFound(
                """
                \(fields.path).key: no metric has the key "\(key.excerpt)". Create it with \
                POST /admin/v1/metrics, or check the key.
                """
            )
        }
        let idempotencyKey = try fields.optionalString("idempotencyKey")
        if let idempotencyKey {
            try EventWire.checkIdempotencyKey(
                idempotencyKey,
                path: "\(fields.path).idempotencyKey"
            )
        }
        return try EventWire.draft(
            from: fields,
            metricKey: key,
            idempotencyKey: idempotencyKey,
            in: context
        )
    }
}
