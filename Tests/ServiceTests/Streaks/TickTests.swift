import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Storage
import Testing

@testable import Service

/// Ticks, when commits get lost and processes race.
@Suite struct TickTests {
    private static func world() async throws -> ServiceWorld {
        let world = try await ServiceWorld()
        var draft = StreakDraft(
            key: "login",
            name: "Login",
            window: .calendar(CalendarWindow(unit: .day), zone: nil)
        )
        draft.takesTicks = true
        _ = try await world.service.catalogue.createStreaks([draft], in: world.live)
        return world
    }

    private static func tick(
        in world: ServiceWorld,
        by service: LaurelService? = nil,
        at moment: Instant? = nil
    ) async throws -> StreakTick? {
        let service = service ?? world.service
        let draft = EventDraft(
            user: service.intake.userKey(of: "ada", in: world.live),
            userID: "ada",
            tickOf: "login",
            occurredAt: moment
        )
        return try await service.intake.submit(RecordEvent(draft), in: world.live).tick
    }

    private static func eventCount(in world: ServiceWorld) async throws -> Int {
        try await world.service.reading.events(of: "ada", in: world.live, after: nil, limit: 100)
            .count
    }

    @Test(arguments: [
        Row("before the commit", FaultyDatabase.Failure.before(.conflict), 1),
        Row("at the commit", .atCommit(.disconnected), 1),
        Row("after the commit, unheard", .afterCommit, 1),
    ]) func `a tick is told as the first when its transaction is repeated`(
        row: Row<FaultyDatabase.Failure, Int>
    ) async throws {
        let world = try await Self.world()
        _ = try await Self.tick(in: world, at: ServiceWorld.noon.adding(seconds: -86_400))
        world.database.failNext(row.input)
        let tick = try await Self.tick(in: world)
        #expect(tick?.length == 2)
        #expect(tick?.isRecord == true)
        #expect(tick?.isRepeated == false)
        #expect(try await Self.tick(in: world)?.isRepeated == true)
        #expect(try await Self.eventCount(in: world) == 2)
    }

    @Test func `a repeated tick is repeated when its transaction is`() async throws {
        let world = try await Self.world()
        _ = try await Self.tick(in: world)
        world.database.failNext(.afterCommit)
        #expect(try await Self.tick(in: world)?.isRepeated == true)
        #expect(try await Self.eventCount(in: world) == 1)
    }

    @Test func `a repeated tick is one under changed rules too`() async throws {
        let world = try await Self.world()
        let day = ServiceWorld.noon.adding(seconds: -86_400)
        for days in [3, 1] as [Int64] {
            _ = try await Self.tick(in: world, at: day.adding(seconds: -days * 86_400))
        }
        _ = try await Self.tick(in: world, at: day)
        let streak = try await world.service.catalogue.view(of: world.live).rulebook.streaks[0]
        var change = StreakChange()
        change.gracePeriods = 1
        world.clock.advance(seconds: 60)
        _ = try await world.service.catalogue.updateStreaks(
            [StreakUpdate(publicID: streak.publicID, change: change)],
            in: world.live
        )
        let again = try await Self.tick(in: world, at: day)
        #expect(again?.isRepeated == true)
        #expect(again?.length == 2)
        #expect(try await Self.tick(in: world)?.length == 3)
        #expect(try await Self.eventCount(in: world) == 4)
    }

    @Test func `two processes count one of the same ticks`() async throws {
        let world = try await Self.world()
        let other = try world.secondService()
        defer { other.stop() }
        let ticks = try await withThrowingTaskGroup(of: StreakTick?.self) { group in
            for number in 0..<100 {
                let service = number.isMultiple(of: 2) ? world.service : other
                group.addTask { try await Self.tick(in: world, by: service) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ticks.count { $0?.isRepeated == false } == 1)
        #expect(ticks.allSatisfy { $0?.length == 1 })
        #expect(try await Self.eventCount(in: world) == 1)
    }

    @Test func `an event counts for every streak of its metric, and tells of each`() async throws {
        let world = try await Self.world()
        for (key, minimum) in [("daily", Int64(1)), ("hard", 2)] {
            var draft = StreakDraft(
                key: key,
                name: key,
                window: .calendar(CalendarWindow(unit: .day), zone: nil)
            )
            draft.rule.sources = [StreakSource(metric: try await world.metric())]
            draft.rule.condition = .count(minimum: minimum)
            draft.isPrimary = key == "hard"
            _ = try await world.service.catalogue.createStreaks([draft], in: world.live)
        }
        let first = try await world.record(world.draft())[0]
        #expect(first.streaks.map(\.definition.key) == ["daily", "hard"])
        #expect(first.streaks.map(\.before.longest) == [0, 0])
        #expect(first.streaks.map(\.state.length) == [1, 0])
        #expect(first.streak?.definition.key == "hard")
        #expect(first.tick == nil)
        let second = try await world.record(world.draft())[0]
        #expect(second.streaks.map(\.before.length) == [1, 0])
        #expect(second.streaks.map(\.isExtended) == [false, true])
    }

    @Test func `a rule is kept with its zone for those who have none`() throws {
        var rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        rule.fallbackZone = try ZoneDatabase().zone(named: "Australia/Sydney")
        let text = StreakRuleDocument.text(of: rule)
        #expect(try StreakRuleDocument.rule(from: text, zones: ZoneDatabase()) == rule)
    }
}
