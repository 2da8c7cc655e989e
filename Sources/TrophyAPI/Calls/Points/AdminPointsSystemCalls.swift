import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Setting up points systems.
enum AdminPointsSystemCalls {
    /// A page of the systems in use, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let wire = AdminPointsWire(context)
        return try Bulk.list(context.view.rulebook.points.systems, for: context, wire.write)
    }

    /// One system.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByID()
        let wire = AdminPointsWire(context)
        return Response.json { writer in writer.object { wire.write(system, to: &$0) } }
    }

    /// Creates systems, each with the levels, boosts and triggers that it begins with.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let drafts = try Bulk.drafts(of: try Bulk.items(of: context.request)) { fields in
            try AdminPointsWire.newSystem(from: fields, in: context)
        }
        let results = try await Bulk.perform(drafts) { drafts in
            try await context.service.catalogue.createPointsSystems(drafts, in: context.workspace)
        }
        // What was created beside a system names what is set up now.
        let wire = AdminPointsWire(try await context.seeingChanges())
        return Bulk.answer(
            "created",
            results,
            for: context,
            locator: .index,
            status: Bulk.creationStatus(results)
        ) { created, object in
            wire.write(created.system, to: &object)
            write(created.levels, as: "levels", to: &object, wire.write)
            write(created.boosts, as: "boosts", to: &object, wire.write)
            write(created.triggers, as: "triggers", to: &object, wire.write)
        }
    }

    /// Changes systems.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let read = { (fields: JSONFields) throws in
            var change = try AdminPointsWire.system(from: fields, context.request)
            change.publicID = try ResourceID.read(fields)
            return change
        }
        let update = { changes in
            try await context.service.catalogue.updatePointsSystems(changes, in: context.workspace)
        }
        let wire = AdminPointsWire(context)
        return try await Bulk.update(for: context, read, update, wire.write)
    }

    /// Ends systems; what was given of them stays in the ledger.
    @Sendable static func delete(_ context: CallContext) async throws -> Response {
        try await Bulk.delete(for: context) { ids in
            try await context.service.catalogue.deletePointsSystems(ids, in: context.workspace)
        }
    }

    /// What came with a system is told where there was any.
    private static func write<Item>(
        _ items: [Item],
        as name: String,
        to object: inout JSONObjectWriter,
        _ write: (Item, inout JSONObjectWriter) -> Void
    ) {
        if items.isEmpty { return }
        object.array(name) { array in
            for item in items { array.object { write(item, &$0) } }
        }
    }
}
