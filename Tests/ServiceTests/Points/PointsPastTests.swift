import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Rounds
import Service
import Storage
import Testing

/// Triggers that count what users did before they were there.
@Suite struct PointsPastTests {
    private static func world() async throws -> ServiceWorld {
        let world = try await ServiceWorld()
        try await world.steps(12)
        try await world.steps(4, user: "ben")
        try await world.createPoints()
        return world
    }

    private static func put(
        _ draft: PointsTriggerChange,
        in world: ServiceWorld
    ) async throws -> Result<PointsTrigger, ItemIssue> {
        try #require(
            try await world.service.catalogue.putPointsTriggers(
                [draft],
                of: try await world.pointsSystem().publicID,
                in: world.live
            ).first
        )
    }

    @Test(arguments: ["rounds", "a read", "an event"])
    func `what was before counts once, whoever looks first`(first: String) async throws {
        let world = try await Self.world()
        let draft = try await world.perUnits(5, gives: 10) { $0.countsPast = true }
        let trigger = try await Self.put(draft, in: world).get()
        let view = try await world.service.catalogue.view(of: world.live)
        let preview = try await world.service.reading.previewPoints(of: trigger, in: view)
        #expect(preview == PointsPreview(changedUsers: 1, points: 20, users: 2))
        switch first {
        case "rounds": try await world.finishRounds()
        case "a read": #expect(try await world.points() == 20)
        default: break
        }
        let event = try await world.service.intake.submit(
            RecordEvent(world.draft(3)),
            in: world.live
        )
        try await world.finishRounds()
        try await world.steps(1, user: "ben")
        #expect(event.points.map(\.added) == [10])
        #expect(
            try await world.ledger() == ["award 20 = 20 (counted from the past)", "award 10 = 30"]
        )
        #expect(try await world.ledger("ben") == ["award 10 = 10"])
        // Where an event looks first, both are told together.
        let told = try world.pointsFacts().first
        #expect(
            told
                == (first == "an event"
                    ? "points.changed 30 = 30" : "points.changed 20 = 20 backdated")
        )
    }

    @Test func `a trigger that gave before is brought to what it gives now`() async throws {
        let world = try await Self.world()
        let draft = try await world.perUnits(5, gives: 10)
        let trigger = try await Self.put(draft, in: world).get()
        try await world.steps(3)
        #expect(try await world.points() == 10)
        var change = PointsTriggerChange()
        change.publicID = trigger.publicID
        change.fields.points = 20
        change.countsPast = true
        _ = try await Self.put(change, in: world).get()
        try await world.finishRounds()
        #expect(
            try await world.ledger() == ["award 10 = 10", "award 50 = 60 (counted from the past)"]
        )
        try await world.steps(-5)
        #expect(try await world.points() == 40)
    }

    @Test func `a preview of a trigger that gave before tells what would change`() async throws {
        let world = try await Self.world()
        let trigger = try await Self.put(
            try await world.perUnits(5, gives: 10) { $0.countsPast = true },
            in: world
        ).get()
        try await world.finishRounds()
        func preview(_ points: Int64, threshold: Int32 = 5) async throws -> PointsPreview {
            var change = PointsTriggerChange()
            change.publicID = trigger.publicID
            change.fields.points = points
            change.threshold = Amount(threshold)
            change.countsPast = true
            let drafted = try await world.service.catalogue.draftPointsTrigger(
                change,
                of: try await world.pointsSystem().publicID,
                in: world.live
            ).get()
            return try await world.service.reading.previewPoints(
                of: drafted,
                in: try await world.service.catalogue.view(of: world.live)
            )
        }
        #expect(try await preview(10) == PointsPreview(changedUsers: 0, points: 0, users: 2))
        #expect(try await preview(25) == PointsPreview(changedUsers: 1, points: 30, users: 2))
        #expect(try await preview(4) == PointsPreview(changedUsers: 1, points: -12, users: 2))
        #expect(
            try await preview(10, threshold: 4)
                == PointsPreview(changedUsers: 2, points: 20, users: 2)
        )
        // And so it comes.
        var change = PointsTriggerChange()
        change.publicID = trigger.publicID
        change.fields.points = 25
        change.countsPast = true
        _ = try await Self.put(change, in: world).get()
        #expect(try await world.points() == 50)
    }

    @Test func `achievements and users that were there before count, too`() async throws {
        let world = try await Self.world()
        let metric = try await world.metricID()
        let made = try await world.create(
            active("Ten", .metric) {
                $0.metric = metric
                $0.amount = Amount(10)
            }
        )
        try await world.service.backdate()
        for draft in [
            givingPoints(5, for: .userCreation) { $0.countsPast = true },
            givingPoints(50, for: .achievement) {
                $0.achievement = made[0].publicID
                $0.countsPast = true
            },
        ] {
            _ = try await Self.put(draft, in: world).get()
        }
        try await world.finishRounds()
        #expect(try await world.points() == 55)
        #expect(try await world.points("ben") == 5)
        try await world.steps(6, user: "ben")
        #expect(try await world.points("ben") == 55)
        try await world.steps(10, user: "new")
        #expect(try await world.points("new") == 55)
        try await world.finishRounds()
        #expect(try await world.points("new") == 55)
    }

    @Test func `a streak and time cannot be counted backwards`() async throws {
        let world = try await Self.world()
        let drafts = [
            givingPoints(5, for: .streak) {
                $0.streakLength = 7
                $0.countsPast = true
            },
            givingPoints(5, for: .time) {
                $0.timeUnit = .hour
                $0.timeInterval = 1
                $0.countsPast = true
            },
        ]
        for draft in drafts {
            let told = try await Self.put(draft, in: world)
            #expect(!told.isSuccess)
        }
    }
}
