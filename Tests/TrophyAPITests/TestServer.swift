import CivilTime
import Engine
// Foundation has the folder for temporary files, and removes them.
import Foundation
import HTTP
import SQLite
import Service
import Storage
import TrophyAPI

/// A service on a file of its own, spoken to in process through Trophy's routes.
///
/// Its clock stands at `start`, and its users' keys come from a secret that never changes, so
/// that whole answers can be compared.
final class TestServer: Sendable {
    /// Whose key a call carries.
    enum Role: Sendable {
        case nobody
        case garbage
        case admin
        case sandboxAdmin
        case key(String)
    }

    static let start = Instant(seconds: 1_772_366_400)  // 2026-03-01T12:00:00Z

    let clock = TestClock(start)
    let service: LaurelService
    let router: Router
    let adminKey: String
    let sandboxKey: String
    private let folder: URL
    private let seat: Seat
    private static let seats = Seats(6)

    /// Starts a server, once few enough others run.
    init() async throws {
        seat = await Self.seats.take()
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("laurel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let database = try SQLiteDatabase(path: folder.appendingPathComponent("laurel.db").path)
        _ = try LaurelService.prepare(database, clock: clock)
        var limits = ServiceLimits()
        limits.workerCount = 1
        service = try LaurelService(
            database: database,
            clock: clock,
            limits: limits,
            keyring: UserKeyring(secret: Array(0..<16))
        )
        router = Router(TrophyAPI(service).groups)
        adminKey = try await service.createKey(environment: .live, scope: .admin, userID: nil).text
        sandboxKey = try await service.createKey(environment: .sandbox, scope: .admin, userID: nil)
            .text
    }

    deinit {
        service.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Sends a request, and reads the whole answer.
    @discardableResult
    func call(
        _ method: HTTP.Method,
        _ target: String,
        _ body: String = "",
        as role: Role = .admin,
        tenant: String? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Reply {
        var headers = Headers()
        headers["Idempotency-Key"] = idempotencyKey
        return try await send(method, target, Array(body.utf8), as: role, tenant, headers)
    }

    /// Sends a request with any bytes and header fields, and reads the whole answer.
    @discardableResult
    func send(
        _ method: HTTP.Method,
        _ target: String,
        _ body: [UInt8] = [],
        as role: Role = .admin,
        _ tenant: String? = nil,
        _ headers: Headers = Headers()
    ) async throws -> Reply {
        var headers = headers
        headers["X-API-KEY"] = key(of: role)
        headers["Tenant-ID"] = tenant
        let request = Request(method, target, headers: headers, body: body)
        return try await Reply(router.respond(to: request))
    }

    private func key(of role: Role) -> String? {
        switch role {
        case .nobody: nil
        case .garbage: "live_abcdefgh.0123456789abcdef"
        case .admin: adminKey
        case .sandboxAdmin: sandboxKey
        case .key(let key): key
        }
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
