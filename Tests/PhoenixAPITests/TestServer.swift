import CivilTime
import Engine
// Foundation has the folder for temporary files, and removes them.
import Foundation
import HTTP
import JSONText
import PhoenixAPI
import SQLite
import Service
import Storage
import TestService
import Tokens
import TrophyAPI

/// A service on a file of its own, spoken to in process through Phoenix's routes, and through
/// Trophy's beside them.
final class TestServer: Sendable {
    /// What a call carries to say who sends it.
    enum Role: Sendable {
        case nobody
        case service
        case administrator
        case user(String)
        case token(String)
        case key(String)
    }

    static let start = Instant(seconds: 1_735_689_600)  // 2025-01-01T00:00:00Z
    static let secret = "a secret that has more than 32 bytes"

    let clock = TestClock(start)
    let service: LaurelService
    let router: Router
    let adminKey: String
    let tenantID: String
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
        router = Router(TrophyAPI(service).groups + PhoenixAPI(service).groups)
        adminKey = try await service.createKey(environment: .live, scope: .admin, userID: nil).text
        let live = try await service.homeWorkspace(of: .live)
        let draft = TokenKeyDraft(try KeyMaterial(secret: Self.secret))
        tenantID = try await service.addTokenKey(draft, to: live).tenantID
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
        as role: Role = .service
    ) async throws -> Reply {
        var headers = Headers()
        switch role {
        case .key(let key): headers["X-API-KEY"] = key
        default: headers["Authorization"] = try token(of: role).map { "Bearer \($0)" }
        }
        let request = Request(method, target, headers: headers, body: Array(body.utf8))
        return try await Reply(router.respond(to: request))
    }

    /// A token, in the clock's time.
    func token(of role: Role) throws -> String? {
        switch role {
        case .nobody, .key: nil
        case .token(let token): token
        case .service: try mint([:])
        case .administrator: try mint(["scope": .string("admin")])
        case .user(let id): try mint(["sub": .string(id)])
        }
    }

    private func mint(_ claims: [String: JSON]) throws -> String {
        var object: JSONObject = [
            "tenant_id": .string(tenantID), "exp": .number(JSONNumber(4_102_444_800)),
        ]
        for (name, value) in claims { object.append(name, value) }
        let key = try SigningKey(signing: try KeyMaterial(secret: Self.secret))
        return try Token.mint(object, with: key)
    }
}

// MARK: - Setting up

extension TestServer {
    /// Moves the clock.
    func setClock(_ text: String) throws {
        clock.set(to: try Instant(iso8601: text))
    }

    /// Creates a streak, and tells its id; the config's fields besides event types and window begin
    /// with a comma.
    @discardableResult
    func createStreak(
        _ name: String = "Daily Login Streak",
        types: String = #""user.login""#,
        window: String = #"{"type":"calendar","period":"daily"}"#,
        condition: String = #"{"type":"count","min":1}"#,
        with fields: String = ""
    ) async throws -> String {
        let reply = try await call(
            .post,
            "/v1/streaks",
            #"{"name":"\#(name)","config":{"event_types":[\#(types)],"window":\#(window),"condition":\#(condition)\#(fields)}}"#,
            as: .administrator
        )
        return reply.text("id") ?? "\(reply)"
    }

    /// Sends an event that happens now, unless told; the fields besides begin with a comma.
    @discardableResult
    func send(
        _ id: String,
        _ type: String = "user.login",
        of user: String = "user-12345",
        with fields: String = "",
        as role: Role = .service
    ) async throws -> Reply {
        try await call(
            .post,
            "/v1/events",
            #"{"event_id":"\#(id)","event_type":"\#(type)","user_id":"\#(user)"\#(fields)}"#,
            as: role
        )
    }
}
