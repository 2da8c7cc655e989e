import HTTP
import Storage
import Wire

extension LaurelAPI {
    /// What is not held against users.
    static let amnestyEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/streaks/amnesties",
            "Lists the amnesties, newest first.",
            by: .admin,
            parameters: PageQuery.parameters,
            answers: [.ok(.array(of: AmnestyWire.amnesty))],
            AmnestyCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/streaks/amnesties",
            "Sets an amnesty up: the periods that it touches break nobody.",
            by: .admin,
            body: .json(AmnestyWire.body),
            answers: [.json(.created, AmnestyWire.amnesty)],
            AmnestyCalls.create
        ),
        Endpoint(
            .post,
            "/admin/v1/streaks/amnesties/previews",
            "Begins to count whom an amnesty would touch.",
            by: .admin,
            body: .json(AmnestyWire.body),
            answers: [.json(.accepted, AmnestyWire.amnesty)],
            AmnestyCalls.preview
        ),
        Endpoint(
            .get,
            "/admin/v1/streaks/amnesties/{id}",
            "Shows an amnesty, or a preview of one, and what it has changed so far.",
            by: .admin,
            parameters: [.id],
            answers: [.ok(AmnestyWire.amnesty), .failure(.notFound)],
            AmnestyCalls.show
        ),
        Endpoint(
            .delete,
            "/admin/v1/streaks/amnesties/{id}",
            "Revokes an amnesty, or forgets a preview of one.",
            by: .admin,
            parameters: [.id],
            answers: [.empty(.noContent), .failure(.notFound)],
            AmnestyCalls.revoke
        ),
    ]
}
