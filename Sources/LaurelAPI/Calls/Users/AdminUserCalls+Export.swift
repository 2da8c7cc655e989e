import Catalogue
import HTTP
import Reading
import Service
import Wire

extension AdminUserCalls {
    /// Everything that is kept of a user, as one document that is made while it is sent.
    @Sendable static func export(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        // What time has brought is given first, so that totals are those of now.
        _ = try await context.service.reading.pointsTotals(of: id, in: context.view)
        let head = try await context.service.reading.exportHead(of: id, in: context.workspace)
        let export = UserExport(
            head: head,
            rulebook: context.view.rulebook,
            service: context.service
        )
        return Response(
            .ok,
            headers: ["Content-Disposition": "attachment; filename=\"user.json\""],
            body: .stream(ChunkSource { try await export.next() })
        )
    }
}
