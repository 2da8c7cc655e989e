import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Setting up what a points system has: levels, boosts and triggers, which are listed, created,
/// changed and ended in the same way.
struct AdminPointsPartCalls<Item: Sendable, Change: Sendable>: Sendable {
    typealias Results<Value> = [Result<Value, ItemIssue>]

    /// What one is called in sentences.
    let noun: String
    /// Its UUID.
    let id: @Sendable (Item) -> String
    /// Those of a system, in the order of lists.
    let items: @Sendable (PointsIndex, PointsSystemID) -> [Item]
    /// Reads one that is to be created.
    let draft: @Sendable (JSONFields, CallContext) throws -> Change
    /// Reads what is to change of the one with a UUID.
    let change: @Sendable (JSONFields, _ id: String, CallContext) throws -> Change
    /// Creates and changes.
    let put:
        @Sendable (Catalogue, [Change], _ system: String, WorkspaceID) async throws ->
            Results<Item>
    /// Ends.
    let delete:
        @Sendable (Catalogue, [String], _ system: String, WorkspaceID) async throws ->
            Results<String>
    /// Writes one.
    let write: @Sendable (AdminPointsWire, Item, inout JSONObjectWriter) -> Void

    /// A page of them.
    @Sendable func list(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByID()
        let items = items(context.view.rulebook.points, system.id)
        return try Bulk.list(items, for: context, writing(context))
    }

    /// One of them.
    @Sendable func show(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByID()
        let wanted = try ResourceID.read(context.request.parameter("id"))
        let items = items(context.view.rulebook.points, system.id)
        guard let item = items.first(where: { id($0) == wanted }) else {
            throw HTTPError.notFound("\(noun) \(wanted) not found by ID.")
        }
        let write = writing(context)
        return Response.json { writer in writer.object { write(item, &$0) } }
    }

    /// Creates some.
    @Sendable func create(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByID()
        let read = { (fields: JSONFields) throws in try draft(fields, context) }
        let perform = { drafts in
            try await put(context.service.catalogue, drafts, system.publicID, context.workspace)
        }
        return try await Bulk.create(for: context, read, perform, writing(context))
    }

    /// Changes some.
    @Sendable func update(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByID()
        let read = { (fields: JSONFields) throws in
            try change(fields, try ResourceID.read(fields), context)
        }
        let perform = { changes in
            try await put(context.service.catalogue, changes, system.publicID, context.workspace)
        }
        return try await Bulk.update(for: context, read, perform, writing(context))
    }

    /// Ends some.
    @Sendable func end(_ context: CallContext) async throws -> Response {
        let system = try context.pointsSystemByID()
        return try await Bulk.delete(for: context) { ids in
            try await delete(context.service.catalogue, ids, system.publicID, context.workspace)
        }
    }

    private func writing(_ context: CallContext) -> Bulk.Write<Item> {
        let wire = AdminPointsWire(context)
        return { item, object in write(wire, item, &object) }
    }
}
