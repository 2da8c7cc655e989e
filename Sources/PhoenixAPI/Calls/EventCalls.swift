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
    /// One event; it is answered when it is stored for good.
    @Sendable static func record(_ context: CallContext) async throws -> Response {
        let draft = try EventWire.draft(from: try context.fields(), in: context)
        do {
            let events = try await record([draft], context)
            return Response.json(.accepted) { writer in
                writer.object { EventWire.write(events[0], of: draft, to: &$0) }
            }
        } catch var refusal as Refusal {
            refusal.index = nil
            throw refusal
        }
    }

    /// Up to a hundred events, all of them or none.
    @Sendable static func recordBulk(_ context: CallContext) async throws -> Response {
        let elements = try elements(of: context.request)
        guard (1...PhoenixLimits.maximumEvents).contains(elements.count) else {
            throw InvalidInput(
                path: "events",
                problem: "must have 1 to \(PhoenixLimits.maximumEvents) events"
            )
        }
        let drafts = try elements.map { try EventWire.draft(from: try $0.fields(), in: context) }
        let events = try await record(drafts, context)
        return Response.json(.accepted) { writer in
            writer.object { object in
                object.field("status", "accepted")
                object.field("accepted", events.count)
                object.array("events") { array in
                    for (event, draft) in zip(events, drafts) {
                        array.object { EventWire.write(event, of: draft, to: &$0) }
                    }
                }
            }
        }
    }

    /// The events of a bulk call: a list, or an object that holds one.
    private static func elements(of request: Request) throws -> [JSONCursor] {
        guard !request.body.isEmpty else {
            throw HTTPError.badRequest("The request body is empty; it must hold events.")
        }
        let json: JSON
        do {
            json = try JSON(parsing: request.body)
        } catch {
            throw HTTPError.badRequest(error.message)
        }
        if case .array = json { return try JSONCursor(json, path: "events").elements() }
        return try JSONCursor(json).fields().array("events")
    }

    /// Takes events in; types never seen come to be.
    private static func record(
        _ drafts: [EventDraft],
        _ context: CallContext
    ) async throws -> [RecordedEvent] {
        // A call that is refused leaves no type behind.
        for (index, draft) in drafts.enumerated() {
            do throws(Refusal) {
                try draft.checkTime(at: context.view.now)
            } catch {
                var refusal = error
                refusal.index = index
                throw refusal
            }
        }
        let new = drafts.map(\.metricKey).filter { context.view.rulebook.metric(key: $0) == nil }
        if !new.isEmpty {
            for draft in drafts {
                guard let problem = draft.userID.problemInAddresses else { continue }
                throw InvalidInput(path: "user_id", problem: problem)
            }
            try await context.service.catalogue.register(
                metrics: new,
                maximumMetrics: context.principal.userID == nil
                    ? PhoenixLimits.maximumEventTypes : PhoenixLimits.maximumEventTypesOfUsers,
                in: context.workspace
            )
        }
        return try await context.service.intake.submit(
            RecordEvents(drafts),
            in: context.workspace
        )
    }
}
