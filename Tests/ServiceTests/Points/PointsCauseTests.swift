import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Rounds
import Service
import Storage
import Testing

/// Points for streaks, achievements, new users and time, for levels that change, and by calls.
@Suite struct PointsCauseTests {
    // MARK: - Streaks

    private static func streakWorld(
        every length: Int,
        _ points: Int64 = 10
    ) async throws -> ServiceWorld {
        let world = try await ServiceWorld()
        try await world.createStreak { $0.isPrimary = true }
        try await world.createPoints(
            triggers: [givingPoints(points, for: .streak) { $0.streakLength = length }]
        )
        return world
    }

    /// The hours of events in order of sending; each is sent when it happens, or at once when it is
    /// over.
    private static let streaks: [Row<(length: Int, hours: [Int64]), [String]>] = [
        Row(
            "each period",
            (1, [0, 1, 24, 48]),
            ["award 10 = 10", "award 10 = 20", "award 10 = 30"]
        ),
        Row("each third period", (3, [0, 24, 48, 72, 96]), ["award 10 = 10"]),
        Row("in every run anew", (2, [0, 24, 96, 120]), ["award 10 = 10", "award 10 = 20"]),
        Row("a late event that makes it longer", (2, [0, -24]), ["award 10 = 10"]),
        Row(
            "a late event that joins runs gives no more than the run has multiples",
            (2, [0, 24, 72, 96, 48]),
            ["award 10 = 10", "award 10 = 20"]
        ),
        Row(
            "days before it give no multiple twice",
            (2, [0, 24, 48, -24, -48]),
            ["award 10 = 10", "award 10 = 20"]
        ),
    ]

    @Test(arguments: streaks)
    func `a streak gives for each so many periods of a run`(
        row: Row<(length: Int, hours: [Int64]), [String]>
    ) async throws {
        let world = try await Self.streakWorld(every: row.input.length)
        var latest: Int64 = 0
        for hours in row.input.hours {
            latest = max(latest, hours)
            world.setClock(hours: latest)
            try await world.record(hours: hours)
        }
        let ledger = try await world.ledger()
        #expect(ledger == row.expected)
    }

