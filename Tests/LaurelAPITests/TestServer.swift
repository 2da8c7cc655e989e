import HTTP
import LaurelAPI
import TestKit

extension TestServer {
    /// Starts a server that speaks no dialect, and so only what is Laurel's own.
    convenience init() async throws {
        try await self.init(speaking: LaurelAPI.interfaces())
    }

    /// Creates a tenant, and tells its id.
    @discardableResult
    func createTenant(_ customer: String) async throws -> String {
        let reply = try await call(
            .post,
            "/admin/v1/tenants",
            #"[{"customerId":"\#(customer)","name":"\#(customer)"}]"#
        )
        return reply.text("created.0.id") ?? ""
    }
}
