import HTTP
import Wire

extension TrophyAPI {
    /// Attributes.
    static let attributeEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/attributes",
            "Lists the attributes, oldest first.",
            by: .admin,
            parameters: PageQuery.parameters,
            answers: [.ok(.array(of: AttributeCalls.attribute))],
            isRevalidated: true,
            AttributeCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/attributes",
            "Creates attributes.",
            by: .admin,
            body: Bulk.body(of: AttributeCalls.draftBody),
            answers: Bulk.created(AttributeCalls.attribute),
            AttributeCalls.create
        ),
        Endpoint(
            .patch,
            "/admin/v1/attributes",
            "Gives attributes new names.",
            by: .admin,
            body: Bulk.body(of: AttributeCalls.changeBody),
            answers: Bulk.updated(AttributeCalls.attribute),
            AttributeCalls.update
        ),
        Endpoint(
            .delete,
            "/admin/v1/attributes",
            "Ends attributes.",
            by: .admin,
            parameters: [.ids],
            answers: Bulk.deleted,
            AttributeCalls.delete
        ),
        Endpoint(
            .get,
            "/admin/v1/attributes/{id}",
            "Shows an attribute.",
            by: .admin,
            parameters: [.id],
            answers: [.ok(AttributeCalls.attribute), .failure(.notFound)],
            isRevalidated: true,
            AttributeCalls.show
        ),
    ]
}
