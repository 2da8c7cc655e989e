import Catalogue
import CivilTime
import Engine
import Reading
import Service
import ServiceRuntime
import Storage
import Testing

/// Reads of streaks, which derive everything as of now.
@Suite struct UserStreakReadingTests {
    private static func makeWorld(
        _ change: (inout StreakDraft) -> Void = { _ in }
    ) async throws -> ServiceWorld {
        let world = try await ServiceWorld()
        var draft = StreakDraft(
            key: "walking",
            name: "Walking",
            window: .calendar(CalendarWindow(unit: .day), zone: nil)
        )
        draft.isPrimary = true
        draft.rule.sources = [StreakSource(metric: try await world.metric())]
        change(&draft)
        _ = try await world.service.catalogue.createStreaks([draft], in: world.live)
        return world
    }

    private static func state(
        _ world: ServiceWorld,
        of user: String = "ada"
    ) async throws -> StreakState {
        let view = try await world.service.catalogue.view(of: world.live)
        let definition = try #require(view.rulebook.primaryStreak)
        return try await world.service.reading.streak(definition, of: user, in: view).state
    }

    private static func pass(_ days: Int64, in world: ServiceWorld) {
        world.clock.advance(seconds: days * 86_400)
    }

    @Test func `a read says what the next event says before it`() async throws {
        let world = try await Self.makeWorld { $0.rule.freezes = FreezeRule(startCount: 1) }
        try await world.record(world.draft())
        for gap: Int64 in [0, 1, 2, 1, 3, 1] {
            Self.pass(gap, in: world)
            let before = try await Self.state(world)
            let recorded = try await world.record(world.draft())
            let told = try #require(recorded.first?.streak)
            #expect(told.isExtended == (told.state.length > before.length))
            #expect(try await Self.state(world) == told.state)
        }
    }

    @Test func `a read goes by rules that nobody's streak has been counted by yet`() async throws {
        let world = try await Self.makeWorld()
        let money = try await world.metric("money")
        // Somebody has been judged by the rule, so that it is kept for what was.
        try await world.record(world.draft(user: "ben"))
        for _ in 0..<3 {
            try await world.record(world.draft(metric: "money"))
            Self.pass(1, in: world)
        }
        #expect(try await Self.state(world).status == .none)
        let view = try await world.service.catalogue.view(of: world.live)
        let definition = try #require(view.rulebook.primaryStreak)
        var change = StreakChange()
        change.sources = definition.rule.sources + [StreakSource(metric: money)]
        _ = try await world.service.catalogue.updateStreaks(
            [StreakUpdate(publicID: definition.publicID, change: change)],
            in: world.live
        )
        try await world.record(world.draft(metric: "money"))
        #expect(try await Self.state(world).length == 1)
        Self.pass(1, in: world)
        #expect(try await Self.state(world).length == 1)
    }

    @Test func `what comes after a period was satisfied is in its progress`() async throws {
        let world = try await Self.makeWorld()
        for _ in 0..<3 { try await world.record(world.draft(2)) }
        let view = try await world.service.catalogue.view(of: world.live)
        let streak = try #require(
            try await world.service.reading.streaks(of: "ada", in: view).first
        )
        #expect(streak.state.progress.count == 3)
        #expect(streak.state.progress.sum == Amount(6))
        let explanation = try await world.service.reading.explain(
            streak.definition,
            of: "ada",
            in: view,
            periodCount: 10
        )
        #expect(explanation.account.periods.last?.progress?.count == 3)
    }

    @Test func `an unknown user has no streak, and in a list none`() async throws {
        let world = try await Self.makeWorld()
        let view = try await world.service.catalogue.view(of: world.live)
        let definition = try #require(view.rulebook.primaryStreak)
        let read = await result {
            try await world.service.reading.streak(definition, of: "zoe", in: view)
        }
        #expect(read.serviceCode == .notFound)
        let list = try await world.service.reading.streaks(definition, of: ["zoe"], in: view)
        #expect(list.count == 1)
        #expect(list[0] == nil)
    }

    @Test func `every page of what is at risk is found, however short pages are`() async throws {
        let world = try await Self.makeWorld()
        let users = (0..<25).map { "user-\($0)" }
        for user in users { try await world.record(world.draft(user: user)) }
        Self.pass(1, in: world)
        for user in users.prefix(5) { try await world.record(world.draft(user: user)) }
        let view = try await world.service.catalogue.view(of: world.live)
        var found: [String] = []
        var cursor: StreaksAtRisk.Cursor?
        repeat {
            let page = try await world.service.reading.streaksAtRisk(
                nil,
                in: view,
                minimumLength: 1,
                after: cursor,
                limit: 3
            )
            found += page.streaks.map(\.userID)
            cursor = page.next
        } while cursor != nil
        #expect(found.count == 20)
        #expect(Set(found) == Set(users.dropFirst(5)))
    }
}
