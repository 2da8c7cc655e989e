import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Storage
import Testing

@testable import Service

/// What was reached, was reached (R16): also by events of the past, and for whom an achievement was
/// set up later.
@Suite struct ReachTests {
    private static func world(
        milestones: StreakMilestone...
    ) async throws -> (ServiceWorld, StreakDefinition) {
        let world = try await ServiceWorld()
        let streak = try await world.createStreak { draft in
            draft.isPrimary = true
            draft.milestones = milestones
        }
        return (world, streak)
    }

    private static func create(_ lengths: Int..., in world: ServiceWorld) async throws {
        for length in lengths {
            try await world.create(active("days \(length)", .streak) { $0.streakLength = length })
        }
    }

    /// Sends an event of each of some days, and tells what each one reached.
    @discardableResult
    private static func send(
        _ days: some Sequence<Int>,
        to world: ServiceWorld
    ) async throws -> [[String]] {
        var told: [[String]] = []
        for day in days {
            let events = try await world.record(hours: Int64(day) * 24)
            told.append(events.flatMap(\.achievements).map(\.achievement.name))
        }
        return told
    }

    /// The end of a day, in days after the first one.
    private static func end(of day: Int) -> Instant {
        ServiceWorld.noon.adding(seconds: 12 * 3_600 + Int64(day) * 86_400)
    }

    private static func dates(_ world: ServiceWorld) async throws -> [String: Instant] {
        let view = try await world.service.catalogue.view(of: world.live)
        let achievements = try await world.service.reading.achievements(of: "ada", in: view)
        let dated = achievements.shown(includingIncomplete: false).compactMap { achievement in
            achievements.achievedAt(achievement).map { (achievement.name, $0) }
        }
        return Dictionary(dated) { first, _ in first }
    }

    @Test func `a run that was imported and ended long ago is told and dated by its periods`()
        async throws
    {
        let (world, _) = try await Self.world()
        try await Self.create(3, 5, 30, in: world)
        world.setClock(hours: 24 * 400)
        let told = try await Self.send((0..<30).reversed(), to: world)
        #expect(told.enumerated().filter { !$1.isEmpty }.map(\.offset) == [2, 4, 29])
        #expect(told[29] == ["days 30"])
        let dates = try await Self.dates(world)
        // They came newest first, so the shorter runs were the newer days.
        #expect(dates["days 3"] == Self.end(of: 29))
        #expect(dates["days 30"] == Self.end(of: 29))
        #expect(try await Self.send([400], to: world) == [[]])
    }

    @Test func `a late event that joins two runs reaches what the whole one has`() async throws {
        let (world, _) = try await Self.world()
        try await Self.create(2, 4, 5, in: world)
        for day in [0, 1, 3, 4] {
            world.setClock(hours: Int64(day) * 24)
            try await Self.send([day], to: world)
        }
        #expect(try await world.reached() == ["days 2"])
        let told = try await Self.send([2], to: world)
        #expect(told == [["days 4", "days 5"]])
        let dates = try await Self.dates(world)
        #expect(dates["days 4"] == Self.end(of: 3))
        // The fifth day goes on, so it was reached just now.
        #expect(dates["days 5"] == ServiceWorld.noon.adding(seconds: 4 * 86_400))
    }

    @Test func `backdating finds everybody who ever had such a run, with its date`() async throws {
        let (world, _) = try await Self.world()
        world.setClock(hours: 24 * 100)
        try await Self.send([0, 1, 2, 3, 10, 11, 50], to: world)
        try await world.record(world.draft(user: "ben"))
        let preview = try await world.service.reading.previewAchievement(
            active("days 3", .streak) { $0.streakLength = 3 },
            in: try await world.service.catalogue.view(of: world.live)
        ).get()
        #expect([preview.completions, preview.users] == [1, 2])
        try await Self.create(3, 4, 5, in: world)
        try await world.service.backdate()
        #expect(try await world.completions() == ["days 3": 1, "days 4": 1, "days 5": 0])
        let dates = try await Self.dates(world)
        #expect(dates == ["days 3": Self.end(of: 2), "days 4": Self.end(of: 3)])
        let facts = try world.completionFacts()
        #expect(facts.map(\.at).sorted() == [Self.end(of: 2), Self.end(of: 3)])
        #expect(facts.map { $0.payload["backdated"]?.bool } == [true, true])
    }

