import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Rounds
import Service
import Storage
import Testing

/// What time brings: ticks, expiry, and the beginnings and ends of boosts.
@Suite struct PointsTimeTests {
    private static func ticking(
        _ count: Int,
        _ unit: PointsInterval.Unit,
        _ change: (inout PointsTriggerChange) -> Void = { _ in }
    ) -> PointsTriggerChange {
        givingPoints(1, for: .time) {
            $0.timeUnit = unit
            $0.timeInterval = count
            change(&$0)
        }
    }

    @Test(arguments: [true, false])
    func `three days of silence bring each hour once`(byRounds: Bool) async throws {
        let world = try await ServiceWorld()
        try await world.tell { _ in }
        try await world.createPoints(triggers: [Self.ticking(1, .hour)])
        try await world.finishRounds()
        try await world.tell("late") { _ in }
        world.setClock(hours: 72)
        if byRounds { try await world.finishRounds() }
        #expect(try await world.points() == 72)
        #expect(try await world.points("late") == 72)
        try await world.finishRounds()
        #expect(try await world.points() == 72)
        let awards = try await world.service.reading.pointsLedger(
            of: "ada",
            try await world.pointsSystem(),
            limit: 2,
            in: try await world.service.catalogue.view(of: world.live)
        )
        #expect(
            awards.map(\.row.at) == [
                ServiceWorld.noon.adding(seconds: 72 * 3_600),
                ServiceWorld.noon.adding(seconds: 71 * 3_600),
            ]
        )
    }

    /// Who looks first at a user who was left alone for sixty days.
    @Test(arguments: ["rounds", "a read", "an event", "a spend", "a deletion"])
    func `sixty days of silence bring each hour once, before whatever comes then`(
        first: String
    ) async throws {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [
            Self.ticking(1, .hour), try await world.perUnits(1, gives: 1_000),
        ])
        let events = try await world.steps(1)
        world.setClock(hours: 1_440)
        switch first {
        case "rounds": try await world.finishRounds()
        case "a read": #expect(try await world.points() == 2_440)
        case "an event": try await world.steps(1)
        case "a spend": try await world.give(-2_400)
        default: try await world.delete(events[0])
        }
        try await world.finishRounds()
        let awards = try await world.service.reading.pointsLedger(
            of: "ada",
            try await world.pointsSystem(),
            limit: 10_000,
            in: try await world.service.catalogue.view(of: world.live)
        )
        let rows = awards.reversed().map(\.row)
        let hours = (Int64(1)...1_440).map { ServiceWorld.noon.adding(seconds: $0 * 3_600) }
        #expect(rows.filter { $0.amount == 1 }.map(\.at) == hours)
        // Every row follows the one before, also in time.
        #expect(rows.map(\.at) == rows.map(\.at).sorted())
        #expect(rows.map(\.number) == Array(1...Int64(rows.count)))
    }

    @Test func `a simulation has each hour once, too`() async throws {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [Self.ticking(1, .hour)])
        try await world.tell { _ in }
        world.setClock(hours: 24 * 100)
        let simulation = try await world.service.reading.simulatePoints(
            of: try await world.pointsSystem(),
            in: try await world.service.catalogue.view(of: world.live)
        )
        #expect(simulation.days.dropLast().allSatisfy { $0.before == 24 && $0.after == 24 })
    }

    @Test func `a day is the user's, and begins at the user's midnight`() async throws {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [Self.ticking(2, .day)])
        // Noon of 2025-03-15 in London is nine in the evening in Tokyo.
        try await world.tell { $0.zone = .set("Asia/Tokyo") }
        world.setClock(hours: 3 + 24 - 1)
        #expect(try await world.points() == 0)
        world.setClock(hours: 3 + 24)
        #expect(try await world.points() == 1)
        // A user who goes west has days again that were counted.
        try await world.tell { $0.zone = .set("America/New_York") }
        world.setClock(hours: 3 + 24 + 30)
        #expect(try await world.points() == 1)
        world.setClock(hours: 16 + 3 * 24)
        #expect(try await world.points() == 2)
    }

    @Test func `time that takes goes no lower than nothing where it may not`() async throws {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [
            givingPoints(2, for: .userCreation),
            givingPoints(-3, for: .time) {
                $0.timeUnit = .hour
                $0.timeInterval = 1
                $0.fields.blocksIfOutOfPoints = true
            },
        ])
        try await world.tell { _ in }
        world.setClock(hours: 5)
        try await world.finishRounds()
        #expect(try await world.ledger() == ["award 2 = 2", "deduction -2 = 0"])
    }

    // MARK: - Expiry

    private static func expiring(after days: Int) async throws -> ServiceWorld {
        let world = try await ServiceWorld()
        try await world.createPoints { $0.expiresAfterDays = .set(days) }
        return world
    }

    @Test(arguments: [true, false])
    func `points that nobody spends are gone at the midnight so many days later`(
        byRounds: Bool
    ) async throws {
        let world = try await Self.expiring(after: 2)
        try await world.give(10)
        world.setClock(hours: 35)
        if byRounds { try await world.finishRounds() }
        #expect(try await world.points() == 10)
        world.setClock(hours: 36)
        if byRounds { try await world.finishRounds() }
        #expect(try await world.points() == 0)
        #expect(try await world.ledger() == ["grant 10 = 10", "expiry -10 = 0"])
        #expect(
            try world.pointsFacts() == ["points.changed 10 = 10", "points.expired -10 = 0"]
        )
        try await world.finishRounds()
        #expect(try await world.points() == 0)
    }

    @Test func `a spend takes from two expiries, the first first`() async throws {
        let world = try await Self.expiring(after: 3)
        try await world.give(10)
        world.setClock(hours: 24)
        try await world.give(20)
        world.setClock(hours: 48)
        try await world.give(-15)
        world.setClock(hours: 60)
        #expect(try await world.points() == 15)
        world.setClock(hours: 84)
        #expect(try await world.points() == 0)
        #expect(
            try await world.ledger() == [
                "grant 10 = 10", "grant 20 = 30", "spend -15 = 15", "expiry -15 = 0",
            ]
        )
    }

    @Test func `each day's rest is gone on its own day`() async throws {
        let world = try await Self.expiring(after: 2)
        try await world.give(10)
        try await world.give(5)
        world.setClock(hours: 24)
        try await world.give(20)
        try await world.give(-3)
        world.setClock(hours: 24 * 9)
        try await world.finishRounds()
        #expect(
            try await world.ledger() == [
                "grant 10 = 10", "grant 5 = 15", "grant 20 = 35", "spend -3 = 32",
                "expiry -12 = 20", "expiry -20 = 0",
            ]
        )
    }

    @Test func `a limit that comes later holds for what is there`() async throws {
        let world = try await ServiceWorld()
        let made = try await world.createPoints()
        try await world.give(10)
        world.setClock(hours: 240)
        try await world.give(1)
        var change = PointsSystemChange()
        change.publicID = made.system.publicID
        change.fields.expiresAfterDays = .set(3)
        _ = try await world.service.catalogue.updatePointsSystems([change], in: world.live)
        try await world.finishRounds()
        #expect(try await world.ledger() == ["grant 10 = 10", "grant 1 = 11", "expiry -10 = 1"])
        change.fields.expiresAfterDays = .clear
        _ = try await world.service.catalogue.updatePointsSystems([change], in: world.live)
        world.setClock(hours: 24 * 30)
        try await world.finishRounds()
        #expect(try await world.points() == 1)
    }

    // MARK: - Boosts

    @Test func `a boost is told once when it begins and once when it ends`() async throws {
        let world = try await ServiceWorld()
        try await world.tell { $0.zone = .set("Asia/Tokyo") }
        let made = try await world.createPoints()
        let user = world.service.intake.userKey(of: "ada", in: world.live)
        let own = try boost("2", from: "2025-03-17", to: "2025-03-17") {
            $0.owner = .init(key: user, id: "ada")
        }
        let all = try boost("2", from: "2025-03-17", to: "2025-03-17")
        _ = try await world.service.catalogue.putPointsBoosts(
            [own, all],
            of: made.system.publicID,
            in: world.live
        )
        // It begins at 10:00 UTC of the day before for the first user anywhere, and at 15:00 in Tokyo.
        let expected: [(hours: Int64, told: [String])] = [
            (21, []), (22, ["started"]), (26, ["started"]), (27, ["started", "started"]),
            (50, ["started", "started"]), (51, ["started", "started", "finished"]),
            (72, ["started", "started", "finished"]),
            (73, ["started", "started", "finished", "finished"]),
            (100, ["started", "started", "finished", "finished"]),
        ]
        for (hours, told) in expected {
            world.setClock(hours: hours)
            try await world.finishRounds()
            #expect(
                try world.pointsFacts() == told.map { "points.boost_\($0)" },
                "after \(hours) hours"
            )
        }
    }

    @Test func `a boost that is moved is told when it comes, and a deleted one never`() async throws
    {
        let world = try await ServiceWorld()
        let made = try await world.createPoints(
            boosts: [try boost("2", from: "2025-03-16"), try boost("3", from: "2025-03-16")]
        )
        var change = PointsBoostChange()
        change.publicID = made.boosts[0].publicID
        change.fields.start = try CivilDate(iso8601: "2025-03-18")
        _ = try await world.service.catalogue.putPointsBoosts(
            [change],
            of: made.system.publicID,
            in: world.live
        )
        _ = try await world.service.catalogue.deletePointsBoosts(
            [made.boosts[1].publicID],
            of: made.system.publicID,
            in: world.live
        )
        world.setClock(hours: 24)
        try await world.finishRounds()
        #expect(try world.pointsFacts().isEmpty)
        world.setClock(hours: 60)
        try await world.finishRounds()
        #expect(try world.pointsFacts() == ["points.boost_started"])
    }

    @Test func `a boost that goes on after its end is told to begin and to end again`() async throws
    {
        let world = try await ServiceWorld()
        let made = try await world.createPoints(
            boosts: [try boost("2", from: "2025-03-10", to: "2025-03-11")]
        )
        try await world.finishRounds()
        #expect(try world.pointsFacts().isEmpty)
        var change = PointsBoostChange()
        change.publicID = made.boosts[0].publicID
        change.fields.end = .set(try CivilDate(iso8601: "2025-03-16"))
        _ = try await world.service.catalogue.putPointsBoosts(
            [change],
            of: made.system.publicID,
            in: world.live
        )
        try await world.finishRounds()
        #expect(try world.pointsFacts() == ["points.boost_started"])
        world.setClock(hours: 24 * 4)
        try await world.finishRounds()
        #expect(try world.pointsFacts() == ["points.boost_started", "points.boost_finished"])
    }
}
