import Access
import BricqsAPI
import Catalogue
import Engine
import HTTP
import JSONText
import LaurelAPI
import PhoenixAPI
import Service
import Storage
import Testing
import Tokens
import TrophyAPI
import Wire

/// A server that speaks all dialects, and everybody who may call it.
struct Place {
    static let secret = "a secret that has more than 32 bytes"
    static let end = JSON.number(JSONNumber(4_102_444_800))

    let server: TestServer
    let tenantID: String

    init(_ change: (inout RateLimits) -> Void = { _ in }) async throws {
        var limits = ServiceLimits()
        limits.catalogue.maximumConfigurationAge = .zero
        change(&limits.access.rates)
        server = try await TestServer(
            limits: limits,
            speaking: LaurelAPI.interfaces(streamErrors: .coded) + TrophyAPI.interfaces
                + BricqsAPI.interfaces + PhoenixAPI.interfaces
        )
        let live = try await server.service.catalogue.homeWorkspace(of: .live)
        let draft = TokenKeyDraft(try KeyMaterial(secret: Self.secret))
        tenantID = try await server.service.access.addTokenKey(draft, to: live).tenantID
        for user in ["ada", "ben"] {
            try await server.call(.post, "/v1/users", #"{"id":"\#(user)"}"#)
        }
    }

    /// A token with any claims.
    func token(
        user: String? = nil,
        scope: String? = nil,
        end: JSON? = Self.end,
        secret: String = Self.secret
    ) throws -> String {
        var claims: JSONObject = ["tenant_id": .string(tenantID)]
        if let user { claims.append("sub", .string(user)) }
        if let scope { claims.append("scope", .string(scope)) }
        if let end { claims.append("exp", end) }
        return try Token.mint(claims, with: SigningKey(signing: try KeyMaterial(secret: secret)))
    }

    func key(_ scope: APIKey.Scope, of user: String? = nil) async throws -> String {
        try await server.service.access.createKey(environment: .live, scope: scope, userID: user)
            .text
    }

    /// Sends a request with these header fields alone.
    func call(
        _ target: String,
        _ headers: Headers = Headers(),
        from address: String? = nil
    ) async throws -> Reply {
        var request = Request(.get, target, headers: headers)
        request.clientAddress = address.flatMap { IPAddress($0) }
        return try await Reply(server.router.respond(to: request))
    }
}

/// What a caller may have to show.
enum Holding: String, CaseIterable {
    case adminKey, applicationKey, adasKey, bensKey, revokedKey, wrongKey
    case adasToken, bensToken, serviceToken, adminToken, expiredToken, endlessToken, forgedToken

    var isToken: Bool { rawValue.hasSuffix("Token") }

    func credential(in place: Place) async throws -> String {
        switch self {
        case .adminKey: return place.server.adminKey
        case .applicationKey: return try await place.key(.application)
        case .adasKey: return try await place.key(.application, of: "ada")
        case .bensKey: return try await place.key(.application, of: "ben")
        case .revokedKey:
            let key = try await place.key(.admin)
            _ = try place.server.service.access.revokeKey(prefix: String(key.prefix { $0 != "." }))
            return key
        case .wrongKey: return "\(place.server.adminKey)0"
        case .adasToken: return try place.token(user: "ada")
        case .bensToken: return try place.token(user: "ben")
        case .serviceToken: return try place.token()
        case .adminToken: return try place.token(scope: "admin")
        case .expiredToken: return try place.token(user: "ada", end: .number(JSONNumber(1)))
        case .endlessToken: return try place.token(user: "ada", end: nil)
        case .forgedToken:
            return try place.token(user: "ada", secret: "another secret of more than 32 bytes")
        }
    }
}

/// One dialect's calls, and how it tells an error.
struct Dialect: Sendable {
    let name: String
    /// A call about the user `ada`, and one for those who set streaks up.
    let own: String
    let admin: String
    /// What the second one is answered to those who may.
    var adminStatus = 200
    /// Where the sentence stands in the body of an error.
    let message: String
    /// What an error's body has.
    let names: [String]
    /// Where a credential goes.
    let place: String

    static let trophy = Dialect(
        name: "Trophy",
        own: "/v1/users/ada",
        admin: "/admin/v1/metrics",
        message: "error",
        names: ["error"],
        place: "in the X-API-KEY header, or as Authorization: Bearer <key or token>"
    )
    static let bricqs = Dialect(
        name: "Bricqs",
        own: "/api/v1/gamify/participants/ada",
        admin: "/api/v1/gamify/streaks",
        message: "detail",
        names: ["detail"],
        place: "as Authorization: Bearer <key>"
    )
    static let phoenix = Dialect(
        name: "Phoenix",
        own: "/v1/streaks/user/ada",
        admin: "/v1/streaks/550e8400-e29b-41d4-a716-446655440000",
        adminStatus: 404,
        message: "error.message",
        names: ["error"],
        place: "as Authorization: Bearer <token>"
    )
    static let all = [trophy, bricqs, phoenix]
}

extension Dialect: CustomTestStringConvertible {
    var testDescription: String { name }
}
