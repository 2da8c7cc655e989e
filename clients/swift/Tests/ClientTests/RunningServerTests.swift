import Foundation
import Testing

@testable import Laurel
@testable import Trophy

/// Every call of the client, sent to a server with an empty database.
///
/// `Tests/outside/test_swift_client.py` starts the server, and gives its address and an admin key of
/// its sandbox. Without them there is nothing to test.
@Suite(.enabled(if: RunningServer.address != nil), .serialized)
struct RunningServerTests {
    private let client = RunningServer.client()

    @Test func attributesAndMetrics() async throws {
        let plan = try await client.admin.attributes.create(request: [
            .init(name: "Plan", key: "plan-a", type: .user)
        ])
        let attribute = try #require(plan.created.first)
        #expect(attribute.type == .user)
        #expect(try await client.admin.attributes.get(id: attribute.id).key == "plan-a")
        _ = try await client.admin.attributes.update(request: [
            .init(id: attribute.id, name: "The plan")
        ])
        let attributes = try await client.admin.attributes.list(limit: 100)
        #expect(attributes.map(\.name).contains("The plan"))
        #expect(try await client.admin.attributes.delete(ids: [attribute.id]).issues.isEmpty)

        let made = try await client.admin.metrics.create(request: [
            .init(name: "A", key: "metric-a", unitType: .number, units: "pages"),
            .init(name: "A again", key: "metric-a"),
        ])
        #expect(made.issues.first?.severity == .error)
        let metric = try #require(made.created.first)
        let changed = try await client.admin.metrics.update(request: [
            .init(id: metric.id, name: "B")
        ])
        #expect(changed.updated.first?.name == "B")
        #expect(try await client.admin.metrics.get(id: metric.id).units == "pages")
        #expect(try await client.admin.metrics.list().contains { $0.id == metric.id })
        #expect(try await client.admin.metrics.delete(ids: [metric.id]).deleted.count == 1)
    }