    @Test func `a correction that takes the run away leaves what was given, once`() async throws {
        let (world, _) = try await Self.world()
        try await Self.create(3, in: world)
        world.setClock(hours: 24 * 10)
        try await Self.send([0, 1], to: world)
        let events = try await world.record(hours: 48)
        let dates = try await Self.dates(world)
        let id = try #require(events.first).id
        try await world.service.intake.submit(DeleteEvent(id), in: world.live)
        #expect(try await Self.send([2], to: world) == [[]])
        #expect(try await Self.dates(world) == dates)
        #expect(try await world.completions() == ["days 3": 1])
    }

    @Test func `an attribute that comes with an event is told of in its answer`() async throws {
        let (world, _) = try await Self.world()
        let plan = try await world.attributeID(.user, "plan")
        let metric = try await world.metricID()
        let made = try await world.create(
            active("two days", .streak) {
                $0.streakLength = 2
                $0.userAttributes = .set([.init(attribute: plan, value: "pro")])
            },
            active("one step", .metric) {
                $0.metric = metric
                $0.amount = Amount(1)
                $0.userAttributes = .set([.init(attribute: plan, value: "pro")])
            }
        )
        try await world.create(active("both", .composite) { $0.parts = made.map(\.publicID) })
        world.setClock(hours: 24 * 10)
        try await Self.send([0, 1], to: world)
        var draft = world.draft(metric: "money")
        draft.userChange.attributes = ["plan": "pro"]
        let told = try await world.record(draft, world.draft())
        let names = told.map { event in event.achievements.map(\.achievement.name) }
        #expect(names == [["one step", "two days", "both"], []])
        #expect(try await Self.dates(world)["two days"] == Self.end(of: 1))
        let facts = try world.completionFacts()
        #expect(facts.map { $0.payload["name"]?.text } == ["one step", "two days", "both"])
        let id = try #require(told.first).id.description
        #expect(facts.map { $0.payload["eventId"]?.text } == [id, id, id])
        #expect(facts[1].at == Self.end(of: 1))
    }

    @Test func `an attribute that is told by itself is told of as a fact alone`() async throws {
        let (world, _) = try await Self.world()
        let plan = try await world.attributeID(.user, "plan")
        try await world.create(
            active("two days", .streak) {
                $0.streakLength = 2
                $0.userAttributes = .set([.init(attribute: plan, value: "pro")])
            }
        )
        world.setClock(hours: 24 * 10)
        try await Self.send([0, 1], to: world)
        try await world.tell { $0.attributes = ["plan": "pro"] }
        #expect(try await Self.dates(world) == ["two days": Self.end(of: 1)])
        let facts = try world.completionFacts()
        #expect(facts.map(\.at) == [Self.end(of: 1)])
        #expect(facts.map { $0.payload["eventId"] } == [nil])
    }

    @Test func `what an event reached is told when the transaction is repeated`() async throws {
        let (world, _) = try await Self.world()
        try await Self.create(2, in: world)
        world.setClock(hours: 24 * 10)
        try await Self.send([0], to: world)
        world.database.failNext(.afterCommit)
        #expect(try await Self.send([1], to: world) == [["days 2"]])
        #expect(try await world.completions() == ["days 2": 1])
        #expect(try world.completionFacts().count == 1)
    }

    @Test func `whoever counts by easier rules has reached what they make of the past`()
        async throws
    {
        let world = try await ServiceWorld()
        world.setClock(hours: 24 * 10)
        try await Self.send([0, 1, 2], to: world)
        try await Self.create(3, in: world)
        _ = try await world.createStreak { $0.isPrimary = true }
        try await world.finishRounds()
        #expect(try await Self.dates(world) == ["days 3": Self.end(of: 2)])
    }
}

/// Random lives, of which most is told late, against a count of days that knows nothing of streaks.
@Suite struct ReachHistoryTests {
    private struct Days {
        var events: [(day: Int, id: EventID)] = []

