import Access
import Boards
package import CivilTime
package import HTTP
import Rounds
package import Service
import Storage
package import Wire

/// A service on a database of its own, spoken to in process through the routes of a dialect.
///
/// Its clock stands at `start`, and its users' keys come from a secret that never changes, so
/// that whole answers can be compared.
package final class TestServer: Sendable {
    /// Whose key a call carries.
    package enum Role: Sendable {
        case nobody
        case garbage
        case admin
        case sandboxAdmin
        case key(String)
    }

    package static let start = Instant(seconds: 1_772_366_400)  // 2026-03-01T12:00:00Z

    package let clock: TestClock
    package let service: LaurelService
    package let router: Router
    package let adminKey: String
    package let sandboxKey: String
    private let contract: Contract
    private let database: TestDatabase

    /// Starts a server, once few enough others run.
    package init(
        at start: Instant = TestServer.start,
        limits: ServiceLimits = ServiceLimits(),
        speaking interfaces: [Interface]
    ) async throws {
        clock = TestClock(start)
        self.database = try await TestDatabase()
        let database = try self.database.open()
        _ = try LaurelService.prepare(database, clock: clock)
        var limits = limits
        limits.workerCount = 1
        let service = try LaurelService(
            database: database,
            clock: clock,
            limits: limits,
            keyring: UserKeyring(secret: Array(0..<16))
        )
        self.service = service
        router = Router(interfaces.map { $0.routes(for: service) })
        contract = Contract(interfaces)
        adminKey = try await service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        ).text
        sandboxKey = try await service.access.createKey(
            environment: .sandbox,
            scope: .admin,
            userID: nil
        )
        .text
    }

    deinit {
        service.stop()
    }

    /// Sends a request, and reads the whole answer.
    @discardableResult
    package func call(
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
    package func send(
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
        let reply = try await Reply(router.respond(to: request))
        contract.check(reply, to: router.match(request))
        return reply
    }

    /// Does all that goes on by itself.
    package func finishRounds(of other: LaurelService? = nil) async throws {
        let rounds = (other ?? service).rounds
        while try await rounds.step() {}
    }

    /// Another service on the same database, as another process has it.
    package func secondService() throws -> LaurelService {
        var limits = ServiceLimits()
        limits.workerCount = 1
        return try LaurelService(
            database: database.open(),
            clock: clock,
            limits: limits,
            keyring: UserKeyring(secret: Array(0..<16))
        )
    }

    /// Has leaderboards take in all that was committed, and does what goes on by itself with them.
    package func finishBoards(of other: LaurelService? = nil) async throws {
        for _ in 0..<3 { try await (other ?? service).boards.step() }
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
