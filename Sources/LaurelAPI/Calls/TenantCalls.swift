import Access
import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Storage
import Wire

/// Setting up tenants.
enum TenantCalls {
    /// A page of the tenants, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let tenants = try await context.service.catalogue.tenants(of: context.principal.home)
        return try Bulk.list(tenants, for: context, write)
    }

    /// One tenant.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let tenants = try await context.service.catalogue.tenants(of: context.principal.home)
        return try Bulk.show("Tenant", among: tenants, id: \.publicID, for: context, write)
    }

    /// Creates tenants.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let create = { drafts in
            try await context.service.catalogue.createTenants(drafts, home: context.principal.home)
        }
        return try await Bulk.create(for: context, draft, create, write)
    }

    /// Changes tenants.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let update = { changes in
            try await context.service.catalogue.updateTenants(changes, home: context.principal.home)
        }
        return try await Bulk.update(for: context, change, update, write)
    }

    /// Archives tenants.
    @Sendable static func archive(_ context: CallContext) async throws -> Response {
        try await Bulk.delete(for: context) { ids in
            try await context.service.catalogue.archiveTenants(ids, home: context.principal.home)
                .map { result in result.map(\.publicID) }
        }
    }

    private static let rule = TextRule.filled(WireLimits.maximumNameLength)

    private static func draft(from fields: JSONFields) throws -> TenantDraft {
        TenantDraft(
            customerID: try fields.text("customerId", rule),
            name: try fields.text("name", rule)
        )
    }

    private static func change(from fields: JSONFields) throws -> TenantChange {
        var change = TenantChange(publicID: try ResourceID.read(fields))
        change.customerID = try fields.optionalText("customerId", rule)
        change.name = try fields.optionalText("name", rule)
        change.status = try fields.word("status", Workspace.Status.self)
        guard change.customerID != nil || change.name != nil || change.status != nil else {
            throw HTTPError.unprocessable("customerId, name or status is required.")
        }
        return change
    }

    private static func write(_ tenant: Workspace, to object: inout JSONObjectWriter) {
        object.field("id", tenant.publicID)
        object.field("customerId", tenant.customerID)
        object.field("name", tenant.name)
        object.field("status", tenant.status.rawValue)
        object.field("created", tenant.createdAt.iso8601)
        object.field("updated", tenant.updatedAt.iso8601)
    }
}
