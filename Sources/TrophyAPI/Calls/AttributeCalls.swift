import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Setting up attributes.
enum AttributeCalls {
    /// A page of the attributes, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        try Bulk.list(context.view.rulebook.attributes, for: context, write)
    }

    /// One attribute.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let attributes = context.view.rulebook.attributes
        return try Bulk.show("Attribute", among: attributes, id: \.publicID, for: context, write)
    }

    /// Creates attributes.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let create = { drafts in
            try await context.service.catalogue.createAttributes(drafts, in: context.workspace)
        }
        return try await Bulk.create(for: context, draft, create, write)
    }

    /// Gives attributes new names.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let update = { changes in
            try await context.service.catalogue.renameAttributes(changes, in: context.workspace)
        }
        return try await Bulk.update(for: context, change, update, write)
    }

    /// Ends attributes.
    @Sendable static func delete(_ context: CallContext) async throws -> Response {
        try await Bulk.delete(for: context) { ids in
            try await context.service.catalogue.deleteAttributes(ids, in: context.workspace)
        }
    }

    private static func draft(from fields: JSONFields) throws -> AttributeDraft {
        let name = try fields.text("name", .filled(WireLimits.maximumNameLength))
        let key = try fields.referenceKey()
        guard let kind = try fields.word("type", Attribute.Kind.self) else {
            throw fields.invalid("type", "is required: \"user\" or \"event\"")
        }
        return AttributeDraft(kind: kind, key: key, name: name)
    }

    private static func change(from fields: JSONFields) throws -> AttributeRenaming {
        AttributeRenaming(
            publicID: try ResourceID.read(fields),
            name: try fields.optionalText("name", .filled(WireLimits.maximumNameLength))
        )
    }

    private static func write(_ attribute: Attribute, to object: inout JSONObjectWriter) {
        object.field("id", attribute.publicID)
        object.field("name", attribute.name)
        object.field("key", attribute.key)
        object.field("type", attribute.kind.rawValue)
    }
}
