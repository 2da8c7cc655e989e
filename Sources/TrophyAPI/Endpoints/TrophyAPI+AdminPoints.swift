import HTTP
import Wire

extension TrophyAPI {
    /// Setting points up.
    static let adminPointsEndpoints =
        pointsSystemEndpoints + levelEndpoints + boostEndpoints + triggerEndpoints
        + whatIfEndpoints

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

    private static let levelEndpoints = [
        listing(
            .get,
            "/admin/v1/points/{systemId}/levels",
            "Lists the levels of a points system, lowest first.",
            AdminPointsWire.level,
            AdminPointsPartCalls.levels.list
        ),
        storing(
            .post,
            "/admin/v1/points/{systemId}/levels",
            "Creates levels of a points system.",
            AdminPointsWire.levelBody,
            Bulk.created(AdminPointsWire.level),
            AdminPointsPartCalls.levels.create
        ),
        storing(
            .patch,
            "/admin/v1/points/{systemId}/levels",
            "Changes levels of a points system.",
            AdminPointsWire.levelChange,
            Bulk.updated(AdminPointsWire.level),
            AdminPointsPartCalls.levels.update
        ),
        ending(
            .delete,
            "/admin/v1/points/{systemId}/levels",
            "Ends levels of a points system.",
            AdminPointsPartCalls.levels.end
        ),
        showing(
            .get,
            "/admin/v1/points/{systemId}/levels/{id}",
            "Shows a level of a points system.",
            AdminPointsWire.level,
            AdminPointsPartCalls.levels.show
        ),
    ]

    private static let boostEndpoints = [
        listing(
            .get,
            "/admin/v1/points/{systemId}/boosts",
            "Lists the boosts of a points system, oldest first.",
            AdminPointsWire.boost,
            AdminPointsPartCalls.boosts.list
        ),
        storing(
            .post,
            "/admin/v1/points/{systemId}/boosts",
            "Creates boosts of a points system.",
            AdminPointsWire.boostBody,
            Bulk.created(AdminPointsWire.boost),
            AdminPointsPartCalls.boosts.create
        ),
        storing(
            .patch,
            "/admin/v1/points/{systemId}/boosts",
            "Changes boosts of a points system.",
            AdminPointsWire.boostChange,
            Bulk.updated(AdminPointsWire.boost),
            AdminPointsPartCalls.boosts.update
        ),
        ending(
            .delete,
            "/admin/v1/points/{systemId}/boosts",
            "Ends boosts of a points system.",
            AdminPointsPartCalls.boosts.end
        ),
        showing(
            .get,
            "/admin/v1/points/{systemId}/boosts/{id}",
            "Shows a boost of a points system.",
            AdminPointsWire.boost,
            AdminPointsPartCalls.boosts.show
        ),
    ]

    private static let triggerEndpoints = [
        listing(
            .get,
            "/admin/v1/points/{systemId}/triggers",
            "Lists the triggers of a points system, oldest first.",
            AdminPointsWire.trigger,
            AdminPointsPartCalls.triggers.list
        ),
        storing(
            .post,
            "/admin/v1/points/{systemId}/triggers",
            "Creates triggers of a points system.",
            AdminPointsWire.triggerBody,
            Bulk.created(AdminPointsWire.trigger),
            AdminPointsPartCalls.triggers.create
        ),
        storing(
            .patch,
            "/admin/v1/points/{systemId}/triggers",
            "Changes triggers of a points system.",
            AdminPointsWire.triggerChange,
            Bulk.updated(AdminPointsWire.trigger),
            AdminPointsPartCalls.triggers.update
        ),
        ending(
            .delete,
            "/admin/v1/points/{systemId}/triggers",
            "Ends triggers of a points system.",
            AdminPointsPartCalls.triggers.end
        ),
        showing(
            .get,
            "/admin/v1/points/{systemId}/triggers/{id}",
            "Shows a trigger of a points system.",
            AdminPointsWire.trigger,
            AdminPointsPartCalls.triggers.show
        ),
    ]

    private static let whatIfEndpoints = [
        Endpoint(
            .post,
            "/admin/v1/points/{systemId}/triggers/preview",
            "Counts what a trigger that counts the past would give for it now.",
            by: .admin,
            parameters: [.pointsSystem],
            body: .json(AdminPointsWire.whatIfTrigger),
            answers: [.ok(PointsWhatIfCalls.preview), .failure(.notFound)],
            PointsWhatIfCalls.previewTrigger
        ),
        Endpoint(
            .post,
            "/admin/v1/points/{systemId}/simulate",
            "Says what a changed trigger or boost would have given in the last 30 days.",
            by: .admin,
            parameters: [.pointsSystem],
            body: .json(PointsWhatIfCalls.simulationBody),
            answers: [.ok(PointsWhatIfCalls.simulation), .failure(.notFound)],
            PointsWhatIfCalls.simulate
        ),
    ]

    private typealias Handler = @Sendable (CallContext) async throws -> Response

    private static func listing(
        _ method: HTTP.Method,
        _ path: String,
        _ summary: String,
        _ item: JSONSchema,
        _ handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(
            method,
            path,
            summary,
            by: .admin,
            parameters: [.pointsSystem] + PageQuery.parameters,
            answers: [.ok(.array(of: item)), .failure(.notFound)],
            isRevalidated: true,
            handler
        )
    }

    private static func storing(
        _ method: HTTP.Method,
        _ path: String,
        _ summary: String,
        _ body: JSONSchema,
        _ answers: [EndpointAnswer],
        _ handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(
            method,
            path,
            summary,
            by: .admin,
            parameters: [.pointsSystem],
            body: Bulk.body(of: body),
            answers: answers + [.failure(.notFound)],
            handler
        )
    }

    private static func ending(
        _ method: HTTP.Method,
        _ path: String,
        _ summary: String,
        _ handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(
            method,
            path,
            summary,
            by: .admin,
            parameters: [.pointsSystem, .ids],
            answers: Bulk.deleted + [.failure(.notFound)],
            handler
        )
    }

    private static func showing(
        _ method: HTTP.Method,
        _ path: String,
        _ summary: String,
        _ item: JSONSchema,
        _ handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(
            method,
            path,
            summary,
            by: .admin,
            parameters: [.pointsSystem, .id],
            answers: [.ok(item), .failure(.notFound)],
            isRevalidated: true,
            handler
        )
    }
}
