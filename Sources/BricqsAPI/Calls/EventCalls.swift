import Access
import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Service
import ServiceRuntime
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
        var drafts: [Result<EventDraft, ItemFailure>] = []
        for (index, item) in items.enumerated() {
            drafts.append(try draft(from: item, at: index, head, context))
        }
        let refused = try await registerEach(drafts, context)
        drafts = drafts.map { result in
            result.flatMap { draft in
                refused[draft.metricKey].map(Result.failure) ?? .success(draft)
            }
        }
        let results = try await record(drafts, context)
        return Response.json { writer in
            writer.object { EventWire.write(results, to: &$0) }
        }
    }

    private static func draft(
        from item: JSONCursor,
        at index: Int,
        _ head: String?,
        _ context: CallContext
    ) throws -> Result<EventDraft, ItemFailure> {
        do {
            let fields = try item.fields()
            let key = try IdempotencyKey.of(fields, at: index, of: head)
            return .success(
                try EventWire.draft(from: fields, idempotencyKey: key, in: context)
            )
        } catch {
            return .failure(try ItemFailure(error))
        }
    }

    /// What becomes of those events that can be taken in, in one transaction.
    private static func record(
        _ drafts: [Result<EventDraft, ItemFailure>],
        _ context: CallContext
    ) async throws -> [Result<RecordedEvent, ItemFailure>] {
        let commands = drafts.compactMap { try? RecordEvent($0.get()) }
        var outcomes: [Result<RecordedEvent, Refusal>] = []
        if !commands.isEmpty {
            outcomes = try await context.service.intake.submit(
                CommandBatch(commands),
                in: context.workspace
            )
        }
        var next = outcomes.makeIterator()
        return drafts.map { draft in
            draft.flatMap { _ in
                guard let outcome = next.next() else {
                    preconditionFailure("every event of a batch has an outcome")
                }
                return outcome.mapError { ItemFailure($0.message) }
            }
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
        } catch let error as ServiceError where error.code == .invalid {
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

extension JSONFields {
    /// The items of a batch, of which there is at least one.
    func items(_ name: String) throws(InvalidInput) -> [JSONCursor] {
        let items = try array(name)
        guard (1...BricqsLimits.maximumBatchItems).contains(items.count) else {
            throw invalid(name, "must have 1 to \(BricqsLimits.maximumBatchItems) items")
        }
        return items
    }
}
