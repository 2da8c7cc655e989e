import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Storage
import Testing

@testable import Service

/// Whose periods the versions of a rule have judged, and what a change replaces (R13).
@Suite struct StreakVersionTests {
    private static func change(
        _ minimum: Int32,
        for scope: StreakChangeScope = .future,
        in world: ServiceWorld,
        by service: LaurelService? = nil
    ) async throws {
        var change = StreakChange()
        change.condition = .sum(minimum: Amount(minimum))
        let streak = try await world.service.catalogue.view(of: world.live).rulebook.streaks[0]
        let update = StreakUpdate(publicID: streak.publicID, change: change, scope: scope)
        let catalogue = (service ?? world.service).catalogue
        let results = try await catalogue.updateStreaks([update], in: world.live)
        _ = try #require(results.first).get()
    }

    private static func minimums(_ world: ServiceWorld) async throws -> [String] {
        try await world.service.catalogue.streaks(in: world.live)[0].versions.map { version in
            guard case .sum(let minimum) = version.rule.condition else { return "?" }
            return "\(minimum)"
        }
    }

    private static func world() async throws -> ServiceWorld {
        let world = try await ServiceWorld()
        try await world.createStreak { $0.rule.condition = .sum(minimum: Amount(100)) }
        world.clock.advance(seconds: 600)
        return world
    }

    private static func length(in world: ServiceWorld) async throws -> Int {
        let view = try await world.service.catalogue.view(of: world.live)
        return try await world.service.reading.streak(view.rulebook.streaks[0], of: "ada", in: view)
            .state.length
    }

    @Test func `what is imported after a change of mind is judged by the rule as it is`()
        async throws
    {
        let world = try await Self.world()
        try await Self.change(2, in: world)
        try await world.finishRounds()
        let drafts = (0..<700 as Range<Int64>).map { day in
            var draft = world.draft(2)
            draft.occurredAt = ServiceWorld.noon.adding(seconds: -day * 86_400)
            return draft
        }
        _ = try await world.service.intake.submit(RecordEvents(drafts), in: world.live)
        #expect(try await Self.length(in: world) == 700)
        #expect(try await Self.minimums(world) == ["2"])
        try await world.finishRounds()
        #expect(try await Self.length(in: world) == 700)
    }

    @Test func `users whose events count for nothing have been judged by nobody`() async throws {
        let world = try await Self.world()
        try await world.record(world.draft(metric: "money"))
        try await Self.change(2, in: world)
        #expect(try await Self.minimums(world) == ["2"])
        var change = StreakChange()
        change.sources = [StreakSource(metric: try await world.metric("money"))]
        change.condition = .sum(minimum: Amount(1))
        let streak = try await world.service.catalogue.view(of: world.live).rulebook.streaks[0]
        _ = try await world.service.catalogue.updateStreaks(
            [StreakUpdate(publicID: streak.publicID, change: change)],
            in: world.live
        )
        // Who was seen between the set-up and the change is looked at, too.
        #expect(try await Self.length(in: world) == 1)
        try await world.finishRounds()
        #expect(try await Self.length(in: world) == 1)
    }

    @Test func `once something has counted, a rule is kept for what it judged`() async throws {
        let world = try await Self.world()
        try await world.record(world.draft(1))
        try await Self.change(2, in: world)
        #expect(try await Self.minimums(world) == ["100", "2"])
    }

    @Test func `another process knows what one has judged`() async throws {
        let world = try await Self.world()
        let other = try world.secondService()
        defer { other.stop() }
        _ = try await other.catalogue.view(of: world.live)
        try await world.record(world.draft(1))
        world.clock.advance(seconds: 1)
        try await Self.change(2, in: world, by: other)
        #expect(try await Self.minimums(world) == ["100", "2"])
    }

    @Test func `an event that was not stored has judged nothing`() async throws {
        let world = try await Self.world()
        world.database.failNext(.atCommit(.full))
        _ = await result { try await world.record(world.draft(1)) }
        try await Self.change(2, in: world)
        #expect(try await Self.minimums(world) == ["2"])
    }

    @Test func `a version that nobody's period has ended under is replaced by the next`()
        async throws
    {
        let world = try await Self.world()
        try await world.record(world.draft(100))
        world.clock.advance(seconds: 5 * 86_400)
        try await world.finishRounds()
        // The run is over: nothing of anybody is open.
        try await Self.change(50, in: world)
        try await world.finishRounds()
        world.clock.advance(seconds: 600)
        try await Self.change(20, in: world)
        #expect(try await Self.minimums(world) == ["100", "20"])
        try await world.record(world.draft(20))
        world.clock.advance(seconds: 600)
        try await Self.change(30, in: world)
        #expect(try await Self.minimums(world) == ["100", "20", "30"])
    }

