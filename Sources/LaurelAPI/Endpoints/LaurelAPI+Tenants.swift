import HTTP
import Storage
import Wire

extension LaurelAPI {
    /// Tenants, and keys that may act for one user.
    static let tenantEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/tenants",
            "Lists the tenants, oldest first.",
            by: .environmentAdmin,
            parameters: PageQuery.parameters,
            answers: [.ok(.array(of: TenantCalls.tenant))],
            isRevalidated: true,
            TenantCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/tenants",
            "Creates tenants.",
            by: .environmentAdmin,
            role: .owner,
            body: Bulk.body(of: TenantCalls.draftBody),
            answers: Bulk.created(TenantCalls.tenant),
            TenantCalls.create
        ),
        Endpoint(
            .patch,
            "/admin/v1/tenants",
            "Changes tenants.",
            by: .environmentAdmin,
            role: .owner,
            body: Bulk.body(of: TenantCalls.changeBody),
            answers: Bulk.updated(TenantCalls.tenant),
            TenantCalls.update
        ),
        Endpoint(
            .delete,
            "/admin/v1/tenants",
            "Archives tenants.",
            by: .environmentAdmin,
            role: .owner,
            parameters: [.ids],
            answers: Bulk.deleted,
            TenantCalls.archive
        ),
        Endpoint(
            .get,
            "/admin/v1/tenants/{id}",
            "Shows a tenant.",
            by: .environmentAdmin,
            parameters: [.id],
            answers: [.ok(TenantCalls.tenant), .failure(.notFound)],
            isRevalidated: true,
            TenantCalls.show
        ),
        Endpoint(
            .post,
            "/admin/v1/application-api-keys",
            "Makes keys that may act for one user each; they are shown this once.",
            by: .environmentAdmin,
            role: .owner,
            body: Bulk.body(of: .object(.field("userId", UserWire.id))),
            answers: Bulk.created(ApplicationKeyCalls.key),
            ApplicationKeyCalls.create
        ),
        Endpoint(
            .delete,
            "/admin/v1/application-api-keys",
            "Ends keys at once.",
            by: .environmentAdmin,
            role: .owner,
            parameters: [.ids],
            answers: Bulk.deleted,
            ApplicationKeyCalls.revoke
        ),
    ]

    /// How tokens are verified.
    static let tokenEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/token-verification",
            "Shows what tokens must be like; never a key.",
            by: .admin,
            answers: [.ok(TokenVerificationCalls.verification)],
            isRevalidated: true,
            TokenVerificationCalls.show
        ),
        Endpoint(
            .put,
            "/admin/v1/token-verification",
            "Adds a key that verifies tokens.",
            by: .admin,
            role: .owner,
            body: .json(TokenVerificationCalls.keyBody),
            answers: [.ok(TokenVerificationCalls.verification), .failure(.conflict)],
            TokenVerificationCalls.addKey
        ),
        Endpoint(
            .patch,
            "/admin/v1/token-verification",
            "Changes for how long tokens may hold.",
            by: .admin,
            role: .owner,
            body: .json(TokenVerificationCalls.lifetimeBody),
            answers: [.ok(TokenVerificationCalls.verification), .failure(.notFound)],
            TokenVerificationCalls.change
        ),
        Endpoint(
            .delete,
            "/admin/v1/token-verification/{keyId}",
            "Ends a key that verifies tokens.",
            by: .admin,
            role: .owner,
            parameters: [.path("keyId", .text, "The id of the key.")],
            answers: [.ok(TokenVerificationCalls.verification), .failure(.notFound)],
            TokenVerificationCalls.endKey
        ),
    ]
}
