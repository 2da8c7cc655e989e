import Access
import Catalogue
import CivilTime
import Engine
import Storage
import Testing
import Tokens

@testable import Service

/// That every change of configuration is recorded, with its transaction, and what the record says.
@Suite struct AuditTests {
    /// What was recorded since the world was set up, oldest first.
    private static func entries(
        _ world: ServiceWorld,
        in workspace: WorkspaceID? = nil,
        of kind: ItemKind? = nil
    ) async throws -> [AuditEntry] {
        var filter = AuditFilter()
        filter.kind = kind
        return try await world.service.catalogue.audit(
            of: workspace ?? world.live,
            that: filter,
            limit: 100
        ).reversed()
    }

    private static func actions(
        _ world: ServiceWorld,
        _ kind: ItemKind
    ) async throws -> [AuditAction] {
        try await entries(world, of: kind).map(\.action)
    }

    @Test func `items of each kind are recorded with what they were and what they became`()
        async throws
    {
        let world = try await ServiceWorld()
        let service = world.service
        let made = try await service.catalogue.createMetrics(
            [MetricDraft(key: "km", name: "Ways")],
            in: world.live
        )
        let metric = try #require(made.first).get()
        var change = MetricChange(publicID: metric.publicID)
        change.units = "km"
        _ = try await service.catalogue.updateMetrics([change], in: world.live)
        // Nothing changes, so nothing is recorded.
        _ = try await service.catalogue.updateMetrics([change], in: world.live)
        _ = try await service.catalogue.deleteMetrics([metric.publicID], in: world.live)
        let entries = try await Self.entries(world, of: .metric).filter {
            $0.item == metric.publicID
        }
        let before = #"{"key":"km","name":"Ways","unitType":"number","units":""}"#
        let after = #"{"key":"km","name":"Ways","unitType":"number","units":"km"}"#
        #expect(entries.map(\.action) == [.created, .changed, .archived])
        #expect(entries.map(\.before) == [nil, before, after])
        #expect(entries.map(\.after) == [before, after, nil])
        #expect(entries.allSatisfy { $0.at == ServiceWorld.noon && $0.author == Author(.system) })
    }

    @Test func `a streak's rule names its metrics by their keys`() async throws {
        let world = try await ServiceWorld()
        let metric = try await world.metric()
        var draft = StreakDraft(
            key: "walk",
            name: "Walk",
            window: .calendar(.init(unit: .day), zone: nil)
        )
        draft.rule.sources = [StreakSource(metric: metric)]
        draft.isPrimary = true
        let first = try await world.service.catalogue.createStreaks([draft], in: world.live)
        let second = StreakDraft(key: "run", name: "Run", window: draft.rule.window)
        var primary = second
        primary.isPrimary = true
        primary.rule.sources = draft.rule.sources
        _ = try await world.service.catalogue.createStreaks([primary], in: world.live)
        _ = try await world.service.catalogue.archiveStreaks(
            [try #require(first.first).get().publicID],
            in: world.live
        )
        let entries = try await Self.entries(world, of: .streak)
        // The first one is no longer the primary one, which is a change of it.
        #expect(entries.map(\.action) == [.created, .changed, .created, .archived])
        #expect(entries[0].after?.contains(#""metric":"steps""#) == true)
        #expect(entries[1].before?.contains(#""isPrimary":true"#) == true)
        #expect(entries[1].after?.contains(#""isPrimary":false"#) == true)
    }

    @Test func `whatever else is set up is recorded too, without its secrets`() async throws {
        let world = try await ServiceWorld()
        let service = world.service
        _ = try await service.catalogue.createAchievements([Self.achievement], in: world.live)
        _ = try await service.catalogue.changeSettings(of: world.live) { $0.appName = "Mine" }
        try await service.catalogue.setClock(of: world.sandbox, to: ServiceWorld.noon)
        let tenant = try await service.catalogue.createTenants(
            [TenantDraft(customerID: "acme", name: "Acme")],
            home: world.live
        )[0].get()
        _ = try await service.catalogue.archiveTenants([tenant.publicID], home: world.live)
        var revival = TenantChange(publicID: tenant.publicID)
        revival.status = .active
        _ = try await service.catalogue.updateTenants([revival], home: world.live)
        let key = try await service.access.createKey(
            environment: .live,
            scope: .application,
            userID: "ada lovelace"
        )
        _ = try service.access.revokeKey(prefix: key.key.prefix)
        _ = try await service.access.addTokenKey(
            TokenKeyDraft(try KeyMaterial(secret: TokenTests.secret)),
            to: world.live
        )
        let rows: [(ItemKind, [AuditAction])] = [
            (.attribute, [.created]), (.achievement, [.created]), (.settings, [.changed]),
            (.tenant, [.created, .archived, .restored]), (.key, [.created, .archived]),
            (.tokenKey, [.created]),
        ]
        for (kind, actions) in rows {
            #expect(try await Self.actions(world, kind) == actions, "\(kind)")
        }
        #expect(try await Self.entries(world, in: world.sandbox, of: .settings).count == 1)
        let all = "\(try await Self.entries(world))"
        for secret in [key.text, "lovelace", TokenTests.secret, key.key.secretDigest] {
            #expect(!all.contains(secret))
        }
    }

    @Test func `the author is whoever the task runs for`() async throws {
        let world = try await ServiceWorld()
        let authors = [Author(.key, "live_abc"), Author(.token, "ada"), Author(.command, "demo")]
        for author in authors {
            try await Author.$current.withValue(author) {
                _ = try await world.service.catalogue.changeSettings(of: world.live) {
                    $0.appName = author.name
                }
            }
        }
        #expect(try await Self.entries(world, of: .settings).map(\.author) == authors)
        _ = try await world.record(world.draft(user: "ada"))
        try await world.service.erasure.erase("ada", in: world.live, home: world.live)
        let left = try await Self.entries(world, of: .settings).map(\.author)
        #expect(left == [authors[0], Author(.token), authors[2]])
    }

    @Test func `a change that fails is not recorded`() async throws {
        let world = try await ServiceWorld()
        let before = try await Self.entries(world).count
        world.database.failNext(.atCommit(.full))
        let outcome = await result {
            try await world.service.catalogue.createMetrics(
                [MetricDraft(key: "a", name: "A")],
                in: world.live
            )
        }
        #expect(!outcome.isSuccess)
        #expect(try await Self.entries(world).count == before)
    }

    @Test func `what is older than it is kept is forgotten`() async throws {
        var limits = ServiceLimits.standard
        limits.catalogue.auditRetention = .seconds(3_600)
        let world = try await ServiceWorld(limits: limits)
        world.clock.advance(seconds: 3_601)
        _ = try await world.service.catalogue.changeSettings(of: world.live) { $0.appName = "Mine" }
        try await world.service.catalogue.forgetAudit()
        #expect(try await Self.entries(world).map(\.kind) == [.settings])
    }

    private static var achievement: AchievementChange {
        var change = AchievementChange()
        change.name = "Tour"
        change.kind = .api
        change.key = "tour"
        return change
    }
}
