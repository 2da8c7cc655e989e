import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Service
import Storage
import Testing

/// What a changed trigger or boost would have given, for what users really did.
@Suite struct PointsSimulationTests {
    /// A world in which two users have done something on two days.
    private static func world() async throws -> (ServiceWorld, CreatedPointsSystem) {
        let world = try await ServiceWorld()
        let made = try await world.createPoints(triggers: [try await world.perUnits(5, gives: 10)])
        try await world.steps(12)
        world.setClock(hours: 24)
        try await world.steps(3, 5)
        try await world.steps(4, user: "ben")
        try await world.tell("cem") { _ in }
        return (world, made)
    }

    private static func simulation(
        _ world: ServiceWorld,
        _ made: CreatedPointsSystem,
        trigger: PointsTriggerChange? = nil,
        boost: PointsBoostChange? = nil
    ) async throws -> PointsSimulation {
        let catalogue = world.service.catalogue
        var drafted: PointsTrigger?
        if let trigger {
            drafted = try await catalogue.draftPointsTrigger(
                trigger,
                of: made.system.publicID,
                in: world.live
            ).get()
        }
        var boosted: PointsBoost?
        if let boost {
            boosted = try await catalogue.draftPointsBoost(
                boost,
                of: made.system.publicID,
                in: world.live
            ).get()
        }
        return try await world.service.reading.simulatePoints(
            of: made.system,
            with: drafted,
            boosted,
            in: try await catalogue.view(of: world.live)
        )
    }

    @Test func `the rules as they are give what the ledger has`() async throws {
        let (world, made) = try await Self.world()
        let simulation = try await Self.simulation(world, made)
        #expect(simulation.days.count == 30)
        #expect(simulation.days.suffix(2).map(\.before) == [20, 20])
        #expect(simulation.days.suffix(2).map(\.after) == [20, 20])
        #expect(simulation.days.dropLast(2).allSatisfy { $0.before == 0 })
        #expect(simulation.users == 3 && simulation.isComplete)
        #expect(simulation.mostChanged.isEmpty)
        #expect(try await world.points() == 40)
    }

    @Test func `a changed trigger is held against what there is, and nothing is stored`()
        async throws
    {
        let (world, made) = try await Self.world()
        var change = PointsTriggerChange()
        change.publicID = made.triggers[0].publicID
        change.threshold = Amount(4)
        let simulation = try await Self.simulation(world, made, trigger: change)
        #expect(simulation.days.suffix(2).map(\.before) == [20, 20])
        #expect(simulation.days.suffix(2).map(\.after) == [30, 30])
        #expect(
            simulation.mostChanged == [
                .init(userID: "ada", before: 40, after: 50),
                .init(userID: "ben", before: 0, after: 10),
            ]
        )
        #expect(simulation.before.ranges.map(\.users).prefix(5) == [2, 0, 0, 0, 1])
        #expect(try await world.ledger().count == 3)
        let trigger = try await world.service.catalogue.view(of: world.live).rulebook.points
            .triggers.first
        #expect(trigger == made.triggers[0])
    }

    @Test func `a trigger for new users counts those who came in these days, on their day`()
        async throws
    {
        let (world, made) = try await Self.world()
        let welcome = givingPoints(7, for: .userCreation)
        let simulation = try await Self.simulation(world, made, trigger: welcome)
        #expect(simulation.days.suffix(2).map(\.before) == [20, 20])
        #expect(simulation.days.suffix(2).map(\.after) == [27, 34])
        world.setClock(hours: 24 * 40)
        let later = try await Self.simulation(world, made, trigger: welcome)
        #expect(later.days.allSatisfy { $0.before == 0 && $0.after == 0 })
        world.setClock(hours: 24 * 29)
        let last = try await Self.simulation(world, made, trigger: welcome)
        #expect(last.days.prefix(2).map(\.after) == [27, 34])
    }

    @Test func `a boost that would have been multiplies its days alone`() async throws {
        let (world, made) = try await Self.world()
        let simulation = try await Self.simulation(
            world,
            made,
            boost: try boost("2", from: "2025-03-15", to: "2025-03-15")
        )
        #expect(simulation.days.suffix(2).map(\.after) == [40, 20])
    }

    @Test func `a streak that was set up after the users came takes nothing away`() async throws {
        let (world, made) = try await Self.world()
        let daily = StreakWindow.calendar(CalendarWindow(unit: .day), zone: nil)
        var streak = StreakDraft(key: "daily", name: "Daily", window: daily)
        streak.isPrimary = true
        let rulebook = try await world.service.catalogue.view(of: world.live).rulebook
        let steps = try #require(rulebook.metric(key: "steps"))
        streak.rule.sources = [StreakSource(metric: steps.id)]
        _ = try await world.service.catalogue.createStreaks([streak], in: world.live)
        let simulation = try await Self.simulation(world, made)
        #expect(simulation.days.suffix(2).map(\.before) == [20, 20])
        let perDay = givingPoints(3, for: .streak) { $0.streakLength = 1 }
        let more = try await Self.simulation(world, made, trigger: perDay)
        #expect(more.days.suffix(2).map(\.after) == [23, 26])
    }

    @Test func `what was counted from the past is no part of these days`() async throws {
        let (world, made) = try await Self.world()
        try await world.change(made.triggers[0], of: made.system) {
            $0.fields.points = 20
            $0.countsPast = true
        }
        let simulation = try await Self.simulation(world, made)
        #expect(simulation.days.suffix(2).map(\.before) == [40, 40])
    }

    @Test func `a change that is unsound is an issue`() async throws {
        let (world, made) = try await Self.world()
        var change = PointsTriggerChange()
        change.kind = .metric
        let drafted = try await world.service.catalogue.draftPointsTrigger(
            change,
            of: made.system.publicID,
            in: world.live
        )
        #expect(!drafted.isSuccess)
    }
}
