import Engine
import HTTP
import JSONText
import Service

/// Setting up attributes.
enum AttributeCalls {
    /// A page of the attributes, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let page = try PageQuery(context.request.query)
        let attributes = page.page(of: context.view.rulebook.attributes)
        return Response.json { writer in
            writer.array { array in
                for attribute in attributes { array.object { write(attribute, to: &$0) } }
            }
        }
    }

    /// One attribute.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let id = try ResourceID.read(context.request.parameter("id"))
        let attributes = context.view.rulebook.attributes
        guard let attribute = attributes.first(where: { $0.publicID == id }) else {
            throw HTTPError.notFound("Attribute \(id) not found by ID.")
        }
        return Response.json { writer in writer.object { write(attribute, to: &$0) } }
    }

    /// Creates attributes.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let drafts = try Bulk.drafts(of: try Bulk.items(of: context.request), draft)
        let results = try await Bulk.perform(drafts) { drafts in
            try await context.service.createAttributes(drafts, in: context.workspace)
        }
        return Bulk.answer(
            "created",
            results,
            locator: .index,
            status: Bulk.creationStatus(results),
            write
        )
    }

    /// Gives attributes new names.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let items = try Bulk.items(of: context.request)
        let results = try await Bulk.perform(try Bulk.drafts(of: items, change)) { changes in
            try await context.service.renameAttributes(changes, in: context.workspace)
        }
        return Bulk.answer(
            "updated",
            results,
            locator: .id(ResourceID.ids(of: items)),
            status: .ok,
            write
        )
    }

    /// Ends attributes.
    @Sendable static func delete(_ context: CallContext) async throws -> Response {
        let ids = try Bulk.ids(of: context.request)
        let results = try await Bulk.perform(Bulk.checkedIDs(ids)) { ids in
            try await context.service.deleteAttributes(ids, in: context.workspace)
        }
        return Bulk.answer("deleted", results, locator: .id(ids), status: .ok) { id, object in
            object.field("id", id)
        }
    }

    private static func draft(from fields: JSONFields) throws -> AttributeDraft {
        let name = try fields.text("name", .filled(TrophyLimits.maximumNameLength))
        let key = try ReferenceKey.read(fields)
        guard let kind = try fields.word("type", Attribute.Kind.self) else {
            throw fields.invalid("type", "is required: \"user\" or \"event\"")
        }
        return AttributeDraft(kind: kind, key: key, name: name)
    }

    private static func change(from fields: JSONFields) throws -> AttributeRenaming {
        AttributeRenaming(
            publicID: try ResourceID.read(fields),
            name: try fields.optionalText("name", .filled(TrophyLimits.maximumNameLength))
        )
    }

    private static func write(_ attribute: Attribute, to object: inout JSONObjectWriter) {
        object.field("id", attribute.publicID)
        object.field("name", attribute.name)
        object.field("key", attribute.key)
        object.field("type", attribute.kind.rawValue)
    }
}
