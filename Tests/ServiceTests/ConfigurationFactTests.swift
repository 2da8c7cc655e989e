import Catalogue
import CivilTime
import Delivery
import Engine
import Storage
import Testing

@testable import Service

/// Every change of the configuration is told as a fact, with the change itself.
@Suite struct ConfigurationFactTests {
    /// What was told of the live workspace since it was set up, in order.
    private static func told(_ world: ServiceWorld) throws -> [String] {
        try Self.facts(world).map { placed in
            let fact = try #require(ConfigurationFact(placed.stored.fact))
            return "\(fact.change) \(fact.item) \(fact.key ?? "-")"
        }
    }

    private static func facts(_ world: ServiceWorld) throws -> [PlacedFact] {
        try world.database.read { (connection) throws(StorageError) in
            try connection.facts.placed(
                after: .start,
                in: world.live,
                kinds: [.configurationChanged],
                limit: 1_000
            )
        }
    }

    /// A world of which nothing has been told yet.
    private static func world() async throws -> ServiceWorld {
        let world = try await ServiceWorld()
        let later = world.clock.now().adding(seconds: 1)
        try world.database.write { (connection) throws(StorageError) in
            try connection.facts.remove(toldBefore: later)
        }
        return world
    }

    /// Something that people do to the configuration.
    typealias Deed = @Sendable (ServiceWorld) async throws -> Void

    private static let rows: [Row<Deed, [String]>] = [
        Row(
            "a metric from its beginning to its end, and a change that changes nothing",
            { world in
                let made = try await world.service.catalogue.createMetrics(
                    [MetricDraft(key: "pages", name: "Pages")],
                    in: world.live
                )
                let id = try #require(made.first).get().publicID
                var change = MetricChange(publicID: id)
                change.name = "Leaves"
                for _ in 0..<2 {
                    _ = try await world.service.catalogue.updateMetrics([change], in: world.live)
                }
                _ = try await world.service.catalogue.deleteMetrics([id], in: world.live)
            },
            ["created metric pages", "changed metric pages", "archived metric pages"]
        ),
        Row(
            "what was refused is not told, and what was done beside it is",
            { world in
                _ = try await world.service.catalogue.createMetrics(
                    [
                        MetricDraft(key: "steps", name: "Taken"),
                        MetricDraft(key: "pages", name: "Pages"),
                    ],
                    in: world.live
                )
            },
            ["created metric pages"]
        ),
        Row(
            "the settings, of which a workspace has one",
            { world in
                _ = try await world.service.catalogue.changeSettings(of: world.live) {
                    $0.appName = "Run"
                }
            },
            ["changed settings -"]
        ),
        Row(
            "a tenant that goes and comes back",
            { world in
                let catalogue = world.service.catalogue
                let made = try await catalogue.createTenants(
                    [TenantDraft(customerID: "acme", name: "Acme")],
                    home: world.live
                )
                let id = try #require(made.first).get().publicID
                _ = try await catalogue.archiveTenants([id], home: world.live)
                var change = TenantChange(publicID: id)
                change.status = .active
                _ = try await catalogue.updateTenants([change], home: world.live)
            },
            ["created tenant -", "archived tenant -", "restored tenant -"]
        ),
        Row(
            "an achievement that calls complete, and one that they do not",
            { world in
                _ = try await world.create(
                    active("tour", .api) { $0.key = "tour" },
                    active("year", .anniversary) { $0.years = 1 }
                )
            },
            ["created achievement tour", "created achievement -"]
        ),
    ]

    @Test(arguments: rows)
    func `what is done to the configuration is told in order`(
        row: Row<Deed, [String]>
    ) async throws {
        let world = try await Self.world()
        try await row.input(world)
        #expect(try Self.told(world) == row.expected)
    }

    @Test func `they are about no user, and go to those who ask for them alone`() async throws {
        let world = try await Self.world()
        var asking = Follower(
            subscription: try await world.service.feed.subscribe(
                FeedFilter(
                    workspace: world.live,
                    users: nil,
                    types: [FeedType(.configurationChanged)]
                ),
                owner: "key"
            )
        )
        var usual = Follower(
            subscription: try await world.service.feed.subscribe(
                FeedFilter(workspace: world.live, users: nil, types: nil),
                owner: "key"
            )
        )
        try await world.createStreak { $0.isPrimary = true }
        try await world.record(world.draft())
        let event = try #require(try await asking.event())
        #expect(event.type == "configuration.changed")
        #expect(event.data?.hasPrefix(#"{"item":"streak","id":""#) == true, "\(event.text)")
        #expect(event.data?.contains("user_id") == false)
        #expect(try await usual.event()?.type == "streak.incremented")
        #expect(try Self.facts(world).allSatisfy { $0.userID == nil })
    }

    @Test func `a number that another process has drawn is not drawn again`() async throws {
        let world = try await Self.world()
        let taken = (world.clock.now().milliseconds + 1) << 12 + 7
        let (live, now) = (world.live, world.clock.now())
        let fact = Fact(ConfigurationFact(item: "metric", id: nil, change: .created, at: now))
        try world.database.write { (connection) throws(StorageError) in
            try connection.facts.insert([(taken, .nobody, live, fact)], at: now)
        }
        _ = try await world.service.catalogue.createMetrics(
            ["a", "b"].map { MetricDraft(key: $0, name: $0) },
            in: world.live
        )
        #expect(try Self.facts(world).map(\.stored.number) == [taken, taken + 1, taken + 2])
    }
}
