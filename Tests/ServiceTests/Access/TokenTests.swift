import Access
import Catalogue
import CivilTime
import Engine
import JSONText
import Service
import ServiceRuntime
import Sodium
import Storage
import Testing
import Tokens

@Suite struct TokenTests {
    static let secret = "a secret that has more than 32 bytes"
    static let otherSecret = "another secret of more than 32 bytes"

    /// A token with any claims, signed with HS256.
    ///
    /// New workspaces take none without an end; those of these tests do, unless a test says more.
    static func token(
        _ claims: JSONObject,
        secret: String = secret,
        keyID: String? = nil
    ) throws -> String {
        let key = try SigningKey(signing: try KeyMaterial(secret: secret))
        return try Token.mint(claims, with: key, keyID: keyID)
    }

    @discardableResult
    private static func configure(
        _ world: ServiceWorld,
        _ workspace: WorkspaceID,
        secret: String = secret,
        _ change: (inout TokenKeyDraft) -> Void = { _ in }
    ) async throws -> TokenVerification {
        var draft = TokenKeyDraft(try KeyMaterial(secret: secret))
        draft.lifetime.requiresEnd = false
        change(&draft)
        return try await world.service.access.addTokenKey(draft, to: workspace)
    }

    /// A service whose live workspace takes tokens, and what they must name.
    private static func makeWorld() async throws -> (ServiceWorld, tenantID: String) {
        let world = try await ServiceWorld()
        let verification = try await configure(world, world.live)
        return (world, verification.tenantID)
    }

    private static func refusal(
        _ world: ServiceWorld,
        _ token: String?
    ) async -> ServiceError? {
        let outcome = await result { try await world.service.access.authenticate(bearer: token) }
        guard case .failure(let error) = outcome else { return nil }
        return error as? ServiceError
    }

    // MARK: - Who is let in