    @Test func achievements() async throws {
        let metric = try await RunningServer.metric("achieved", client)
        let made = try await client.admin.achievements.create(request: [
            .init(
                name: "Three",
                trigger: .metric,
                status: .active,
                badge: .init(url: "https://example.com/three.png"),
                metricId: metric,
                metricValue: 3
            ),
            .init(name: "Welcome", trigger: .api, status: .active, key: "welcome"),
        ])
        #expect(made.issues.isEmpty && made.created.map(\.trigger) == [.metric, .api])
        let three = try #require(made.created.first)
        #expect(three.metricValue == 3)
        _ = try await client.admin.achievements.update(request: [
            .init(id: three.id, description: "Done three times")
        ])
        #expect(
            try await client.admin.achievements.get(id: three.id).description == "Done three times"
        )
        let user = UpsertedUser(id: "achiever")
        let event = try await client.metrics.event(
            key: "achieved",
            request: .init(user: user, value: 3)
        )
        #expect(event.achievements.first?.achievedAt != nil)
        let completion = try await client.achievements.complete(
            key: "welcome",
            request: .init(user: user)
        )
        #expect(completion.achievement.name == "Welcome")
        let all = try await client.achievements.all()
        #expect(all.filter { $0.completions == 1 }.count == 2)
        let own = try await client.users.achievements(id: "achiever", includeIncomplete: .true)
        #expect(own.allSatisfy { $0.achievedAt != nil && $0.rarity > 0 })
        let ids = made.created.map(\.id)
        #expect(try await client.admin.achievements.delete(ids: ids).deleted.count == 2)
        #expect(try await client.admin.achievements.list().isEmpty)
    }

    @Test func points() async throws {
        let metric = try await RunningServer.metric("scored", client)
        let systems = client.admin.points.systems
        let made = try await systems.create(request: [
            .init(
                name: "Coins",
                key: "coins",
                levels: [.init(name: "Bronze", key: "bronze", points: 5)],
                triggers: [
                    .init(
                        type: .metric,
                        points: 10,
                        status: .active,
                        metricId: metric,
                        metricThreshold: 1
                    )
                ]
            )
        ])
        #expect(made.issues.isEmpty)
        let system = try #require(made.created.first).id
        _ = try await systems.update(request: [.init(id: system, description: "Shiny")])
        #expect(try await systems.get(id: system).description == "Shiny")
        #expect(try await systems.list().count == 1)
        try await boostsLevelsAndTriggers(of: system, metric: metric)

        let event = try await client.metrics.event(
            key: "scored",
            request: .init(user: .init(id: "scorer"), value: 1)
        )
        #expect(event.points["coins"]?.added == 10)
        let own = try await client.users.points(id: "scorer", key: "coins", awards: 5)
        #expect(own.total == 10 && own.level?.key == "bronze" && own.awards.count == 1)
        #expect(try await client.users.pointsBoosts(id: "scorer", key: "coins").isEmpty)
        #expect(try await client.points.system(key: "coins").triggers.count == 1)
        #expect(try await client.points.levels(key: "coins").map(\.key) == ["bronze"])
        #expect(try await client.points.levelSummary(key: "coins").map(\.users) == [1])
        #expect(try await client.points.summary(key: "coins").contains { $0.users > 0 })
        #expect(try await client.points.boosts(key: "coins", includeFinished: true).isEmpty)
        let days = try await client.users.pointsEventSummary(
            id: "scorer",
            key: "coins",
            aggregation: .monthly,
            startDate: "2026-01-01",
            endDate: "2026-12-31"
        )
        #expect(days.count == 12)
        #expect(try await systems.delete(ids: [system]).deleted.count == 1)
    }

    private func boostsLevelsAndTriggers(of system: String, metric: String) async throws {
        let points = client.admin.points
        let boost = try await points.boosts.create(
            systemId: system,
            request: [.init(name: "Double", start: "2099-01-01", end: "2099-01-03", multiplier: 2)]
        )
        let boostID = try #require(boost.created.first).id
        _ = try await points.boosts.update(
            systemId: system,
            request: [.init(id: boostID, multiplier: 3, rounding: .up)]
        )
        let changed = try await points.boosts.get(systemId: system, id: boostID)
        #expect(changed.multiplier == 3 && changed.rounding == .up)
        #expect(try await points.boosts.list(systemId: system).count == 1)
        #expect(
            try await points.boosts.delete(systemId: system, ids: [boostID]).deleted.count == 1
        )
        let level = try await points.levels.create(
            systemId: system,
            request: [.init(name: "Gold", key: "gold", points: 500)]
        )
        let levelID = try #require(level.created.first).id
        _ = try await points.levels.update(
            systemId: system,
            request: [.init(id: levelID, points: 600)]
        )
        #expect(try await points.levels.get(systemId: system, id: levelID).points == 600)
        #expect(try await points.levels.list(systemId: system, limit: 10).count == 2)
        #expect(
            try await points.levels.delete(systemId: system, ids: [levelID]).deleted.count == 1
        )
        let trigger = try await points.triggers.create(
            systemId: system,
            request: [.init(type: .streak, points: 1, streakLength: 7)]
        )
        let triggerID = try #require(trigger.created.first).id
        _ = try await points.triggers.update(
            systemId: system,
            request: [.init(id: triggerID, points: 2)]
        )
        #expect(try await points.triggers.get(systemId: system, id: triggerID).points == 2)
        #expect(try await points.triggers.list(systemId: system).count == 2)
        #expect(
            try await points.triggers.delete(systemId: system, ids: [triggerID]).deleted.count == 1
        )
    }

    @Test func leaderboards() async throws {
        let metric = try await RunningServer.metric("ranked", client)
        let made = try await client.admin.leaderboards.create(request: [
            .init(
                name: "Best",
                key: "best",
                status: .active,
                rankBy: .metric,
                metricId: metric,
                start: "2026-01-01"
            )
        ])
        #expect(made.issues.isEmpty)
        let board = try #require(made.created.first)
        _ = try await client.admin.leaderboards.update(request: [
            .init(id: board.id, name: "The best")
        ])
        #expect(try await client.admin.leaderboards.get(id: board.id).name == "The best")
        #expect(try await client.admin.leaderboards.list().count == 1)
        _ = try await client.metrics.event(
            key: "ranked",
            request: .init(user: .init(id: "racer"), value: 4)
        )
        #expect(try await client.leaderboards.all().map(\.key) == ["best"])
        let rankings = try await client.leaderboards.get(key: "best", limit: 10)
        #expect(rankings.rankings.first?.userId == "racer")
        let own = try await client.users.leaderboard(id: "racer", key: "best", numEvents: 5)
        #expect(own.rank == 1)
        #expect(try await client.admin.leaderboards.delete(ids: [board.id]).deleted.count == 1)
    }

    @Test func streaks() async throws {
        _ = try await RunningServer.metric("daily", client)
        let before = try await client.admin.streaks.settings.get()
        let settings = try await client.admin.streaks.settings.update(
            request: .init(
                frequency: .daily,
                metrics: [.init(key: "daily", threshold: 1)],
                freezes: .init(startCount: 1, maxCount: 2)
            )
        )
        #expect(settings.frequency == before.frequency && settings.freezes?.maxCount == 2)
        _ = try await client.metrics.event(
            key: "daily",
            request: .init(user: .init(id: "runner"), value: 1)
        )
        let streak = try await client.users.streak(id: "runner", historyPeriods: 3)
        #expect(streak.length == 1 && streak.extended != nil)
        #expect(
            try await client.streaks.list(userIds: ["runner", "a,b"]).first?.streakLength == 1
        )
        let given = try await client.admin.streaks.freezes.create(
            request: .init(freezes: [.init(userId: "runner"), .init(userId: "nobody")])
        )
        #expect(given.issues.count == 1)
        let paused = try await client.admin.streaks.pauses.create(
            request: .init(pauses: [.init(userId: "runner", start: "2099-01-01", end: "2099-01-05")]
            )
        )
        let pause = try #require(paused.created.first)
        #expect(try await client.admin.streaks.pauses.delete(ids: [pause.id]).issues.isEmpty)
        _ = try await client.admin.streaks.reset(request: .init(users: [.init(id: "runner")]))
        #expect(try await client.users.streak(id: "runner").length == 0)
        _ = try await client.admin.streaks.restore(request: .init(users: [.init(id: "runner")]))
        let explanation = try await client.laurel.explain(user: "runner", streak: "primary")
        #expect(!explanation.sentences.isEmpty)
        #expect(try await client.laurel.streaks(ofUser: "runner").count == 1)
    }

    @Test func users() async throws {
        _ = try await RunningServer.metric("read", client)
        let id = "a/b c?é%"
        let made = try await client.users.create(
            request: .init(email: "ada@example.com", name: "Ada", tz: "Europe/London", id: id)
        )
        #expect(made.id == id && abs(made.created.timeIntervalSinceNow) < 3_600)
        #expect(try await client.users.get(id: id).email == "ada@example.com")
        #expect(try await client.users.identify(id: id, request: .init(name: "Ada L.")).id == id)
        #expect(
            try await client.users.update(id: id, request: .init(tz: "UTC")).tz == "UTC"
        )
        _ = try await client.users.updatePreferences(
            id: id,
            request: .init(notifications: .init(streakReminder: [.email]))
        )
        let preferences = try await client.users.getPreferences(id: id)
        #expect(preferences.notifications.streakReminder == [.email])
        _ = try await client.metrics.event(
            key: "read",
            request: .init(user: .init(id: id), value: 2.5)
        )
        #expect(try await client.users.singleMetric(id: id, key: "read").current == 2.5)
        #expect(try await client.users.allMetrics(id: id).contains { $0.key == "read" })
        let days = try await client.users.metricEventSummary(
            id: id,
            key: "read",
            aggregation: .weekly,
            startDate: "2026-01-01",
            endDate: "2026-01-31"
        )
        #expect(!days.isEmpty)
        #expect(try await client.users.wrapped(id: id, year: 2026).user.id == id)
        await #expect(throws: TrophyError.self) { try await client.users.get(id: "nobody") }
    }

    @Test func settingsTenantsAndKeys() async throws {
        let settings = try await client.admin.settings.update(
            request: .init(branding: .init(appName: "Reader"))
        )
        #expect(settings.branding.appName == "Reader")
        #expect(try await client.admin.settings.get() == settings)
        #expect(!(try await client.admin.environments.list()).isEmpty)
        let tenants = client.admin.tenants
        let made = try await tenants.create(request: [.init(customerId: "acme", name: "Acme")])
        let tenant = try #require(made.created.first)
        #expect(try await tenants.get(id: tenant.id).customerId == "acme")
        _ = try await tenants.update(request: [.init(id: tenant.id, name: "Acme Ltd")])
        #expect(try await tenants.list().map(\.name).contains("Acme Ltd"))
        #expect(try await tenants.delete(ids: [tenant.id]).issues.isEmpty)
        let keys = try await client.admin.applicationApiKeys.create(request: [
            .init(userId: "keyholder")
        ])
        let key = try #require(keys.created.first)
        #expect(
            try await client.admin.applicationApiKeys.delete(ids: [key.id]).issues.isEmpty
        )
    }

    @Test func aBatchAndTheStream() async throws {
        _ = try await RunningServer.metric("batched", client)
        let accepted = try await client.admin.metrics.batchEvents(request: [
            .init(key: "batched", user: .init(id: "batcher"), value: 1, idempotencyKey: "b1"),
            .init(key: "batched", user: .init(id: "batcher"), value: 1, idempotencyKey: "b1"),
        ])
        #expect(accepted.accepted == 2)
        for try await fact in client.laurel.facts(after: "0") {
            #expect(!fact.type.isEmpty && !fact.id.isEmpty)
            break
        }
        let total = try await client.users.singleMetric(id: "batcher", key: "batched").current
        #expect(total == 1)
    }
}

/// What the suite is told about the server.
enum RunningServer {
    private static let environment = ProcessInfo.processInfo.environment
    static let address = environment["LAUREL"]
    static let proxy = environment["LAUREL_PROXY"]

    static func client(at address: String? = address, maxRetries: Int = 2) -> TrophyApiClient {
        TrophyApiClient(
            baseURL: (address ?? "http://127.0.0.1:1") + "/v1",
            apiKey: environment["KEY"] ?? "",
            maxRetries: maxRetries
        )
    }

    /// Makes a metric, and gives its id.
    static func metric(_ key: String, _ client: TrophyApiClient) async throws -> String {
        let made = try await client.admin.metrics.create(request: [.init(name: key, key: key)])
        return try #require(made.created.first).id
    }
}
