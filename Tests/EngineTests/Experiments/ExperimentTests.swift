import CivilTime
import Testing

@testable import Engine

/// Users in the arms of experiments, and what is judged by the rules of these.
@Suite struct ExperimentTests {
    private static let user = UserKey(1)
    private static let first = StreakDefinitionID(1)

    /// An experiment that runs from a moment on, with a salt that puts user 1 into an arm.
    private static func started(
        over subject: Experiment.Subject,
        _ rules: [ArmRule?],
        userIn arm: Int?,
        perMille: Int = 1_000,
        at moment: Instant = .distantPast,
        until end: Instant? = nil
    ) throws -> ExperimentIndex {
        let arms = rules.enumerated().map {
            Experiment.Arm(key: "arm-\($0.offset)", name: "", rule: $0.element)
        }
        let weights = arms.map(\.weight)
        let salt = try #require(
            (0..<10_000).lazy.map { "salt \($0)" }.first { salt in
                let split = Split(salt: salt, weights: weights, perMille: perMille)
                return split?.arm(of: user) == arm
            }
        )
        var experiment = Experiment(
            id: ExperimentID(1),
            publicID: "e1",
            key: "goal",
            name: "Goal",
            subject: subject,
            arms: arms,
            salt: salt,
            perMille: perMille,
            createdAt: .distantPast
        )
        experiment.startedAt = moment
        experiment.endedAt = end
        return ExperimentIndex([experiment])
    }

    // MARK: Streaks

    private static func world(now: String, experiments: ExperimentIndex) throws -> StreakWorld {
        let rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        var world = StreakWorld(.tested(1, rule), now: try Instant(iso8601: now))
        world.experiments = experiments
        world.run(world.leaving(for: "UTC"))
        return world
    }

    private static let goalOfFive: ArmRule = {
        var rule = StreakRule(
            window: .calendar(CalendarWindow(unit: .day), zone: nil),
            condition: .sum(minimum: Amount(5))
        )
        rule.sources = [StreakSource(metric: StreakWorld.steps.id)]
        return .streak(rule)
    }()

    @Test(arguments: [
        Row("as it is", 0, 1), Row("a higher goal", 1, 0), Row("in no arm", nil as Int?, 1),
    ]) func `a streak is judged by the rule of the arm`(row: Row<Int?, Int>) throws {
        let experiments = try Self.started(
            over: .streak(Self.first),
            [nil, Self.goalOfFive],
            userIn: row.input,
            perMille: row.input == nil ? 500 : 1_000
        )
        var world = try Self.world(now: "2025-06-01T12:00:00Z", experiments: experiments)
        world.run(world.recording(4))
        let state = world.replayedState(Self.first, at: world.now)
        #expect(state.length == row.expected)
        #expect(world.rows[Self.first]?.last?.length ?? 0 == row.expected)
    }

    @Test func `an arm is a version of the rule, from the start to the end`() throws {
        let start = try Instant(iso8601: "2025-06-03T00:00:00Z")
        let end = try Instant(iso8601: "2025-06-05T00:00:00Z")
        let experiments = try Self.started(
            over: .streak(Self.first),
            [nil, Self.goalOfFive],
            userIn: 1,
            at: start,
            until: end
        )
        let definition = try #require(
            try Self.world(now: "2025-06-07T12:00:00Z", experiments: experiments)
                .rulebook.streak(id: Self.first)
        )
        let held = definition.held(for: Self.user)
        #expect(
            held.versions.map(\.rule.condition) == [
                .count(minimum: 1), .sum(minimum: Amount(5)), .count(minimum: 1),
            ]
        )
        #expect(held.versions.dropFirst().map(\.from) == [start, end])
        // Four steps a day are enough before and after, and not meanwhile.
        var world = try Self.world(now: "2025-06-01T12:00:00Z", experiments: experiments)
        for day in 1...7 {
            world.now = try Instant(iso8601: "2025-06-0\(day)T12:00:00Z")
            world.run(world.recording(4))
        }
        let state = world.replayedState(Self.first, at: world.now)
        #expect([state.length, state.longest] == [3, 2 + 1])
        #expect(world.replayed(Self.first) == world.rows[Self.first]?.map(\.period))
    }

    @Test func `who is in another arm has the versions as they are`() throws {
        let experiments = try Self.started(
            over: .streak(Self.first),
            [nil, Self.goalOfFive],
            userIn: 0
        )
        let world = try Self.world(now: "2025-06-01T12:00:00Z", experiments: experiments)
        let definition = try #require(world.rulebook.streak(id: Self.first))
        #expect(definition.held(for: Self.user).versions == definition.versions)
    }

    // MARK: Achievements

    @Test(arguments: [
        Row("as it is", 0, [[], ["1"]]), Row("lower", 1, [["1"], []]),
        Row("higher", 2, [[], []]),
    ]) func `an achievement is reached by what the arm asks for`(
        row: Row<Int, [[String]]>
    ) throws {
        var world = AchievementWorld([achievement(1, steps(10))])
        world.experiments = try Self.started(
            over: .achievement(AchievementID(1)),
            [
                nil, .achievement(.total(Amount(5))), .achievement(.total(Amount(50))),
            ],
            userIn: row.input
        )
        #expect(try [7, 7].map { try world.record(event($0)) } == row.expected)
    }

    @Test func `an achievement is shown as the arm has it`() throws {
        let experiments = try Self.started(
            over: .achievement(AchievementID(1)),
            [nil, .achievement(.total(Amount(5)))],
            userIn: 1
        )
        let index = AchievementIndex([achievement(1, steps(10))], experiments)
        let held = try #require(index.achievement(AchievementID(1), for: Self.user))
        #expect(held.trigger.armLimit == .total(Amount(5)))
        #expect(index.all.map(\.trigger.armLimit) == [.total(Amount(10))])
    }

    // MARK: Points

    @Test func `each user has one trigger of those that the arms have`() throws {
        let system = PointsSystem(
            id: PointsSystemID(1),
            publicID: "s1",
            key: "xp",
            name: "XP",
            createdAt: .distantPast
        )
        let trigger = PointsTrigger(
            id: PointsTriggerID(1),
            publicID: "t1",
            system: system.id,
            cause: .userCreation,
            points: 10,
            status: .active,
            createdAt: .distantPast,
            updatedAt: .distantPast
        )
        let experiments = try Self.started(
            over: .trigger(trigger.id),
            [nil, .trigger(TriggerTerms(points: 25))],
            userIn: 1
        )
        let index = PointsIndex(
            systems: [system],
            triggers: [trigger],
            experiments: experiments
        )
        let all = index.creationTriggers
        #expect(all.filter { $0.admits(Self.user) }.map(\.points) == [25])
        for number in 1...100 as ClosedRange<Int64> {
            #expect(all.filter { $0.admits(UserKey(number)) }.count == 1)
        }
        #expect(index.triggers.map(\.points) == [10])
    }

    // MARK: The index

    @Test func `arms are shown of running experiments alone`() throws {
        let rules = [ArmRule?](repeating: nil, count: 2)
        let subject = Experiment.Subject.streak(Self.first)
        let running = try Self.started(over: subject, rules, userIn: 1)
        #expect(running.arms(of: Self.user).map(\.arm) == ["arm-1"])
        #expect(running.arms(of: Self.user, over: .achievement(AchievementID(1))).isEmpty)
        let ended = try Self.started(over: subject, rules, userIn: 1, until: .distantPast)
        #expect(ended.arms(of: Self.user).isEmpty)
        #expect(ended.all.count == 1)
    }
}
