import Analytics
import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Setting up experiments, and reading them out.
enum ExperimentCalls {
    /// A page of the experiments in use, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let all = try await context.service.catalogue.experiments(in: context.workspace)
        return try Bulk.list(
            all.filter { $0.archivedAt == nil },
            for: context,
            ExperimentWire.writer(for: context)
        )
    }

    /// One experiment, even if it is archived.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        try Bulk.show(
            "Experiment",
            among: try await context.service.catalogue.experiments(in: context.workspace),
            id: \.publicID,
            for: context,
            ExperimentWire.writer(for: context)
        )
    }

    /// Creates experiments.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let reader = StreakRuleReader(context)
        let read = { (fields: JSONFields) in
            let key = try fields.referenceKey()
            var change = try ExperimentWire.change(from: fields, reader)
            change.key = key
            return change
        }
        let create = { drafts in
            try await context.service.catalogue.createExperiments(drafts, in: context.workspace)
        }
        return try await Bulk.create(
            for: context,
            read,
            create,
            ExperimentWire.writer(for: context)
        )
    }

    /// Changes experiments, starts and ends them.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let reader = StreakRuleReader(context)
        let read = { (fields: JSONFields) in
            var change = try ExperimentWire.change(from: fields, reader)
            change.publicID = try ResourceID.read(fields)
            return change
        }
        let update = { changes in
            try await context.service.catalogue.updateExperiments(changes, in: context.workspace)
        }
        return try await Bulk.update(
            for: context,
            read,
            update,
            ExperimentWire.writer(for: context)
        )
    }

    /// Archives experiments.
    @Sendable static func archive(_ context: CallContext) async throws -> Response {
        try await Bulk.delete(for: context) { ids in
            try await context.service.catalogue.archiveExperiments(ids, in: context.workspace)
        }
    }

    /// What the arms of one came to.
    @Sendable static func results(_ context: CallContext) async throws -> Response {
        let key = context.request.parameter("key")
        let all = try await context.service.catalogue.experiments(in: context.workspace)
        let found = all.last { $0.key.isSameID(as: key) || $0.publicID.isSameID(as: key) }
        guard let experiment = found else {
            throw HTTPError.notFound("No experiment has the key \"\(key.excerpt)\".")
        }
        let report = try await context.service.analytics.results(
            of: experiment,
            today: AnalyticsQuery.today(context),
            in: context.view
        )
        let write = ExperimentWire.writer(for: context)
        return Response.json { writer in
            writer.object {
                ExperimentResultsWire.write(report, of: experiment, write, to: &$0)
            }
        }
    }
}
