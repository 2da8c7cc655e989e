import HTTP
import LaurelAPI
import Service
import TestKit
import TrophyAPI
import Webhooks

extension TestServer {
    /// Starts a server that speaks Trophy's wire, and what sets it up.
    convenience init() async throws {
        try await self.init(speaking: LaurelAPI.interfaces() + TrophyAPI.interfaces)
        service.webhooks.speak([
            LaurelAPI.webhookVoice(of: service), TrophyAPI.webhookVoice(of: service),
        ])
    }
}

// MARK: - Setting up

extension TestServer {
    /// Creates a metric, and tells its id.
    @discardableResult
    func createMetric(
        _ key: String,
        as role: Role = .admin,
        tenant: String? = nil
    ) async throws
        -> String
    {
        let reply = try await call(
            .post,
            "/admin/v1/metrics",
            #"[{"key":"\#(key)","name":"\#(key)"}]"#,
            as: role,
            tenant: tenant
        )
        return reply.text("created.0.id") ?? ""
    }

    /// Creates an attribute, and tells its id.
    @discardableResult
    func createAttribute(_ key: String, _ type: String) async throws -> String {
        let reply = try await call(
            .post,
            "/admin/v1/attributes",
            #"[{"key":"\#(key)","name":"\#(key)","type":"\#(type)"}]"#
        )
        return reply.text("created.0.id") ?? ""
    }

    /// Creates an achievement, and tells its id; the fields stand as in JSON.
    @discardableResult
    func createAchievement(_ fields: String, name: String = "Done") async throws -> String {
        let reply = try await call(
            .post,
            "/admin/v1/achievements",
            #"[{"name":"\#(name)",\#(fields)}]"#
        )
        return reply.text("created.0.id") ?? "\(reply)"
    }

    /// Creates a daily streak of a metric, and tells its id; the rest of its fields begin with a
    /// comma.
    @discardableResult
    func createStreak(
        _ key: String = "reading",
        metric: String = "pages",
        with fields: String = "",
        as role: Role = .admin
    ) async throws -> String {
        let reply = try await call(
            .post,
            "/admin/v1/streaks/definitions",
            #"[{"key":"\#(key)","name":"\#(key)","sources":[{"metric":"\#(metric)"}],"window":{"period":"daily"}\#(fields)}]"#,
            as: role
        )
        return reply.text("created.0.id") ?? "\(reply)"
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

    /// Makes a key for one user, and tells it with its id.
    func createKey(of user: String) async throws -> (key: String, id: String) {
        let reply = try await call(
            .post,
            "/admin/v1/application-api-keys",
            #"[{"userId":"\#(user)"}]"#
        )
        return (reply.text("created.0.key") ?? "", reply.text("created.0.id") ?? "")
    }

    /// Sends an event of a user; the rest of the body's fields begin with a comma.
    @discardableResult
    func record(
        _ value: String,
        of user: String = "ada",
        metric: String = "pages",
        with fields: String = "",
        idempotencyKey: String? = nil
    ) async throws -> Reply {
        try await call(
            .post,
            "/v1/metrics/\(metric)/event",
            #"{"user":{"id":"\#(user)"},"value":\#(value)\#(fields)}"#,
            idempotencyKey: idempotencyKey
        )
    }
}
