import Access
import Catalogue
import CivilTime
import Engine
import Rounds
import ServiceRuntime
import Storage
import Testing

@testable import Service

/// What tenants cost: nothing until they are used, and nothing to each other.
@Suite struct ManyTenantsTests {
    private static func worldWithTenants(
        _ count: Int,
        limits: ServiceLimits = .standard
    ) async throws -> (world: ServiceWorld, tenants: [WorkspaceID]) {
        let world = try await ServiceWorld(limits: limits)
        let drafts = (0..<count).map { TenantDraft(customerID: "c\($0)", name: "Tenant \($0)") }
        let results = try await world.service.catalogue.createTenants(drafts, home: world.live)
        return (world, try results.map { try $0.get().id })
    }

    private static func rules(
        read body: () async throws -> Void,
        by service: LaurelService
    ) async throws -> Int {
        let before = service.catalogue.figures.loads.rulebooks
        try await body()
        return service.catalogue.figures.loads.rulebooks - before
    }

    @Test func `a tenant is read when it is used, and not before`() async throws {
        let (world, tenants) = try await Self.worldWithTenants(200)
        let other = try world.secondService()
        defer { other.stop() }
        _ = try await other.catalogue.view(of: world.live)
        #expect(other.catalogue.figures.workspaceCount == 1)
        _ = try await other.catalogue.view(of: tenants[7])
        #expect(other.catalogue.figures.workspaceCount == 2)
        #expect(other.catalogue.figures.loads.rulebooks == 2)
    }

    @Test func `a change in one tenant has no other read again`() async throws {
        let (world, tenants) = try await Self.worldWithTenants(30)
        let other = try world.secondService()
        defer { other.stop() }
        for service in [world.service, other] {
            for tenant in tenants { _ = try await service.catalogue.view(of: tenant) }
        }
        _ = try await world.service.catalogue.createMetrics(
            [MetricDraft(key: "steps", name: "Steps")],
            in: tenants[3]
        )
        for service in [world.service, other] {
            let read = try await Self.rules(
                read: {
                    try await Task.sleep(
                        for: world.service.limits.catalogue.maximumConfigurationAge
                    )
                    for tenant in tenants {
                        let view = try await service.catalogue.view(of: tenant)
                        #expect(view.rulebook.metrics.count == (tenant == tenants[3] ? 1 : 0))
                    }
                },
                by: service
            )
            #expect(read == 1)
        }
    }

    @Test func `events of one group are judged by the rules of their own tenants`() async throws {
        let (world, tenants) = try await Self.worldWithTenants(3)
        for (index, tenant) in tenants.enumerated() {
            _ = try await world.service.catalogue.createMetrics(
                [MetricDraft(key: "metric\(index)", name: "Metric")],
                in: tenant
            )
        }
        for (index, tenant) in tenants.enumerated() {
            let draft = world.draft(metric: "metric\(index)", in: tenant)
            #expect(try await world.record(draft, in: tenant).count == 1)
            let foreign = world.draft(metric: "metric\((index + 1) % 3)", in: tenant)
            let refused = await result { try await world.record(foreign, in: tenant) }
            #expect(refused.refusalCode == .unknownMetric)
        }
    }

    @Test func `more tenants than are remembered are all answered`() async throws {
        var limits = ServiceLimits.standard
        limits.catalogue.maximumRememberedWorkspaces = 4
        let (world, tenants) = try await Self.worldWithTenants(12, limits: limits)
        for _ in 0..<2 {
            for tenant in tenants {
                #expect(try await world.service.catalogue.view(of: tenant).id == tenant)
            }
        }
        #expect(world.service.catalogue.figures.workspaceCount == 4)
        // More has changed than another process asks for, since it looked.
        let other = try world.secondService(limits: limits)
        defer { other.stop() }
        _ = try await other.catalogue.view(of: tenants[0])
        for tenant in tenants {
            _ = try await world.service.catalogue.changeSettings(of: tenant) { $0.appName = "Mine" }
        }
        try await Task.sleep(for: limits.catalogue.maximumConfigurationAge)
        #expect(try await other.catalogue.settings(of: tenants[0]).appName == "Mine")
    }

    @Test func `a tenant that was renamed is found by its new customer alone`() async throws {
        let (world, _) = try await Self.worldWithTenants(2)
        let tenant = try await world.service.catalogue.tenants(of: world.live)[0]
        let key = try await world.service.access.createKey(
            environment: .live,
            scope: .admin,
            userID: nil
        ).text
        let before = try await world.service.access.authenticate(key: key, tenant: "c0")
        #expect(before.view.id == tenant.id)
        var change = TenantChange(publicID: tenant.publicID)
        change.customerID = "renamed"
        _ = try await world.service.catalogue.updateTenants([change], home: world.live)
        let after = try await world.service.access.authenticate(key: key, tenant: "renamed")
        #expect(after.view.id == tenant.id)
        let old = await result {
            try await world.service.access.authenticate(key: key, tenant: "c0")
        }
        #expect(old.serviceCode == .invalid)
    }

    @Test func `customers whose ids only look alike are two`() async throws {
        let world = try await ServiceWorld()
        let drafts = ["caf\u{E9}", "cafe\u{301}"].map { TenantDraft(customerID: $0, name: "C") }
        let results = try await world.service.catalogue.createTenants(drafts, home: world.live)
        #expect(results.map(\.isSuccess) == [true, true])
    }

    @Test func `a round looks at the workspaces in which something goes on`() async throws {
        let (world, _) = try await Self.worldWithTenants(5)
        try await world.rounds.step()
        let read = try await Self.rules(
            read: {
                try await world.rounds.step()
                try await world.service.recordAnniversaries()
            },
            by: world.service
        )
        #expect(read == 0)
    }
}
