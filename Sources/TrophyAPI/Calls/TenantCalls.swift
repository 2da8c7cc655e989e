import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Storage

/// Setting up tenants.
enum TenantCalls {
    /// A page of the tenants, oldest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let page = try PageQuery(context.request.query)
        let tenants = page.page(of: try await context.service.tenants(of: context.principal.home))
        return Response.json { writer in
            writer.array { array in
                for tenant in tenants { array.object { write(tenant, to: &$0) } }
            }
        }
    }

    /// One tenant.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let id = try ResourceID.read(context.request.parameter("id"))
        let tenants = try await context.service.tenants(of: context.principal.home)
        guard let tenant = tenants.first(where: { $0.publicID == id }) else {
            throw HTTPError.notFound("Tenant \(id) not found by ID.")
        }
        return Response.json { writer in writer.object { write(tenant, to: &$0) } }
    }

    /// Creates tenants.
    @Sendable static func create(_ context: CallContext) async throws -> Response {
        let drafts = try Bulk.drafts(of: try Bulk.items(of: context.request), draft)
        let results = try await Bulk.perform(drafts) { drafts in
            try await context.service.createTenants(drafts, home: context.principal.home)
        }
        return Bulk.answer(
            "created",
            results,
            locator: .index,
            status: Bulk.creationStatus(results),
            write
        )
    }

    /// Changes tenants.
    @Sendable static func update(_ context: CallContext) async throws -> Response {
        let items = try Bulk.items(of: context.request)
        let results = try await Bulk.perform(try Bulk.drafts(of: items, change)) { changes in
            try await context.service.updateTenants(changes, home: context.principal.home)
        }
        return Bulk.answer(
            "updated",
            results,
            locator: .id(ResourceID.ids(of: items)),
            status: .ok,
            write
        )
    }

    /// Archives tenants.
    @Sendable static func archive(_ context: CallContext) async throws -> Response {
        let ids = try Bulk.ids(of: context.request)
        let results = try await Bulk.perform(Bulk.checkedIDs(ids)) { ids in
            try await context.service.archiveTenants(ids, home: context.principal.home)
        }
        return Bulk.answer("deleted", results, locator: .id(ids), status: .ok) { tenant, object in
            object.field("id", tenant.publicID)
        }
    }

    private static let rule = TextRule.filled(TrophyLimits.maximumNameLength)

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
        guard change.customerID != nil || change.name != nil else {
            throw HTTPError.unprocessable("customerId or name is required.")
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
