import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Service
import Storage
import Testing

/// Whatever two users did, in whatever order: merged, they are as one user who did all of it.
@Suite struct MergeHistoryTests {
    private static let days: Int64 = 40
    private static let amounts: KeyValuePairs<String, Int32> = ["Twenty": 20, "Fifty": 50]
    private static let start = ServiceWorld.noon.adding(seconds: -days * 86_400)

    @Test(arguments: 0..<40) func `two who are merged are as one who did it all`(
        number: Int
    ) async throws {
        var random = SplitMix64(case: number)
        let comment = "seed \(random.state)"
        let world = try await ServiceWorld()
        try await Self.setUp(world, number)
        world.clock.set(to: Self.start)
        for user in ["one", "ada", "anon"] {
            try await world.tell(user) { $0.zone = .set("Europe/London") }
        }
        for minute in Self.minutes(&random) {
            world.clock.set(to: Self.start.adding(seconds: minute * 60))
            try await Self.step(&random, minute, world)
        }
        world.clock.set(to: ServiceWorld.noon)
        if Bool.random(using: &random) { try await world.finishRounds() }
        _ = try await world.merge("anon")
        try await world.finishRounds()
        let expected = try await Self.answers("one", world)
        let merged = try await Self.answers("ada", world)
        #expect(merged == expected, "\(comment)")
        try await Self.compareAchievements(world, comment)
        // What was stored is as if it had been derived from nothing.
        let recount = RecountUser(
            user: world.service.intake.userKey(of: "ada", in: world.live),
            userID: "ada"
        )
        try await world.service.intake.submit(recount, in: world.live)
        let recounted = try await Self.answers("ada", world)
        #expect(recounted == expected, "\(comment)")
        try await Self.compareAchievements(world, comment)
    }

    /// What the total says is reached, and nothing else but what one person reached too.
    ///
    /// Whoever reached something by an event that was deleted later keeps it. Each of the two may
    /// have had too little at the time, so that only the one person has it.
    private static func compareAchievements(
        _ world: ServiceWorld,
        _ comment: String
    ) async throws {
        let steps = try await world.metric()
        let total =
            try await world.service.reading.totals(of: "ada", in: world.live)[steps] ?? .zero
        let due = amounts.filter { Amount($0.value) <= total }.map(\.key)
        let reached = try await world.reached("ada")
        #expect(Set(reached).isSuperset(of: due), "\(comment)")
        #expect(Set(try await world.reached("one")).isSuperset(of: reached), "\(comment)")
    }

    /// Something happens to one of two people, and so to the one who is both.
    private static func step(
        _ random: inout SplitMix64,
        _ minute: Int64,
        _ world: ServiceWorld
    ) async throws {
        let isBoth = Int.random(in: 0..<8, using: &random) == 0
        let half = Bool.random(using: &random) ? "ada" : "anon"
        let metric = Int.random(in: 0..<4, using: &random) == 0 ? "money" : "steps"
        let amount = Int32.random(in: 1...4, using: &random)
        let hasKey = isBoth || Bool.random(using: &random)
        // Some events come late.
        let late =
            Int.random(in: 0..<6, using: &random) == 0 ? Int64.random(in: 0..<9, using: &random) : 0
        let at = world.clock.now().adding(seconds: -late * 43_200)
        let isDeleted = Int.random(in: 0..<10, using: &random) == 0
        for user in isBoth ? ["one", "ada", "anon"] : ["one", half] {
            var draft = world.draft(
                amount,
                user: user,
                metric: metric,
                key: hasKey ? "k\(minute)" : nil
            )
            draft.occurredAt = at
            let event = try await world.record(draft)[0]
            guard isDeleted, !isBoth else { continue }
            _ = try await world.service.intake.submit(DeleteEvent(event.id), in: world.live)
        }
    }

    private static func minutes(_ random: inout SplitMix64) -> [Int64] {
        let count = Int.random(in: 5...60, using: &random)
        let minutes = (0..<count).map { _ in Int64.random(in: 1..<(days * 1_440), using: &random) }
        return Set(minutes).sorted()
    }

    private static func setUp(_ world: ServiceWorld, _ number: Int) async throws {
        try await world.createStreak(window: .calendar(CalendarWindow(unit: .day), zone: nil)) {
            draft in
            draft.isPrimary = true
            draft.rule.freezes = FreezeRule(startCount: number % 3, maximum: 5)
            draft.rule.gracePeriods = number % 2
            if number % 5 == 0 { draft.rule.condition = .sum(minimum: Amount(3)) }
        }
        var weekly = StreakDraft(
            key: "weekly",
            name: "Weekly",
            window: .calendar(CalendarWindow(unit: .week(start: 1)), zone: nil)
        )
        weekly.rule.sources = [StreakSource(metric: try await world.metric("money"))]
        var rolling = StreakDraft(
            key: "rolling",
            name: "Rolling",
            window: .rolling(.seconds(2 * 86_400))
        )
        rolling.rule.sources = [StreakSource(metric: try await world.metric())]
        for result in try await world.service.catalogue.createStreaks(
            [weekly, rolling],
            in: world.live
        ) { _ = try result.get() }
        let metric = try await world.metricID()
        for (name, amount) in amounts {
            try await world.create(
                active(name, .metric) { ($0.metric, $0.amount) = (metric, Amount(amount)) }
            )
        }
        try await world.createPoints(triggers: [
            try await world.perUnits(3, gives: 2),
            try await world.perUnits(5, gives: 7, of: "money"),
        ])
    }

    /// What is told of a user, as text.
    private static func answers(_ user: String, _ world: ServiceWorld) async throws -> [String] {
        let view = try await world.service.catalogue.view(of: world.live)
        var answers: [String] = []
        let totals = try await world.service.reading.totals(of: user, in: world.live)
        for metric in view.rulebook.metrics {
            answers.append("\(metric.key) \(totals[metric.id] ?? .zero)")
        }
        for streak in try await world.service.reading.streaks(of: user, in: view) {
            let state = streak.state
            answers.append(
                "\(streak.definition.key) \(state.status) \(state.length) \(state.longest) "
                    + "\(state.freezeBalance) \(String(describing: state.expiresOn)) "
                    + "\(String(describing: state.startedOn))"
            )
        }
        answers.append("points \(try await world.points(user))")
        return answers
    }
}
