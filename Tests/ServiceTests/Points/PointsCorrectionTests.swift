import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Service
import Storage
import Testing

/// What is taken back: what an event gave itself, once, and not what has expired already.
@Suite struct PointsCorrectionTests {
    private static let deleted = "an event was deleted"

    // MARK: - Expiry

    /// Points that are gone after two days, for each step ten.
    private static func expiring() async throws -> ServiceWorld {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [try await world.perUnits(1, gives: 10)]) {
            $0.expiresAfterDays = .set(2)
        }
        return world
    }

    @Test func `what has expired is not taken back again`() async throws {
        let world = try await Self.expiring()
        let events = try await world.steps(3)
        world.setClock(hours: 24 * 5)
        try await world.steps(1)
        try await world.delete(events[0])
        #expect(
            try await world.ledger() == [
                "award 30 = 30", "expiry -30 = 0", "award 10 = 10",
                "expiry 30 = 40 (it had expired, and is taken back)",
                "correction -30 = 10 (\(Self.deleted))",
            ]
        )
        // What is there still expires, and nothing else does.
        world.setClock(hours: 24 * 9)
        #expect(try await world.points() == 0)
        #expect(try await world.ledger().last == "expiry -10 = 0")
        let told = try world.pointsFacts().filter { $0.hasPrefix("points.expired") }
        #expect(told == ["points.expired -30 = 0", "points.expired -10 = 0"])
    }

    /// What is spent of thirty points before the rest expires, how many of the three steps fall away
    /// one after the other, and the total then.
    private static let spent: [Row<(spent: Int64, falls: [Int32]), Int64>] = [
        Row("nothing was spent", (0, [3]), 0), Row("in parts", (0, [1, 1, 1]), 0),
        Row("ten were spent: the rest had expired", (10, [2]), 0),
        Row("what was spent is spent", (10, [3]), -10),
        Row("in parts, at last what was spent", (10, [1, 1, 1]), -10),
        Row("twenty-five", (25, [1]), -5), Row("everything", (30, [1]), -10),
    ]

    @Test(arguments: spent) func `what was spent is taken back, and what expired is not`(
        row: Row<(spent: Int64, falls: [Int32]), Int64>
    ) async throws {
        let world = try await Self.expiring()
        try await world.steps(3)
        if row.input.spent > 0 { try await world.give(-row.input.spent) }
        world.setClock(hours: 24 * 4)
        for fall in row.input.falls { try await world.steps(-fall) }
        #expect(try await world.points() == row.expected)
    }

    // MARK: - The event's own

    @Test func `a deleted event gives back what it was given itself`() async throws {
        let world = try await ServiceWorld()
        try await world.createPoints(
            boosts: [try boost("3", from: "2025-03-15", to: "2025-03-15")],
            triggers: [try await world.perUnits(5, gives: 10)]
        )
        let events = try await world.steps(5)
        world.setClock(hours: 24)
        let later = try await world.steps(5, 10)
        try await world.delete(events[0])
        #expect(
            try await world.ledger() == [
                "award 30 = 30 x3", "award 10 = 40", "award 20 = 60",
                "correction -30 = 30 (\(Self.deleted)) x3",
            ]
        )
        // The total is given for once, whatever comes and goes.
        try await world.steps(5)
        #expect(try await world.points() == 40)
        try await world.delete(later[1])
        #expect(try await world.points() == 20)
        try await world.steps(-10)
        #expect(try await world.points() == 0)
        try await world.steps(20)
        #expect(try await world.points() == 40)
    }

    @Test func `an event that gave nothing has the newest award taken back`() async throws {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [try await world.perUnits(5, gives: 10)])
        let events = try await world.steps(4, 1, 5)
        try await world.delete(events[0])
        #expect(
            try await world.ledger() == [
                "award 10 = 10", "award 10 = 20", "correction -10 = 10 (\(Self.deleted))",
            ]
        )
        try await world.delete(events[1])
        try await world.delete(events[2])
        #expect(try await world.points() == 0)
    }

    @Test func `a part of what a capped event gave falls only where less would have come of it`()
        async throws
    {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [
            try await world.perUnits(1, gives: 10) { $0.fields.maxPerDay = .set(15) }
        ])
        try await world.steps(3)
        world.setClock(hours: 24)
        let events = try await world.steps(1)
        try await world.delete(events[0])
        // Of three steps of the day before, two give as much.
        for (fall, total) in [(1, 15), (1, 10), (1, 0)] as [(Int32, Int64)] {
            try await world.steps(-fall)
            #expect(try await world.points() == total)
        }
    }

    @Test func `what is given back goes above the most that one can have`() async throws {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [
            try await world.perUnits(1, gives: -10),
            try await world.perUnits(1, gives: 10, of: "money"),
        ]) { $0.maxPoints = .set(20) }
        let draft = world.draft(2, metric: "money")
        _ = try await world.service.intake.submit(RecordEvent(draft), in: world.live)
        let events = try await world.steps(1)
        _ = try await world.service.intake.submit(
            RecordEvent(world.draft(1, metric: "money")),
            in: world.live
        )
        try await world.delete(events[0])
        #expect(try await world.points() == 30)
    }

    @Test func `what was counted from the past is brought to what is left of it`() async throws {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [try await world.perUnits(5, gives: 10)])
        let events = try await world.steps(5, 5, 5)
        for (points, total) in [(20, 60), (20, 60), (10, 30)] as [(Int64, Int64)] {
            try await world.changeTrigger {
                $0.fields.points = points
                $0.fields.status = .inactive
            }
            try await world.changeTrigger {
                $0.fields.status = .active
                $0.countsPast = true
            }
            #expect(try await world.points() == total)
            // What falls and rises again is there once.
            try await world.steps(-5)
            try await world.steps(5)
            #expect(try await world.points() == total)
        }
        try await world.delete(events[0])
        #expect(try await world.points() == 20)
        try await world.steps(-10)
        #expect(try await world.points() == 0)
    }

    @Test func `a streak that the user chose for a metric is taken back, too`() async throws {
        let world = try await ServiceWorld()
        try await world.createStreak {
            $0.isPrimary = true
            $0.isCustomizable = true
        }
        let money = try await world.metric("money")
        try await world.createPoints(
            triggers: [givingPoints(10, for: .streak) { $0.streakLength = 1 }]
        )
        try await world.tell { _ in }
        let user = world.service.intake.userKey(of: "ada", in: world.live)
        let choice = ChoosePreferences(
            user: user,
            userID: "ada",
            sources: .set([StreakSource(metric: money)])
        )
        _ = try await world.service.intake.submit(choice, in: world.live)
        let event = try await world.service.intake.submit(
            RecordEvent(world.draft(1, metric: "money")),
            in: world.live
        )
        #expect(try await world.points() == 10)
        try await world.delete(event.id)
        #expect(try await world.points() == 0)
    }

    @Test func `taking back reads a page of what there is, however much that is`() async throws {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [try await world.perUnits(1, gives: 1)])
        var events: [EventID] = []
        for _ in 0..<(EngineLimits.pointsAwardsAtOnce * 2 + 50) {
            events.append(try await world.steps(1)[0])
        }
        // More than two pages at once, with gaps that deletions made.
        for event in events.prefix(40) + events.suffix(40) { try await world.delete(event) }
        #expect(try await world.points() == 170)
        try await world.steps(-160)
        #expect(try await world.points() == 10)
        try await world.steps(-20)
        try await world.steps(15)
        #expect(try await world.points() == 5)
    }
}
