import Access
import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import LaurelAPI
import PhoenixAPI
import Service
import Storage
import Tokens
import TrophyAPI

/// A server that speaks Phoenix's wire, and others beside it, to those who have tokens.
struct PhoenixServer: Sendable {
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

    let tenantID: String
    private let server: TestServer

    var clock: TestClock { server.clock }
    var service: LaurelService { server.service }
    var router: Router { server.router }
    var adminKey: String { server.adminKey }

    init() async throws {
        server = try await TestServer(
            at: Self.start,
            speaking: PhoenixAPI.interfaces + LaurelAPI.interfaces() + TrophyAPI.interfaces
        )
        let live = try await server.service.catalogue.homeWorkspace(of: .live)
        let draft = TokenKeyDraft(try KeyMaterial(secret: Self.secret))
        tenantID = try await server.service.access.addTokenKey(draft, to: live).tenantID
    }

    /// Sends a request, and reads the whole answer.
    @discardableResult
    func call(
        _ method: HTTP.Method,
        _ target: String,
        _ body: String = "",
        as role: Role = .service
    ) async throws -> Reply {
        if case .key(let key) = role {
            return try await server.call(method, target, body, as: .key(key))
        }
        var headers = Headers()
        headers["Authorization"] = try token(of: role).map { "Bearer \($0)" }
        return try await server.send(method, target, Array(body.utf8), as: .nobody, nil, headers)
    }

    /// Does all that goes on by itself.
    func finishRounds() async throws {
        try await server.finishRounds()
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

extension PhoenixServer {
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
