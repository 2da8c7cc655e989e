import Engine
import HTTP
import JSONText
import Service

/// Setting up metrics.
enum MetricCalls {
    /// A page of the metrics, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let page = try PageQuery(context.request.query)
        let metrics = page.page(of: context.view.rulebook.metrics)
        return Response.json { writer in
            writer.array { array in
                for metric in metrics { array.object { write(metric, to: &$0) } }
            }
        }
    }

    /// One metric.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let id = try ResourceID.read(context.request.parameter("id"))
        guard let metric = context.view.rulebook.metrics.first(where: { $0.publicID == id })
        else { throw HTTPError.notFound("Metric \(id) not found by ID.") }
        return Response.json { writer in writer.object { write(metric, to: &$0) } }
    }

    /// Creates metrics.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let drafts = try Bulk.drafts(of: try Bulk.items(of: context.request), draft)
        let results = try await Bulk.perform(drafts) { drafts in
            try await context.service.createMetrics(drafts, in: context.workspace)
        }
        return Bulk.answer(
            "created",
            results,
            locator: .index,
            status: Bulk.creationStatus(results),
            write
        )
    }

    /// Changes metrics.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let items = try Bulk.items(of: context.request)
        let results = try await Bulk.perform(try Bulk.drafts(of: items, change)) { changes in
            try await context.service.updateMetrics(changes, in: context.workspace) { metric in
                Currency.problem(unitType: metric.unitType, units: metric.units)
                    .map { ItemIssue($0) }
            }
        }
        return Bulk.answer(
            "updated",
            results,
            locator: .id(ResourceID.ids(of: items)),
            status: .ok,
            write
        )
    }

    /// Ends metrics.
    @Sendable static func delete(_ context: CallContext) async throws -> Response {
        let ids = try Bulk.ids(of: context.request)
        let results = try await Bulk.perform(Bulk.checkedIDs(ids)) { ids in
            try await context.service.deleteMetrics(ids, in: context.workspace)
        }
        return Bulk.answer("deleted", results, locator: .id(ids), status: .ok) { id, object in
            object.field("id", id)
        }
    }

    private static func draft(from fields: JSONFields) throws -> MetricDraft {
        let name = try fields.text("name", .filled(TrophyLimits.maximumNameLength))
        let key = try ReferenceKey.read(fields)
        let unitType = try fields.word("unitType", Metric.UnitType.self) ?? .number
        let units = try fields.optionalText("units", .any(TrophyLimits.maximumNameLength)) ?? ""
        if let problem = Currency.problem(unitType: unitType, units: units) {
            throw HTTPError.unprocessable(problem)
        }
        return MetricDraft(key: key, name: name, unitType: unitType, units: units)
    }

    private static func change(from fields: JSONFields) throws -> MetricChange {
        var change = MetricChange(publicID: try ResourceID.read(fields))
        change.name = try fields.optionalText("name", .filled(TrophyLimits.maximumNameLength))
        change.unitType = try fields.word("unitType", Metric.UnitType.self)
        change.units = try fields.optionalText("units", .any(TrophyLimits.maximumNameLength))
        return change
    }

    private static func write(_ metric: Metric, to object: inout JSONObjectWriter) {
        object.field("id", metric.publicID)
        object.field("name", metric.name)
        object.field("key", metric.key)
        object.field("unitType", metric.unitType.rawValue)
        object.field("units", metric.units)
    }
}
