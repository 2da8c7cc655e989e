import Access
import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Service
import Wire

/// Taking events in.
enum EventCalls {
    /// One event; the participant and the name of the event come to be if need be.
    @Sendable static func record(_ context: CallContext) async throws -> Response {
        let head = try IdempotencyKey.inHead(of: context.request)
        let fields = try context.fields()
        let draft = try EventWire.draft(
            from: fields,
            idempotencyKey: try IdempotencyKey.of(fields, besides: head),
            in: context
        )
        try await register([draft.metricKey], context)
        let event = try await context.service.intake.submit(
            RecordEvent(draft),
            in: context.workspace
        )
        return Response.json { writer in
            writer.object { EventWire.write(event, to: &$0) }
        }
    }

    /// Up to a hundred events, each by itself: one that is refused is told among the others.
    @Sendable static func recordBatch(_ context: CallContext) async throws -> Response {
        let head = try IdempotencyKey.inHead(of: context.request)
        let items = try context.fields().items("events")
        var drafts = try items.enumerated().map { index, item in
            try item.item { fields in
                let key = try IdempotencyKey.of(fields, at: index, of: head)
                return try EventWire.draft(from: fields, idempotencyKey: key, in: context)
            }
        }
        let refused = try await registerEach(drafts, context)
        drafts = drafts.map { result in
            result.flatMap { draft in
                refused[draft.metricKey].map(Result.failure) ?? .success(draft)
            }
        }
        let results = try await context.submit(each: drafts.map { $0.map(RecordEvent.init) })
        return Response.json { writer in
            writer.object { EventWire.write(results, to: &$0) }
        }
    }
}

// MARK: - Names of events

extension EventCalls {
    /// Has names of events never seen come to be.
    private static func register(_ names: [String], _ context: CallContext) async throws {
        let new = names.filter { context.view.rulebook.metric(key: $0) == nil }
        guard !new.isEmpty else { return }
        try await context.service.catalogue.register(
            metrics: new,
            maximumMetrics: context.principal.userID == nil
                ? BricqsLimits.maximumEventNames : BricqsLimits.maximumEventNamesOfParticipants,
            in: context.workspace
        )
    }

    /// Has the names of several events come to be, and tells which could not, and why.
    private static func registerEach(
        _ drafts: [Result<EventDraft, ItemFailure>],
        _ context: CallContext
    ) async throws -> [String: ItemFailure] {
        let names = drafts.compactMap { try? $0.get().metricKey }
        do {
            try await register(names, context)
            return [:]
        } catch is ItemIssue {
            return try await registerOneByOne(names, context)
        }
    }

    private static func registerOneByOne(
        _ names: [String],
        _ context: CallContext
    ) async throws -> [String: ItemFailure] {
        var refused: [String: ItemFailure] = [:]
        for name in Set(names).sorted() {
            do {
                try await register([name], context)
            } catch {
                refused[name] = try ItemFailure(error)
            }
        }
        return refused
    }
}
