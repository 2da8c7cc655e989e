import Access
import Catalogue
import CivilTime
import Engine
import Service
import ServiceRuntime
import Storage
import Testing

@Suite struct KeyTests {
    @Test func `a key opens the workspace of its environment`() async throws {
        let world = try await ServiceWorld()
        let live = try await world.service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        )
        let sandbox = try await world.service.access.createKey(
            environment: .sandbox,
            scope: .application,
            userID: "ada"
        )
        #expect(live.text.hasPrefix("live_"))
        #expect(sandbox.text.hasPrefix("app_"))
        let admin = try await world.service.access.authenticate(key: live.text)
        #expect(admin.workspace.id == world.live)
        #expect(admin.scope == .admin)
        let app = try await world.service.access.authenticate(key: sandbox.text)
        #expect(app.workspace.id == world.sandbox)
        #expect(app.userID == "ada")
    }

    @Test func `only what cannot be used is stored of a key`() async throws {
        let world = try await ServiceWorld()
        let new = try await world.service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        )
        let secret = try #require(new.text.split(separator: ".").last)
        let stored = try #require(try world.service.access.keys().first).key
        #expect(stored == new.key)
        #expect(!stored.secretDigest.contains(secret))
    }

    @Test(arguments: [
        KeyChange("an empty key", { _ in "" }),
        KeyChange("the prefix alone", { String($0.prefix { $0 != "." }) }),
        KeyChange("the prefix and a full stop", { ($0.split(separator: ".").first ?? "") + "." }),
        KeyChange("the secret alone", { String($0.drop { $0 != "." }) }),
        KeyChange("another secret", { String($0.dropLast()) + ($0.hasSuffix("0") ? "1" : "0") }),
        KeyChange("a secret cut short", { String($0.dropLast()) }),
        KeyChange("more than the secret", { $0 + "0" }),
        KeyChange("another case", { $0.uppercased() }),
        KeyChange("a space before", { " " + $0 }),
        KeyChange("far too long", { $0 + String(repeating: "0", count: 100_000) }),
        KeyChange(
            "a key nobody made",
            { _ in "live_abcdefgh." + String(repeating: "0", count: 48) }
        ),
        KeyChange("a quote", { _ in "live_' OR 1=1 --.x" }),
    ])
    func `what is not a whole key opens nothing`(change: KeyChange) async throws {
        let world = try await ServiceWorld()
        let new = try await world.service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        )
        let error = await #expect(throws: ServiceError.self) {
            _ = try await world.service.access.authenticate(key: change.change(new.text))
        }
        #expect(error?.code == .unauthorized)
        #expect(error?.message.contains(new.key.prefix) == false)
    }

    @Test func `a revoked key opens nothing, at once and once`() async throws {
        let world = try await ServiceWorld()
        let new = try await world.service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        )
        _ = try await world.service.access.authenticate(key: new.text)
        #expect(try world.service.access.revokeKey(prefix: new.key.prefix))
        let error = await #expect(throws: ServiceError.self) {
            _ = try await world.service.access.authenticate(key: new.text)
        }
        #expect(error?.code == .unauthorized)
        #expect(error?.message.contains("revoked") == true)
        #expect(try !world.service.access.revokeKey(prefix: new.key.prefix))
        #expect(try !world.service.access.revokeKey(prefix: "nobody"))
    }

    @Test func `application keys are revoked by id, and admin keys are not`() async throws {
        let world = try await ServiceWorld()
        let admin = try await world.service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        )
        let apps = try await world.service.access.createApplicationKeys(
            of: ["ada", "bob"],
            home: world.live
        )
        let ids = [admin.key.publicID, apps[0].key.publicID, "nobody"]
        #expect(
            try await world.service.access.revokeApplicationKeys(ids, home: world.sandbox) == []
        )
        #expect(
            try await world.service.access.revokeApplicationKeys(ids, home: world.live)
                == [apps[0].key.publicID]
        )
        _ = try await world.service.access.authenticate(key: admin.text)
        _ = try await world.service.access.authenticate(key: apps[1].text)
        await #expect(throws: ServiceError.self) {
            try await world.service.access.authenticate(key: apps[0].text)
        }
    }

    @Test func `an application key may act for its user only, and not administer`() async throws {
        let world = try await ServiceWorld()
        let new = try await world.service.access.createKey(
            environment: .live,
            scope: .application,
            userID: "\u{e9}"
        )
        let principal = try await world.service.access.authenticate(key: new.text)
        try principal.requireAccess(toUser: "\u{e9}")
        for id in ["bob", "e\u{301}", ""] {
            let error = #expect(throws: ServiceError.self) {
                try principal.requireAccess(toUser: id)
            }
            #expect(error?.code == .forbidden)
        }
        let error = #expect(throws: ServiceError.self) { try principal.requireAdmin() }
        #expect(error?.code == .forbidden)
        let admin = try await world.service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        )
        let owner = try await world.service.access.authenticate(key: admin.text)
        try owner.requireAdmin()
        try owner.requireAccess(toUser: "bob")
    }

    @Test func `when a key was last used is written down`() async throws {
        let world = try await ServiceWorld()
        let new = try await world.service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        )
        let unused = try await world.service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        )
        world.clock.advance(seconds: 60)
        _ = try await world.service.access.authenticate(key: new.text)
        _ = try? await world.service.access.authenticate(key: unused.key.prefix + ".wrong")
        try await world.service.access.noteKeyUses()
        let uses = Dictionary(
            try world.service.access.keys().map { ($0.key.prefix, $0.key.lastUsedAt) }
        ) { first, _ in first }
        #expect(uses[new.key.prefix] == world.clock.now())
        #expect(uses[unused.key.prefix] == .some(nil))
        let writes = world.database.writeCount
        try await world.service.access.noteKeyUses()
        #expect(world.database.writeCount == writes)
    }

    @Test func `a use is seen at once, and kept when it cannot be written down`() async throws {
        let world = try await ServiceWorld()
        let new = try await world.service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        )
        func lastUse(_ service: LaurelService) throws -> Instant? {
            try service.access.keys().first { $0.key.prefix == new.key.prefix }?.key.lastUsedAt
        }
        world.clock.advance(seconds: 60)
        _ = try await world.service.access.authenticate(key: new.text)
        let used = world.clock.now()
        #expect(try lastUse(world.service) == used)

        world.database.failNext(.before(.full))
        _ = await result { try await world.service.access.noteKeyUses() }
        #expect(try lastUse(world.service) == used)
        let other = try world.secondService()
        defer { other.stop() }
        #expect(try lastUse(other) == nil)
        try await world.service.access.noteKeyUses()
        #expect(try lastUse(other) == used)

        // A process whose clock is behind does not take a later use back.
        world.clock.advance(seconds: -30)
        _ = try await other.access.authenticate(key: new.text)
        try await other.access.noteKeyUses()
        #expect(try lastUse(world.service) == used)
    }

    // MARK: - Tenants

    @Test func `without tenants the tenant's id means nothing`() async throws {
        let world = try await ServiceWorld()
        let new = try await world.service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        )
        let principal = try await world.service.access.authenticate(
            key: new.text,
            tenant: "whatever"
        )
        #expect(principal.workspace.id == world.live)
    }

    @Test func `with tenants a request is about the one that it names`() async throws {
        let world = try await ServiceWorld()
        let created = try await world.service.catalogue.createTenants(
            ["acme", "old", "acme"].map { TenantDraft(customerID: $0, name: $0) },
            home: world.live
        )
        let tenants = created.compactMap { try? $0.get() }
        #expect(tenants.map(\.customerID) == ["acme", "old"])
        _ = try await world.service.catalogue.archiveTenants(
            [tenants[1].publicID],
            home: world.live
        )
        let live = try await world.service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        )
        let sandbox = try await world.service.access.createKey(
            environment: .sandbox,
            scope: .admin,
            userID: nil
        )

        let principal = try await world.service.access.authenticate(key: live.text, tenant: "acme")
        #expect(principal.workspace.id == tenants[0].id)
        #expect(principal.home == world.live)
        #expect(
            try await world.service.access.authenticate(key: live.text).workspace.id == world.live
        )
        for id in ["nobody", "old", "ACME", ""] {
            let error = await #expect(throws: ServiceError.self) {
                _ = try await world.service.access.authenticate(key: live.text, tenant: id)
            }
            #expect(error?.code == .invalid)
            #expect(error?.message.contains("\"\(id)\"") == true)
        }
        let other = try await world.service.access.authenticate(key: sandbox.text, tenant: "acme")
        #expect(other.workspace.id == world.sandbox)
    }

    @Test func `tenants share neither metrics nor users`() async throws {
        let world = try await ServiceWorld()
        let created = try await world.service.catalogue.createTenants(
            [TenantDraft(customerID: "acme", name: "Acme")],
            home: world.live
        )
        let tenant = try #require(created.first).get()
        try await world.record(world.draft())
        let foreign = await result {
            try await world.record(world.draft(in: tenant.id), in: tenant.id)
        }
        #expect(foreign.refusalCode == .unknownMetric)
        _ = try await world.service.catalogue.createMetrics(
            [MetricDraft(key: "steps", name: "Steps")],
            in: tenant.id
        )
        let recorded = try await world.record(world.draft(5, in: tenant.id), in: tenant.id)
        #expect(recorded.map(\.total) == [Amount(5)])
        #expect(try await world.total() == Amount(1))
    }
}

/// What is done to a key before it is sent.
struct KeyChange: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (String) -> String

    init(_ name: String, _ change: @escaping @Sendable (String) -> String) {
        testDescription = name
        self.change = change
    }
}
