import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Setting up metrics.
enum MetricCalls {
    /// A page of the metrics, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        try Bulk.list(context.view.rulebook.metrics, for: context, write)
    }

    /// One metric.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let metrics = context.view.rulebook.metrics
        return try Bulk.show("Metric", among: metrics, id: \.publicID, for: context, write)
    }

    /// Creates metrics.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let create = { drafts in
            try await context.service.catalogue.createMetrics(drafts, in: context.workspace)
        }
        return try await Bulk.create(for: context, draft, create, write)
    }

    /// Changes metrics.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let update = { changes in
            try await context.service.catalogue.updateMetrics(changes, in: context.workspace) {
                metric in
                Currency.problem(unitType: metric.unitType, units: metric.units)
                    .map(ItemIssue.told)
            }
        }
        return try await Bulk.update(for: context, change, update, write)
    }

    /// Ends metrics.
    @Sendable static func delete(_ context: CallContext) async throws -> Response {
        try await Bulk.delete(for: context) { ids in
            try await context.service.catalogue.deleteMetrics(ids, in: context.workspace)
        }
    }

    private static func draft(from fields: JSONFields) throws -> MetricDraft {
        let name = try fields.text("name", .filled(TrophyLimits.maximumNameLength))
        let key = try fields.referenceKey()
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