        /// The runs of days, oldest first.
        var runs: [ClosedRange<Int>] {
            var runs: [ClosedRange<Int>] = []
            for day in Set(events.map(\.day)).sorted() {
                if let last = runs.last, last.upperBound == day - 1 {
                    runs[runs.count - 1] = last.lowerBound...day
                } else {
                    runs.append(day...day)
                }
            }
            return runs
        }

        /// The first day on which there had been so many in a row.
        func reached(_ length: Int) -> Int? {
            runs.first { $0.count >= length }.map { $0.lowerBound + length - 1 }
        }
    }

    private static let lengths = [2, 3, 5, 8, 13]

    @Test(arguments: 0..<8) func `everybody has what the days say, since the day that says so`(
        seed: UInt64
    ) async throws {
        var random = SplitMix64(state: seed)
        let world = try await ServiceWorld()
        _ = try await world.createStreak { $0.isPrimary = true }
        var days = Days()
        var known: Set<Int> = []
        var expected: [String: Instant] = [:]
        var today = 20
        world.setClock(hours: Int64(today) * 24)
        for step in 0..<45 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0: today += Int.random(in: 1...3, using: &random)
            case 1 where !days.events.isEmpty:
                let index = Int.random(in: days.events.indices, using: &random)
                let event = days.events.remove(at: index)
                try await world.service.intake.submit(DeleteEvent(event.id), in: world.live)
            case 2 where known.count < Self.lengths.count:
                let length = Self.lengths[known.count]
                known.insert(length)
                try await world.create(
                    active("\(length)", .streak) { $0.streakLength = length }
                )
                try await world.service.backdate()
            default:
                let day = Int.random(in: today - 18...today, using: &random)
                let event = try await world.record(hours: Int64(day) * 24)
                days.events.append((day, try #require(event.first).id))
            }
            world.setClock(hours: Int64(today) * 24)
            let now = ServiceWorld.noon.adding(seconds: Int64(today) * 86_400)
            for length in known where expected["\(length)"] == nil {
                guard let day = days.reached(length) else { continue }
                let end = ServiceWorld.noon.adding(seconds: 43_200 + Int64(day) * 86_400)
                expected["\(length)"] = min(now, end)
            }
            guard !days.events.isEmpty else { continue }
            #expect(try await Self.dates(world) == expected, "seed \(seed), step \(step)")
        }
    }

    @Test(arguments: 0..<8) func `every run earns a repeatable milestone once`(
        seed: UInt64
    ) async throws {
        var random = SplitMix64(state: seed)
        let world = try await ServiceWorld()
        let streak = try await world.createStreak {
            $0.milestones = [
                StreakMilestone(threshold: 3, isRepeatable: true), StreakMilestone(threshold: 4),
            ]
        }
        let firstDay = Int(Zone.utc.civilDate(at: ServiceWorld.noon).dayNumber)
        var days = Days()
        var paid: [Int] = []
        var today = 25
        for step in 0..<40 {
            today += Int.random(in: 0...4, using: &random) / 4
            world.setClock(hours: Int64(today) * 24)
            let day = Int.random(in: today - 22...today, using: &random)
            let event = try await world.record(hours: Int64(day) * 24)
            days.events.append((day, try #require(event.first).id))
            for run in days.runs where run.count >= 3 && !paid.contains(where: run.contains) {
                paid.append(run.lowerBound + 2)
            }
            let earned = try world.database.read { (connection) throws(StorageError) in
                try connection.streakMilestones.milestones(
                    of: world.service.intake.userKey(of: "ada", in: world.live),
                    streak.id
                )
            }
            let repeated = earned.filter { $0.threshold == 3 }.map { Int($0.opens) - firstDay }
            #expect(repeated.sorted() == paid.sorted(), "seed \(seed), step \(step)")
            let once = earned.filter { $0.threshold == 4 }
            #expect(once.count == (days.reached(4) == nil ? 0 : 1))
        }
    }

    private static func dates(_ world: ServiceWorld) async throws -> [String: Instant] {
        let view = try await world.service.catalogue.view(of: world.live)
        let achievements = try await world.service.reading.achievements(of: "ada", in: view)
        let dated = achievements.shown(includingIncomplete: false).compactMap { achievement in
            achievements.achievedAt(achievement).map { (achievement.name, $0) }
        }
        return Dictionary(dated) { first, _ in first }
    }
}