    @Test func `a period that has ended counts as judged before anybody was told`() async throws {
        let world = try await Self.world()
        try await world.record(world.draft(100))
        world.clock.advance(seconds: 3_600)
        try await Self.change(50, in: world)
        world.clock.advance(seconds: 2 * 86_400)
        try await Self.change(20, in: world)
        #expect(try await Self.minimums(world) == ["100", "50", "20"])
    }

    /// How many days ago something was done, and whether rounds come after that, after time has
    /// passed, and between the changes.
    @Test(arguments: [[0], [2, 1, 0], [8, 7]] as [[Int64]], 0..<8)
    func `what is left of the time before a version is none of its judgements`(
        days: [Int64],
        rounds: Int
    ) async throws {
        let world = try await ServiceWorld()
        try await world.createStreak { $0.rule.condition = .sum(minimum: Amount(1)) }
        func settle(_ place: Int) async throws {
            if rounds >> place & 1 == 1 { try await world.finishRounds() }
        }
        for day in days {
            var draft = world.draft(1)
            draft.occurredAt = ServiceWorld.noon.adding(seconds: -day * 86_400)
            try await world.record(draft)
        }
        try await settle(0)
        world.clock.advance(seconds: 86_400)
        try await settle(1)
        try await Self.change(100, in: world)
        try await settle(2)
        world.clock.advance(seconds: 600)
        try await Self.change(5, in: world)
        #expect(try await Self.minimums(world) == ["1", "5"])
    }

    /// The same, of a run that was at risk and of one that has broken, in the time of the version.
    @Test(
        arguments: [
            Row("at risk, in time", (hours: 11, isSettled: false), ["1", "5"]),
            Row("at risk, told", (hours: 11, isSettled: true), ["1", "5"]),
            Row("over", (hours: 13, isSettled: false), ["1", "100", "5"]),
            Row("over, told", (hours: 13, isSettled: true), ["1", "100", "5"]),
        ] as [Row<(hours: Int64, isSettled: Bool), [String]>]
    )
    func `only a period that has ended is a judgement, whether or not anybody was told`(
        row: Row<(hours: Int64, isSettled: Bool), [String]>
    ) async throws {
        let world = try await ServiceWorld()
        try await world.createStreak { draft in
            draft.rule.condition = .sum(minimum: Amount(1))
            draft.rule.atRiskSeconds = 2 * 3_600
        }
        try await world.record(world.draft(1))
        world.clock.advance(seconds: 24 * 3_600)
        try await Self.change(100, in: world)
        try await world.finishRounds()
        world.clock.advance(seconds: row.input.hours * 3_600)
        if row.input.isSettled { try await world.finishRounds() }
        try await Self.change(5, in: world)
        #expect(try await Self.minimums(world) == row.expected)
    }

    @Test func `a period that was covered counts as judged, though nothing was due`() async throws {
        let world = try await ServiceWorld()
        try await world.createStreak { draft in
            draft.rule.condition = .sum(minimum: Amount(100))
            draft.rule.gracePeriods = 2
        }
        try await world.record(world.draft(100))
        // The day after, a run is going that grace will cover.
        world.clock.advance(seconds: 86_400)
        try await Self.change(50, in: world)
        try await world.finishRounds()
        world.clock.advance(seconds: 600)
        try await Self.change(40, in: world)
        #expect(try await Self.minimums(world) == ["100", "40"])
        try await world.finishRounds()
        world.clock.advance(seconds: 86_400)
        try await world.finishRounds()
        try await Self.change(20, in: world)
        #expect(try await Self.minimums(world) == ["100", "40", "20"])
    }

    @Test func `for all time, everybody is counted anew and keeps what was given`() async throws {
        let world = try await ServiceWorld()
        try await world.createStreak { draft in
            draft.rule.condition = .sum(minimum: Amount(1))
            draft.milestones = [StreakMilestone(threshold: 2, rewardItemID: "r")]
        }
        for day in 0..<3 as Range<Int64> {
            world.setClock(hours: day * 24)
            try await world.record(world.draft(1))
        }
        #expect(try await Self.length(in: world) == 3)
        try await Self.change(2, for: .all, in: world)
        #expect(try await Self.minimums(world) == ["2"])
        #expect(try await Self.length(in: world) == 0)
        try await Self.change(1, for: .all, in: world)
        try await world.finishRounds()
        #expect(try await Self.length(in: world) == 3)
        #expect(try world.told(.milestoneReached).count == 1)
    }
}