    @Test func `a token opens the workspace that it names, for its user`() async throws {
        let (world, tenantID) = try await Self.makeWorld()
        let bearer = try await world.service.access.authenticate(
            bearer: try Self.token([
                "tenant_id": .string(tenantID), "sub": .string("ada"),
                "scope": .string("read admin"),
            ])
        )
        #expect(bearer.workspace.id == world.live)
        #expect(bearer.view.rulebook.metric(key: "steps") != nil)
        #expect(bearer.userID == "ada")
        #expect(bearer.scopes == ["read", "admin"])
        #expect(bearer.isAdmin)
        try bearer.requireAdmin()
        try bearer.requireAccess(toUser: "ada")
        for user in ["ben", "ADA", ""] {
            let error = #expect(throws: ServiceError.self) {
                try bearer.requireAccess(toUser: user)
            }
            #expect(error?.code == .forbidden)
        }
    }

    @Test func `a token without a user is a service's`() async throws {
        let (world, tenantID) = try await Self.makeWorld()
        let bearer = try await world.service.access.authenticate(
            bearer: try Self.token(["tenant_id": .string(tenantID)])
        )
        #expect(bearer.userID == nil)
        #expect(bearer.scopes == [])
        try bearer.requireAccess(toUser: "anybody")
        let error = #expect(throws: ServiceError.self) { try bearer.requireAdmin() }
        #expect(error?.code == .forbidden)
    }

    @Test func `the claims that count are the workspace's to choose`() async throws {
        let (world, tenantID) = try await Self.makeWorld()
        try await Self.configure(world, world.live) {
            $0.tenantClaim = "https://example.com/org"
            $0.userClaim = "uid"
        }
        let bearer = try await world.service.access.authenticate(
            bearer: try Self.token([
                "https://example.com/org": .string(tenantID), "uid": .string("ada"),
                "sub": .string("ben"),
            ])
        )
        #expect(bearer.userID == "ada")
        let old = try Self.token(["tenant_id": .string(tenantID)])
        #expect(await Self.refusal(world, old)?.code == .unauthorized)
        // A key that is added without claims leaves them as they are.
        let same = try await Self.configure(world, world.live, secret: Self.otherSecret)
        #expect(same.tenantClaim == "https://example.com/org")
        #expect(same.userClaim == "uid")
    }

    @Test func `the system's clock decides, also where a sandbox holds its own`() async throws {
        let world = try await ServiceWorld()
        let verification = try await Self.configure(world, world.sandbox)
        try await world.service.catalogue.setClock(
            of: world.sandbox,
            to: ServiceWorld.noon.adding(seconds: 86_400 * 365)
        )
        let end = ServiceWorld.noon.seconds + 60
        let token = try Self.token([
            "tenant_id": .string(verification.tenantID), "exp": .number(JSONNumber(end)),
        ])
        let bearer = try await world.service.access.authenticate(bearer: token)
        #expect(bearer.view.now != world.clock.now())
        world.clock.advance(seconds: 60)
        #expect(await Self.refusal(world, token)?.message.contains("expired") == true)
    }

    // MARK: - Who is kept out

    @Test func `another workspace's key opens nothing`() async throws {
        let (world, tenantID) = try await Self.makeWorld()
        let other = try await Self.configure(world, world.sandbox, secret: Self.otherSecret)
        for (tenant, secret) in [
            (tenantID, Self.otherSecret), (other.tenantID, Self.secret),
        ] {
            let token = try Self.token(["tenant_id": .string(tenant)], secret: secret)
            #expect(await Self.refusal(world, token)?.code == .unauthorized)
        }
        // Naming one workspace in the claim of another workspace's choice helps no further.
        try await Self.configure(world, world.sandbox, secret: Self.otherSecret) {
            $0.tenantClaim = "org"
        }
        let both: JSONObject = ["tenant_id": .string(tenantID), "org": .string(other.tenantID)]
        let bearer = try await world.service.access.authenticate(
            bearer: try Self.token(both, secret: Self.otherSecret)
        )
        #expect(bearer.workspace.id == world.sandbox)
        let crossed: JSONObject = ["tenant_id": .string(other.tenantID), "org": .string(tenantID)]
        for secret in [Self.secret, Self.otherSecret] {
            let token = try Self.token(crossed, secret: secret)
            #expect(await Self.refusal(world, token)?.code == .unauthorized)
        }
    }

    @Test(
        arguments: [
            Row("no workspace", [:], "names no workspace"),
            Row("an unknown workspace", ["tenant_id": .string("nobody")], "names no workspace"),
            Row("an empty name", ["tenant_id": .string("")], "names no workspace"),
            Row("a number", ["tenant_id": .number(JSONNumber(1))], "names no workspace"),
            Row("another claim", ["tenant": .string("TENANT")], "names no workspace"),
            Row("capitals", ["tenant_id": .string("TENANT ")], "names no workspace"),
            Row("a user that is a number", ["sub": .number(JSONNumber(1))], "sub must be a string"),
            Row("a user that is null", ["sub": .null], "sub must be a string"),
            Row("a user that is empty", ["sub": .string("")], "sub must be a string"),
            Row("users", ["sub": .array([.string("ada")])], "sub must be a string"),
            Row("a scope that is a number", ["scope": .number(JSONNumber(1))], "scope must be"),
            Row("expired", ["exp": .number(JSONNumber(1))], "expired"),
            Row("not yet valid", ["nbf": .number(JSONNumber(9_999_999_999))], "not valid yet"),
        ] as [Row<JSONObject, String>]
    )
    func `a token whose claims are not right opens nothing`(
        row: Row<JSONObject, String>
    ) async throws {
        let (world, tenantID) = try await Self.makeWorld()
        var claims = JSONObject()
        for member in row.input.members {
            let text = JSON.string(tenantID)
            claims.append(member.name, member.value == .string("TENANT") ? text : member.value)
        }
        if !row.expected.contains("names no") { claims.append("tenant_id", .string(tenantID)) }
        let refusal = await Self.refusal(world, try Self.token(claims))
        #expect(refusal?.code == .unauthorized)
        #expect(refusal?.message.contains(row.expected) == true, "\(refusal?.message ?? "let in")")
        #expect(refusal?.message.contains(Self.secret) == false)
    }

    @Test(arguments: [nil, "", "a", "a.b.c", "live_abcdefgh.0123456789abcdef"] as [String?])
    func `what is no token opens nothing`(text: String?) async throws {
        let (world, _) = try await Self.makeWorld()
        #expect(await Self.refusal(world, text)?.code == .unauthorized)
    }

    @Test func `an archived tenant's token is told so`() async throws {
        let world = try await ServiceWorld()
        let created = try await world.service.catalogue.createTenants(
            [TenantDraft(customerID: "acme", name: "Acme")],
            home: world.live
        )
        let tenant = try #require(created.first).get()
        try await Self.configure(world, tenant.id)
        let token = try Self.token(["tenant_id": .string(tenant.publicID)])
        #expect(
            try await world.service.access.authenticate(bearer: token).workspace.id == tenant.id
        )
        // The tenant's own id is meant, not what the customer is called.
        let named = try Self.token(["tenant_id": .string("acme")])
        #expect(await Self.refusal(world, named)?.code == .unauthorized)
        _ = try await world.service.catalogue.archiveTenants([tenant.publicID], home: world.live)
        #expect(await Self.refusal(world, token)?.code == .forbidden)
    }

    // MARK: - Keys

    @Test func `keys overlap while they change, and end at once`() async throws {
        var limits = ServiceLimits()
        limits.catalogue.maximumConfigurationAge = .zero
        let world = try await ServiceWorld(limits: limits)
        let tenantID = try await Self.configure(world, world.live).tenantID
        let claims: JSONObject = ["tenant_id": .string(tenantID)]
        let first = try await world.service.catalogue.tokenVerification(of: world.live).keys[0].id
        let both = try await Self.configure(world, world.live, secret: Self.otherSecret) {
            $0.id = "second"
        }
        #expect(both.keys.map(\.id) == [first, "second"])
        let tokens = try [Self.secret, Self.otherSecret].map {
            try Self.token(claims, secret: $0)
        }
        for token in tokens { _ = try await world.service.access.authenticate(bearer: token) }
        // A second process sees the end of a key too.
        let second = try LaurelService(
            database: world.database,
            clock: world.clock,
            limits: limits
        )
        defer { second.stop() }
        for token in tokens { _ = try await second.access.authenticate(bearer: token) }
        let rest = try await world.service.access.endTokenKey(first, of: world.live)
        #expect(rest.keys.map(\.id) == ["second"])
        #expect(await Self.refusal(world, tokens[0])?.code == .unauthorized)
        _ = try await world.service.access.authenticate(bearer: tokens[1])
        #expect(
            await result { try await second.access.authenticate(bearer: tokens[0]) }.serviceCode
                == .unauthorized
        )
        let again = await result {
            try await world.service.access.endTokenKey(first, of: world.live)
        }
        #expect(again.serviceCode == .notFound)
        let foreign = await result {
            try await world.service.access.endTokenKey("second", of: world.sandbox)
        }
        #expect(foreign.serviceCode == .notFound)
    }

    @Test func `a key with the same id is replaced`() async throws {
        let (world, tenantID) = try await Self.makeWorld()
        let claims: JSONObject = ["tenant_id": .string(tenantID)]
        for secret in [Self.otherSecret, Self.secret, Self.otherSecret] {
            let verification = try await Self.configure(world, world.live, secret: secret) {
                $0.id = "k"
            }
            #expect(verification.keys.map(\.id).suffix(1) == ["k"])
            #expect(verification.keys.count == 2)
        }
        let named = try Self.token(claims, secret: Self.secret, keyID: "k")
        #expect(await Self.refusal(world, named)?.code == .unauthorized)
    }

    @Test func `a key of another algorithm ends those before it`() async throws {
        let (world, tenantID) = try await Self.makeWorld()
        let token = try Self.token(["tenant_id": .string(tenantID)])
        let verification = try await world.service.access.addTokenKey(
            TokenKeyDraft(try KeyMaterial(publicKey: Self.publicKey, for: .es256)),
            to: world.live
        )
        #expect(verification.algorithm == .es256)
        #expect(verification.keys.count == 1)
        #expect(await Self.refusal(world, token)?.code == .unauthorized)
        let forged = try Self.token(["tenant_id": .string(tenantID)], secret: Self.otherSecret)
        #expect(await Self.refusal(world, forged)?.message.contains("ES256") == true)
    }

    @Test func `there are no more keys than are tried`() async throws {
        let (world, _) = try await Self.makeWorld()
        let maximum = world.service.limits.access.maximumTokenKeys
        for _ in 1..<maximum { try await Self.configure(world, world.live) }
        let more = await result { try await Self.configure(world, world.live) }
        #expect(more.serviceCode == .invalid)
        let keys = try await world.service.catalogue.tokenVerification(of: world.live).keys
        #expect(keys.count == maximum)
        try await Self.configure(world, world.live) { $0.id = keys[0].id }
    }

    // MARK: - Minting

    @Test func `what is minted is let in`() async throws {
        let (world, _) = try await Self.makeWorld()
        var draft = TokenDraft()
        draft.userID = "ada"
        draft.scopes = ["admin"]
        draft.lifetime = 60
        let token = try await world.service.access.mintToken(draft, for: world.live)
        let bearer = try await world.service.access.authenticate(bearer: token)
        #expect(bearer.userID == "ada")
        #expect(bearer.isAdmin)
        world.clock.advance(seconds: 60)
        #expect(await Self.refusal(world, token)?.code == .unauthorized)
        let none = await result {
            try await world.service.access.mintToken(draft, for: world.sandbox)
        }
        #expect(none.serviceCode == .notFound)
        draft.keyID = "nobody"
        let unknown = await result {
            try await world.service.access.mintToken(draft, for: world.live)
        }
        #expect(unknown.serviceCode == .notFound)
    }

    @Test(
        arguments: [
            Row("no private key", nil, "is required"),
            Row("no key at all", "secret", "must be a private key"),
            Row("another private key", otherPrivateKey, "belongs to none"),
        ] as [Row<String?, String>]
    )
    func `a public key mints with its private key alone`(row: Row<String?, String>) async throws {
        let world = try await ServiceWorld()
        _ = try await world.service.access.addTokenKey(
            TokenKeyDraft(try KeyMaterial(publicKey: Self.publicKey, for: .es256)),
            to: world.live
        )
        let token = try await world.service.access.mintToken(
            TokenDraft(),
            for: world.live,
            privateKey: Self.privateKey
        )
        _ = try await world.service.access.authenticate(bearer: token)
        let refused = await result {
            try await world.service.access.mintToken(
                TokenDraft(),
                for: world.live,
                privateKey: row.input
            )
        }
        #expect(refused.serviceCode == .invalid)
        guard case .failure(let error) = refused else { return }
        #expect("\(error)".contains(row.expected))
    }

    static let publicKey = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE4wwdFVFGeUSSWdp9fIJlOZ9xqtK/
        4z8MZolpBjlRDD15u6H1WMiZbi+3z4m9taEyi3nMyWNMhyZNqHJkFsHqCA==
        -----END PUBLIC KEY-----
        """
    static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg8hQ/f6ySh9imxzQP
        s1KLt+DpHknBPTLUc6bYoRRWbeKhRANCAATjDB0VUUZ5RJJZ2n18gmU5n3Gq0r/j
        PwxmiWkGOVEMPXm7ofVYyJluL7fPib21oTKLeczJY0yHJk2ocmQWweoI
        -----END PRIVATE KEY-----
        """
    static let otherPrivateKey = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIAMdBP4mgF7nOcX9UIgRHqFVT3IgvU6uYPoy5uIREy7toAoGCCqGSM49
        AwEHoUQDQgAE1voarMhIHsAQl1EGCAqmrYEGABy1yE68ScKUPa0n1yFxgFOQ/J0w
        BtLjaOkqo9O5R81B9YMSFUM/wQYdMsFS6g==
        -----END EC PRIVATE KEY-----
        """
}
