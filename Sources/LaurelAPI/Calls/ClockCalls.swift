import Access
import Catalogue
import CivilTime
import HTTP
import JSONText
import Service
import Storage
import Wire

/// The clock of a sandbox workspace, which its owner can set to try an integration across days.
enum ClockCalls {
    /// Shows what time it is.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        guard context.principal.workspace.environment == .sandbox else {
            throw HTTPError.forbidden("Only a sandbox workspace has a clock that can be set.")
        }
        return try await answer(context)
    }

    /// Sets the clock, and holds it there.
    @Sendable static func hold(_ context: CallContext) async throws -> Response {
        let fields = try context.fields(ifMalformed: .unprocessable)
        let moment = try fields.required("now").instant()
        try await context.service.catalogue.setClock(of: context.workspace, to: moment)
        return try await answer(context)
    }

    /// Lets the clock go with the system's.
    @Sendable static func release(_ context: CallContext) async throws -> Response {
        try await context.service.catalogue.setClock(of: context.workspace, to: nil)
        return try await answer(context)
    }

    private static func answer(_ context: CallContext) async throws -> Response {
        let view = try await context.service.catalogue.view(of: context.workspace)
        return Response.json { writer in
            writer.object { object in
                object.field("now", view.now.iso8601)
                object.field("mode", view.workspace.clockAt == nil ? "system" : "manual")
            }
        }
    }
}
