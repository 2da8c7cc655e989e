import HTTP
import Wire

extension TrophyAPI {
    /// Setting points up.
    static let adminPointsEndpoints =
        pointsSystemEndpoints
        + partEndpoints(
            "levels",
            "levels of a points system, lowest first",
            (AdminPointsWire.level, AdminPointsWire.levelBody, AdminPointsWire.levelChange),
            AdminPointsPartCalls.levels
        )
        + partEndpoints(
            "boosts",
            "boosts of a points system, oldest first",
            (AdminPointsWire.boost, AdminPointsWire.boostBody, AdminPointsWire.boostChange),
            AdminPointsPartCalls.boosts
        )
        + partEndpoints(
            "triggers",
            "triggers of a points system, oldest first",
            (AdminPointsWire.trigger, AdminPointsWire.triggerBody, AdminPointsWire.triggerChange),
            AdminPointsPartCalls.triggers
        )

    private static let pointsSystemEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/points",
            "Lists the points systems in use, oldest first.",
            by: .admin,
            parameters: PageQuery.parameters,
            answers: [.ok(.array(of: AdminPointsWire.system))],
            isRevalidated: true,
            AdminPointsSystemCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/points",
            "Creates points systems, with the levels, boosts and triggers that they begin with.",
            by: .admin,
            body: Bulk.body(of: AdminPointsWire.systemBody),
            answers: Bulk.created(AdminPointsWire.createdSystem),
            AdminPointsSystemCalls.create
        ),
        Endpoint(
            .patch,
            "/admin/v1/points",
            "Changes points systems; a key is fixed.",
            by: .admin,
            body: Bulk.body(of: AdminPointsWire.systemChange),
            answers: Bulk.updated(AdminPointsWire.system),
            AdminPointsSystemCalls.update
        ),
        Endpoint(
            .delete,
            "/admin/v1/points",
            "Ends points systems; what was given of them stays in the ledger.",
            by: .admin,
            parameters: [.ids],
            answers: Bulk.deleted,
            AdminPointsSystemCalls.delete
        ),
        Endpoint(
            .get,
            "/admin/v1/points/{systemId}",
            "Shows a points system.",
            by: .admin,
            parameters: [.pointsSystem],
            answers: [.ok(AdminPointsWire.system), .failure(.notFound)],
            isRevalidated: true,
            AdminPointsSystemCalls.show
        ),
    ]

    /// The calls of one kind of what a system has.
    private static func partEndpoints<Item, Change>(
        _ name: String,
        _ all: String,
        _ schemas: (answer: JSONSchema, body: JSONSchema, change: JSONSchema),
        _ calls: AdminPointsPartCalls<Item, Change>
    ) -> [Endpoint] {
        let path = "/admin/v1/points/{systemId}/\(name)"
        return [
            Endpoint(
                .get,
                path,
                "Lists the \(all).",
                by: .admin,
                parameters: [.pointsSystem] + PageQuery.parameters,
                answers: [.ok(.array(of: schemas.answer)), .failure(.notFound)],
                isRevalidated: true,
                calls.list
            ),
            Endpoint(
                .post,
                path,
                "Creates \(name) of a points system.",
                by: .admin,
                parameters: [.pointsSystem],
                body: Bulk.body(of: schemas.body),
                answers: Bulk.created(schemas.answer) + [.failure(.notFound)],
                calls.create
            ),
            Endpoint(
                .patch,
                path,
                "Changes \(name) of a points system.",
                by: .admin,
                parameters: [.pointsSystem],
                body: Bulk.body(of: schemas.change),
                answers: Bulk.updated(schemas.answer) + [.failure(.notFound)],
                calls.update
            ),
            Endpoint(
                .delete,
                path,
                "Ends \(name) of a points system.",
                by: .admin,
                parameters: [.pointsSystem, .ids],
                answers: Bulk.deleted + [.failure(.notFound)],
                calls.end
            ),
            Endpoint(
                .get,
                "\(path)/{id}",
                "Shows one of the \(name) of a points system.",
                by: .admin,
                parameters: [.pointsSystem, .id],
                answers: [.ok(schemas.answer), .failure(.notFound)],
                isRevalidated: true,
                calls.show
            ),
        ]
    }
}

extension Parameter {
    /// The points system that a path names.
    static let pointsSystem = Parameter.path("systemId", .uuid, "The id of the points system.")
}