    @Test func `what a deleted event's period gave is taken back, and given again`() async throws {
        let world = try await Self.streakWorld(every: 2)
        try await world.record(hours: 0)
        world.setClock(hours: 24)
        let event = try #require(try await world.record(hours: 24).first)
        #expect(event.points.map(\.added) == [10])
        try await world.delete(event.id)
        try await world.record(hours: 24)
        #expect(
            try await world.ledger() == [
                "award 10 = 10", "correction -10 = 0 (an event was deleted)", "award 10 = 10",
            ]
        )
    }

    @Test func `a run that a deletion cut gives for each of its own periods`() async throws {
        let world = try await Self.streakWorld(every: 1)
        var events: [EventID] = []
        for day: Int64 in 0..<3 {
            world.setClock(hours: day * 24)
            events.append(try #require(try await world.record(hours: day * 24).first).id)
        }
        try await world.delete(events[1])
        var given: [Int64] = []
        for day: Int64 in 3..<6 {
            world.setClock(hours: day * 24)
            let event = try #require(try await world.record(hours: day * 24).first)
            given.append(event.points.first?.added ?? 0)
        }
        #expect(given == [10, 10, 10])
        #expect(try await world.points() == 50)
        // The whole run has six periods, and what is sent again gives for one.
        try await world.record(hours: 24)
        #expect(try await world.points() == 60)
    }

    /// Days of a run, those of which the events are deleted, and the points after each of these, and after
    /// each that is sent again: of every two days, ten.
    private static let cuts: [Row<(days: Range<Int64>, deleted: [Int64]), [Int64]>] = [
        Row("the first day", (0..<6, [0]), [20, 30]),
        Row("the second, which gave", (0..<6, [1]), [20, 30]),
        Row("one in the middle", (0..<6, [2]), [20, 30]),
        Row("the last one", (0..<6, [5]), [20, 30]),
        Row("the first two", (0..<6, [0, 1]), [20, 20, 20, 30]),
        Row("two in the middle", (0..<7, [2, 4]), [30, 20, 30, 30]),
        Row("from both ends", (0..<6, [0, 5, 1, 4]), [20, 20, 10, 10, 10, 10, 20, 30]),
        Row("all", (0..<3, [1, 0, 2]), [0, 0, 0, 0, 10, 10]),
    ]

    @Test(arguments: cuts)
    func `runs have each multiple once, however they are cut and made whole`(
        row: Row<(days: Range<Int64>, deleted: [Int64]), [Int64]>
    ) async throws {
        let world = try await Self.streakWorld(every: 2)
        var events: [Int64: EventID] = [:]
        for day in row.input.days {
            world.setClock(hours: day * 24)
            events[day] = try #require(try await world.record(hours: day * 24).first).id
        }
        var told: [Int64] = []
        for day in row.input.deleted {
            try await world.delete(try #require(events[day]))
            told.append(try await world.points())
        }
        for day in row.input.deleted {
            try await world.record(hours: day * 24)
            told.append(try await world.points())
        }
        #expect(told == row.expected)
    }

    @Test func `a run that begins again after a reset gives in the same period`() async throws {
        let world = try await Self.streakWorld(every: 1)
        try await world.record(hours: 0)
        world.setClock(hours: 1)
        let user = world.service.intake.userKey(of: "ada", in: world.live)
        let reset = MarkStreak(user: user, userID: "ada", kind: .reset)
        _ = try await world.service.intake.submit(reset, in: world.live)
        world.setClock(hours: 2)
        try await world.record(hours: 2)
        world.setClock(hours: 24)
        try await world.record(hours: 24)
        #expect(try await world.points() == 30)
    }

    @Test func `a period that something else still satisfies keeps what it gave`() async throws {
        let world = try await Self.streakWorld(every: 1)
        let event = try #require(try await world.record(hours: 0).first)
        try await world.record(hours: 0)
        try await world.delete(event.id)
        #expect(try await world.ledger() == ["award 10 = 10"])
    }

    @Test func `a streak that nobody wants gives nothing`() async throws {
        let world = try await Self.streakWorld(every: 1)
        let user = world.service.intake.userKey(of: "ada", in: world.live)
        try await world.tell { _ in }
        _ = try await world.service.intake.submit(
            ChoosePreferences(user: user, userID: "ada", isStreakEnabled: .set(false)),
            in: world.live
        )
        try await world.record(hours: 0)
        #expect(try await world.ledger().isEmpty)
    }

    // MARK: - Achievements and new users

    @Test func `an achievement gives once, whatever reaches it`() async throws {
        let world = try await ServiceWorld()
        let metric = try await world.metricID()
        let made = try await world.create(
            active("Ten", .metric) {
                $0.metric = metric
                $0.amount = Amount(10)
            },
            active("Tour", .api) { $0.key = "tour" }
        )
        try await world.createPoints(
            levels: [level("one", at: 50)],
            triggers: made.map { achievement in
                givingPoints(50, for: .achievement) { $0.achievement = achievement.publicID }
            }
        )
        let event = try await world.service.intake.submit(
            RecordEvent(world.draft(12)),
            in: world.live
        )
        #expect(event.points.map(\.total) == [50])
        #expect(event.points.first?.level?.after?.key == "one")
        let user = world.service.intake.userKey(of: "ada", in: world.live)
        let command = CompleteAchievement(user: user, userID: "ada", achievementKey: "tour")
        let completed = try await world.service.intake.submit(command, in: world.live)
        #expect(completed.points.map(\.added) == [50])
        #expect(completed.points.first?.level == nil)
        let again = try await world.service.intake.submit(command, in: world.live)
        #expect(again.points.isEmpty)
        #expect(try await world.ledger() == ["award 50 = 50", "award 50 = 100"])
    }

    @Test func `a backdated achievement gives once, and is told as backdated`() async throws {
        let world = try await ServiceWorld()
        try await world.steps(12)
        let metric = try await world.metricID()
        var draft = active("Ten", .metric) {
            $0.metric = metric
            $0.amount = Amount(10)
        }
        draft.status = .inactive
        let made = try await world.create(draft)
        try await world.createPoints(
            triggers: [
                givingPoints(50, for: .achievement) { $0.achievement = made[0].publicID }
            ]
        )
        var change = AchievementChange()
        change.publicID = made[0].publicID
        change.status = .active
        _ = try await world.service.catalogue.updateAchievements([change], in: world.live)
        try await world.service.backdate()
        try await world.service.backdate()
        #expect(try await world.ledger() == ["award 50 = 50"])
        #expect(try world.pointsFacts() == ["points.changed 50 = 50 backdated"])
    }

    @Test func `a new user is given points once, with whatever the user comes`() async throws {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [givingPoints(5, for: .userCreation)])
        let event = try await world.service.intake.submit(
            RecordEvent(world.draft(1)),
            in: world.live
        )
        #expect(event.points.map(\.added) == [5])
        try await world.steps(1)
        try await world.tell("ben") { _ in }
        try await world.tell("ben") { $0.name = .set("Ben") }
        #expect(try await world.ledger() == ["award 5 = 5"])
        #expect(try await world.ledger("ben") == ["award 5 = 5"])
    }

    @Test func `attributes decide at the moment at which it would give`() async throws {
        let world = try await ServiceWorld()
        let plan = try await world.attributeID(.user, "plan")
        let boosted = try boost("3", from: "2025-03-15") {
            $0.userAttributes = .set([.init(attribute: plan, value: "gold")])
        }
        let trigger = try await world.perUnits(1, gives: 10) {
            $0.userAttributes = .set([.init(attribute: plan, value: "gold")])
        }
        try await world.createPoints(
            boosts: [boosted],
            triggers: [trigger, try await world.perUnits(1, gives: 1)]
        )
        try await world.steps(1)
        try await world.tell { $0.attributes = ["plan": "gold"] }
        try await world.steps(1)
        #expect(
            try await world.ledger() == ["award 1 = 1", "award 30 = 31 x3", "award 3 = 34 x3"]
        )
    }

    @Test func `events with other attributes do not count for a trigger that asks for some`()
        async throws
    {
        let world = try await ServiceWorld()
        _ = try await world.service.catalogue.createAttributes(
            [AttributeDraft(kind: .event, key: "device", name: "Device")],
            in: world.live
        )
        let device = try await world.attributeID(.event, "device")
        // What came before the trigger counts towards the total, and gives nothing.
        func send(_ amount: Int32, from device: String) async throws -> RecordedEvent {
            var draft = world.draft(amount)
            draft.attributes = ["device": device]
            return try await world.service.intake.submit(RecordEvent(draft), in: world.live)
        }
        _ = try await send(4, from: "ios")
        try await world.createPoints(triggers: [
            try await world.perUnits(5, gives: 10) {
                $0.eventAttributes = .set([.init(attribute: device, value: "ios")])
            }
        ])
        _ = try await send(9, from: "web")
        let event = try await send(1, from: "ios")
        #expect(event.points.map(\.added) == [10])
        try await world.delete(event.id)
        #expect(
            try await world.ledger() == [
                "award 10 = 10", "correction -10 = 0 (an event was deleted)",
            ]
        )
    }

    // MARK: - Levels

    /// Totals one after the other, and the keys of the levels that are told.
    private static let levels: [Row<[Int64], [String]>] = [
        Row("up", [10], ["- > one"]), Row("not yet", [9], []),
        Row("two at once", [25], ["- > two"]),
        Row("one after the other", [10, 10], ["- > one", "one > two"]),
        Row("down", [25, -10], ["- > two", "two > one"]),
        Row("down to none", [10, -10], ["- > one", "one > -"]),
        Row("on the same", [10, 5], ["- > one"]),
    ]

    @Test(arguments: levels)
    func `levels go up and down with the total, and are told when they change`(
        row: Row<[Int64], [String]>
    ) async throws {
        let world = try await ServiceWorld()
        let made = try await world.createPoints(levels: [
            level("one", at: 10), level("two", at: 20),
        ])
        var told: [String] = []
        func key(_ level: PointsLevel?) -> String { level?.key ?? "-" }
        for amount in row.input {
            let changed = try await world.give(amount)
            if let level = changed.level {
                told.append("\(key(level.before)) > \(key(level.after))")
            }
        }
        #expect(told == row.expected)
        let facts = try world.pointsFacts().count { $0.hasPrefix("points.level_changed") }
        #expect(facts == told.count)
        #expect(made.levels.count == 2)
    }

    // MARK: - Calls

    @Test func `points are given and spent with a reason, and never below zero`() async throws {
        let world = try await ServiceWorld()
        try await world.createPoints { $0.maxPoints = .set(100) }
        let granted = try await world.give(60, reason: "welcome")
        #expect(granted.total == 60)
        #expect(try await world.give(60).award.row.amount == 40)
        let full = await result { try await world.give(1) }
        #expect(full.refusalCode == .invalidValue)
        let refused = await result { try await world.give(-101) }
        #expect(refused.refusalCode == .outOfPoints)
        try await world.give(-100, reason: "a hat")
        #expect(
            try await world.ledger() == [
                "grant 60 = 60 (welcome)", "grant 40 = 100", "spend -100 = 0 (a hat)",
            ]
        )
    }

    @Test func `a call with a key that was used is told of the first`() async throws {
        let world = try await ServiceWorld()
        try await world.createPoints()
        let first = try await world.give(10, key: "k")
        let again = try await world.give(99, key: "k")
        #expect(again.isReplay && !first.isReplay)
        #expect(again.award.id == first.award.id)
        #expect(again.total == 10)
        try await world.give(5, to: "ben", key: "k")
        #expect(try await world.points("ben") == 5)
        #expect(try await world.ledger() == ["grant 10 = 10"])
    }

    @Test func `somebody who was never seen is refused unless the call creates users`() async throws
    {
        let world = try await ServiceWorld()
        let system = try await world.createPoints(triggers: [givingPoints(5, for: .userCreation)])
            .system
        func give(creates: Bool) async throws -> ChangedPoints {
            try await world.service.intake.submit(
                ChangePoints(
                    user: world.service.intake.userKey(of: "eve", in: world.live),
                    userID: "eve",
                    createsUser: creates,
                    system: system.id,
                    amount: -3
                ),
                in: world.live
            )
        }
        let refused = await result { try await give(creates: false) }
        #expect(refused.refusalCode == .unknownUser)
        #expect(try await give(creates: true).total == 2)
        #expect(try await world.ledger("eve") == ["award 5 = 5", "spend -3 = 2"])
    }

    @Test func `an event tells what it gave of each system, and a replay tells nothing`()
        async throws
    {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [try await world.perUnits(1, gives: 10)])
        try await world.createPoints("gems", triggers: [try await world.perUnits(1, gives: 1)])
        try await world.createPoints("none", triggers: [try await world.perUnits(9, gives: 1)])
        let draft = world.draft(2, key: "once")
        let event = try await world.service.intake.submit(RecordEvent(draft), in: world.live)
        #expect(event.points.map(\.system.key) == ["xp", "gems"])
        #expect(event.points.map(\.total) == [20, 2])
        #expect(event.points.map(\.awards.count) == [1, 1])
        #expect(event.points[0].awards[0].trigger?.points == 10)
        #expect(event.points[0].awards[0].row.detail.event == event.id.number)
        let again = try await world.service.intake.submit(RecordEvent(draft), in: world.live)
        #expect(again.isReplay && again.points.isEmpty)
        #expect(try world.pointsFacts() == ["points.changed 20 = 20", "points.changed 2 = 2"])
    }

    @Test func `many calls at once come to the exact sum, and never below zero`() async throws {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [
            try await world.perUnits(1, gives: 3),
            try await world.perUnits(1, gives: -3, of: "money") {
                $0.fields.blocksIfOutOfPoints = true
            },
        ])
        let system = try await world.pointsSystem()
        let done = await withTaskGroup(of: Int64.self, returning: Int64.self) { group in
            for index in 0..<192 {
                group.addTask {
                    let user = world.service.intake.userKey(of: "ada", in: world.live)
                    let told: Result<Int64, any Error> = await result {
                        switch index % 3 {
                        case 0:
                            let event = RecordEvent(world.draft(1))
                            return try await world.service.intake.submit(event, in: world.live)
                                .points.reduce(0) { $0 + $1.added }
                        case 1:
                            let event = RecordEvent(world.draft(1, metric: "money"))
                            return try await world.service.intake.submit(event, in: world.live)
                                .points.reduce(0) { $0 + $1.added }
                        default:
                            let spend = ChangePoints(
                                user: user,
                                userID: "ada",
                                createsUser: true,
                                system: system.id,
                                amount: -2
                            )
                            return try await world.service.intake.submit(spend, in: world.live)
                                .award.row.amount
                        }
                    }
                    return (try? told.get()) ?? 0
                }
            }
            return await group.reduce(0, +)
        }
        let view = try await world.service.catalogue.view(of: world.live)
        let awards = try await world.service.reading.pointsLedger(
            of: "ada",
            system,
            limit: 1_000,
            in: view
        )
        #expect(awards.reduce(0) { $0 + $1.row.amount } == done)
        #expect(awards.allSatisfy { $0.row.total >= 0 })
        #expect(try await world.points() == done)
    }

    @Test func `points of an erased user are gone`() async throws {
        let world = try await ServiceWorld()
        try await world.createPoints(triggers: [givingPoints(5, for: .userCreation)])
        try await world.tell { _ in }
        try await world.service.erasure.erase("ada", in: world.live, home: world.live)
        #expect(try await world.ledger().isEmpty)
        try await world.tell { _ in }
        #expect(try await world.ledger() == ["award 5 = 5"])
    }

    @Test func `who has how many points is told in ranges and by level`() async throws {
        let world = try await ServiceWorld()
        let made = try await world.createPoints(levels: [
            level("low", at: 1), level("high", at: 300),
        ])
        for (index, amount) in [640, 5, 100, 101, 300].enumerated() {
            try await world.give(Int64(amount), to: "u\(index)")
        }
        try await world.tell("nobody") { _ in }
        try await world.tell("u0") { $0.attributes = ["plan": "gold"] }
        let spread = try await world.service.reading.pointsSpread(of: made.system, in: world.live)
        #expect(spread.ranges.map(\.users) == [1, 2, 1, 1, 0, 0, 0, 1, 0, 0, 0])
        #expect(spread.ranges.last?.to == 1_000)
        #expect(spread.ranges[1].from == 1)
        #expect(spread.users(on: made.levels).map(\.users) == [3, 2])
        let view = try await world.service.catalogue.view(of: world.live)
        let plan = try #require(view.rulebook.attribute(.user, key: "plan"))
        let gold = try await world.service.reading.pointsSpread(
            of: made.system,
            having: [plan.id: "gold"],
            in: world.live
        )
        #expect(gold.ranges.map(\.users).reduce(0, +) == 1)
    }
}
