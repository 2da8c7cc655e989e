import Access
import Catalogue
import CivilTime
import Engine
import JSONText
import Service
import ServiceRuntime
import Storage
import Testing
import Tokens

/// For how long tokens may hold.
@Suite struct TokenLifetimeTests {
    struct Asked {
        var claims: [String: Int64] = [:]
        var requiresEnd = true
        var maximum: Int64?
    }

    /// Seconds are counted from now.
    static let rows: [Row<Asked, String?>] = [
        Row("an end is required", Asked(), "has no exp, which this workspace requires"),
        Row("an end is there", Asked(claims: ["exp": 86_400 * 3_650]), nil),
        Row("an end far away", Asked(claims: ["exp": 200_000_000_000]), nil),
        Row("an end that never comes", Asked(claims: ["exp": 253_402_300_800]), "counts as none"),
        Row("one that no year has", Asked(claims: ["exp": .max / 2]), "counts as none"),
        Row(
            "one that never comes and need not",
            Asked(claims: ["exp": 253_402_300_800], requiresEnd: false),
            nil
        ),
        Row("no end is required", Asked(requiresEnd: false), nil),
        Row("a maximum asks for an end", Asked(requiresEnd: false, maximum: 60), "has no exp"),
        Row("as long as it may be", Asked(claims: ["exp": 60], maximum: 60), nil),
        Row("a second more", Asked(claims: ["exp": 61], maximum: 60), "for 60 seconds at most"),
        Row("old already", Asked(claims: ["exp": 30, "iat": -31], maximum: 60), "too far away"),
        Row("long, and new", Asked(claims: ["exp": 30, "iat": -30], maximum: 60), nil),
        Row("from tomorrow", Asked(claims: ["exp": 90, "iat": 40], maximum: 60), "too far away"),
        Row("expired", Asked(claims: ["exp": -1], maximum: 60), "expired"),
    ]

    @Test(arguments: rows) func `a token holds for as long as its workspace allows`(
        row: Row<Asked, String?>
    ) async throws {
        let world = try await ServiceWorld()
        var draft = TokenKeyDraft(try KeyMaterial(secret: TokenTests.secret))
        draft.lifetime.requiresEnd = row.input.requiresEnd
        draft.lifetime.maximumSeconds = .some(row.input.maximum)
        let verification = try await world.service.access.addTokenKey(draft, to: world.live)
        #expect(verification.lifetime.requiresEnd == row.input.requiresEnd)
        var claims: JSONObject = ["tenant_id": .string(verification.tenantID)]
        for (name, seconds) in row.input.claims {
            claims.append(name, .number(JSONNumber(world.clock.now().seconds + seconds)))
        }
        let token = try TokenTests.token(claims)
        // Once more, since a token whose signature fitted is remembered.
        for _ in 0..<2 {
            let outcome = await result {
                try await world.service.access.authenticate(bearer: token)
            }
            guard let expected = row.expected else {
                #expect(outcome.serviceCode == nil)
                continue
            }
            #expect(outcome.serviceCode == .unauthorized)
            guard case .failure(let error) = outcome else { continue }
            #expect("\(error)".contains(expected), "\(error)")
        }
    }

    @Test func `new workspaces ask for an end, those that were there before do not`() async throws {
        let world = try await ServiceWorld()
        let tenant = try await world.service.catalogue.createTenants(
            [TenantDraft(customerID: "acme", name: "Acme")],
            home: world.live
        )
        let ids = [world.live, world.sandbox, try #require(tenant.first).get().id]
        for id in ids {
            let verification = try await world.service.catalogue.tokenVerification(of: id)
            #expect(verification.lifetime.requiresEnd)
            #expect(verification.lifetime.maximumSeconds == nil)
        }
        // As a database of before this was asked has it.
        for settings in ["{}", #"{"appName":"Mine"}"#] {
            try world.database.write { (connection) throws(StorageError) in
                try connection.installation.touchConfiguration()
                for workspace in try connection.workspaces.all() {
                    var workspace = workspace
                    workspace.settings = settings
                    try connection.workspaces.update(workspace)
                }
            }
            // It stays so when something else is changed.
            _ = try await world.service.catalogue.changeSettings(of: world.live) {
                $0.font = "MONOSPACE"
            }
            let verification = try await world.service.catalogue.tokenVerification(of: world.live)
            #expect(!verification.lifetime.requiresEnd)
        }
    }

    @Test func `a change holds at once for tokens that are known`() async throws {
        let world = try await ServiceWorld()
        var draft = TokenKeyDraft(try KeyMaterial(secret: TokenTests.secret))
        draft.lifetime.requiresEnd = false
        let tenantID = try await world.service.access.addTokenKey(draft, to: world.live).tenantID
        let token = try TokenTests.token(["tenant_id": .string(tenantID)])
        _ = try await world.service.access.authenticate(bearer: token)
        var change = TokenLifetimeChange()
        change.requiresEnd = true
        _ = try await world.service.access.changeTokenLifetime(change, of: world.live)
        let outcome = await result { try await world.service.access.authenticate(bearer: token) }
        #expect(outcome.serviceCode == .unauthorized)
    }
}
