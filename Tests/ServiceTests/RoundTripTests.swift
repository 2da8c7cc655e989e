import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Storage
import Synchronization
import Testing

@testable import Service

/// How often a group waits for PostgreSQL, whatever the number of its events and users.
///
/// It waits for the users with the version of the configuration; for what their events will ask for,
/// and for what that leads to; and for its writes with the commit. What nobody foresaw costs one
/// round trip more for each time that something turns out to be wanted: the periods before the
/// newest one, for an event of the past, and the events of a user who has moved.
@Suite(.enabled(if: PostgresSchema.server != nil, "no PostgreSQL: run `make unit`"))
struct RoundTripTests {
    struct Trial: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// How often is waited.
        let roundTrips: Int
        /// Whether there are points and leaderboards, too; webhooks and reminders follow facts later.
        var isFull = false
        /// What happens first.
        var before: [Step] = []
        /// What is counted.
        let step: Step
    }

    /// Events of some users, one each, so many days after the first day.
    struct Step: Sendable {
        let day: Int64
        let users: Range<Int>
        var isTick = false
        var isLate = false
        var amount: Int32 = 1
    }

    static let trials = [
        Trial(
            testDescription: "events of new users",
            roundTrips: 2,
            step: Step(day: 0, users: 0..<50)
        ),
        Trial(
            testDescription: "events of known users, later in their day",
            roundTrips: 3,
            before: [Step(day: 0, users: 0..<50)],
            step: Step(day: 0, users: 0..<50)
        ),
        Trial(
            testDescription: "events of known and new users that begin a day",
            roundTrips: 3,
            before: [Step(day: 0, users: 0..<50)],
            step: Step(day: 1, users: 25..<75)
        ),
        Trial(
            testDescription: "events by which users reach achievements",
            roundTrips: 4,
            before: [Step(day: 0, users: 0..<50)],
            step: Step(day: 0, users: 0..<50, amount: 100)
        ),
        Trial(
            testDescription: "events by which users reach achievements for streaks",
            roundTrips: 4,
            before: [Step(day: 0, users: 0..<50), Step(day: 1, users: 0..<50)],
            step: Step(day: 2, users: 0..<1)
        ),
        Trial(
            testDescription: "ticks that begin a day",
            roundTrips: 3,
            before: [Step(day: 0, users: 0..<50, isTick: true)],
            step: Step(day: 1, users: 0..<75, isTick: true)
        ),
        Trial(
            testDescription: "ticks that are repeated",
            roundTrips: 3,
            before: [Step(day: 0, users: 0..<50, isTick: true)],
            step: Step(day: 0, users: 0..<50, isTick: true)
        ),
        Trial(
            testDescription: "events of the past, which want older periods",
            roundTrips: 4,
            before: [Step(day: 0, users: 0..<50), Step(day: 5, users: 0..<50)],
            step: Step(day: 5, users: 0..<50, isLate: true)
        ),
        Trial(
            testDescription: "new users where everything is set up",
            roundTrips: 2,
            isFull: true,
            step: Step(day: 0, users: 0..<50)
        ),
        Trial(
            testDescription: "the first events of a day where everything is set up",
            roundTrips: 4,
            isFull: true,
            before: [Step(day: 0, users: 0..<50)],
            step: Step(day: 1, users: 0..<75)
        ),
        Trial(
            testDescription: "later events of a day where everything is set up",
            roundTrips: 4,
            isFull: true,
            before: [Step(day: 0, users: 0..<50), Step(day: 1, users: 0..<50)],
            step: Step(day: 1, users: 0..<50)
        ),
    ]

    @Test(arguments: trials) func `a group waits so often for the server`(trial: Trial) async throws
    {
        let world = try await RoundTripWorld()
        if trial.isFull { try await world.setUpEverything() }
        for step in trial.before { try await world.take(step) }
        // The first group after a change of configuration reads that too.
        try await world.take(Step(day: 0, users: 900..<901))
        world.database.takeRoundTripCount()
        try await world.take(trial.step)
        #expect(world.database.takeRoundTripCount() == trial.roundTrips)
    }

    @Test func `a read waits once`() async throws {
        let world = try await RoundTripWorld()
        try await world.take(Step(day: 0, users: 0..<2))
        let (service, live) = (world.service, world.live)
        let metric = try #require(
            try await service.catalogue.view(of: live).rulebook.metric(key: "steps")
        )
        _ = try await service.reading.user("user-0", in: live)
        let before = world.database.roundTripCount
        _ = try await service.reading.user("user-1", in: live)
        _ = try await service.reading.total(of: "user-1", metric: metric.id, in: live)
        _ = try await service.reading.preferences(of: "user-1", in: live)
        #expect(world.database.roundTripCount - before == 3)
        #expect(
            try await service.reading.total(of: "user-1", metric: metric.id, in: live) == Amount(1)
        )
    }

    @Test func `reads of a streak and of points wait once`() async throws {
        let world = try await RoundTripWorld()
        try await world.setUpEverything()
        try await world.take(Step(day: 0, users: 0..<2))
        try await world.take(Step(day: 1, users: 0..<2))
        let (service, live) = (world.service, world.live)
        let view = try await service.catalogue.view(of: live)
        let streak = try #require(view.rulebook.primaryStreak)
        let system = try #require(view.rulebook.points.systems.first)
        _ = try await service.reading.user("user-0", in: live)
        var before = world.database.roundTripCount
        let found = try await service.reading.streak(
            streak,
            of: "user-1",
            in: view,
            historyCount: 7
        )
        #expect(found.state.length == 2)
        #expect(world.database.roundTripCount - before == 1)
        before = world.database.roundTripCount
        let points = try await service.reading.points(of: "user-1", system, awards: 10, in: view)
        #expect(points.total == 2)
        #expect(points.awards.count == 2)
        #expect(world.database.roundTripCount - before == 1)
        _ = try await service.reading.pointsTotals(of: "user-1", in: view)
        #expect(world.database.roundTripCount - before == 2)
    }
}

/// A service with a primary streak, one of ticks, and achievements of several kinds.
private final class RoundTripWorld: Sendable {
    let database: RoundTripDatabase
    let clock = TestClock(ServiceWorld.noon)
    let service: LaurelService
    let live: WorkspaceID

    init() async throws {
        database = try RoundTripDatabase()
        _ = try LaurelService.prepare(database, clock: clock)
        service = try LaurelService(database: database, clock: clock)
        live = try await service.catalogue.homeWorkspace(of: .live)
        _ = try await service.catalogue.createMetrics(
            [MetricDraft(key: "steps", name: "Steps")],
            in: live
        )
        let metric = try #require(
            try await service.catalogue.view(of: live).rulebook.metric(key: "steps")
        )
        let window = StreakWindow.calendar(CalendarWindow(unit: .day), zone: .utc)
        var primary = StreakDraft(key: "daily", name: "Daily", window: window)
        primary.isPrimary = true
        primary.rule.sources = [StreakSource(metric: metric.id)]
        var login = StreakDraft(key: "login", name: "Login", window: window)
        login.takesTicks = true
        for result in try await service.catalogue.createStreaks([primary, login], in: live) {
            _ = try result.get()
        }
        let achievements = [
            active("Hundred", .metric) {
                $0.metric = metric.publicID
                $0.amount = Amount(100)
            },
            active("Million", .metric) {
                $0.metric = metric.publicID
                $0.amount = Amount(1_000_000)
            },
            active("Three days", .streak) { $0.streakLength = 3 },
        ]
        for result in try await service.catalogue.createAchievements(achievements, in: live) {
            _ = try result.get()
        }
    }

    deinit { service.stop() }

    /// Adds points, and leaderboards of points and of the metric.
    func setUpEverything() async throws {
        let view = try await service.catalogue.view(of: live)
        let metric = try #require(view.rulebook.metric(key: "steps"))
        var system = PointsSystemChange()
        system.key = "xp"
        system.fields.name = "XP"
        system.triggers = [
            givingPoints(1, for: .metric) {
                $0.metric = metric.publicID
                $0.threshold = Amount(1)
            }
        ]
        let made = try await service.catalogue.createPointsSystems([system], in: live)[0].get()
        var whole = BoardChange()
        whole.name = "Whole"
        whole.key = "whole"
        whole.kind = .metric
        whole.metric = metric.publicID
        whole.status = .active
        var daily = whole
        daily.key = "daily"
        daily.kind = .points
        daily.metric = nil
        daily.pointsSystem = made.system.publicID
        daily.runUnit = .set(.day)
        daily.runInterval = .set(1)
        for result in try await service.catalogue.createBoards([whole, daily], in: live) {
            _ = try result.get()
        }
    }

    /// Takes events in, all in one group.
    func take(_ step: RoundTripTests.Step) async throws {
        let moment = ServiceWorld.noon.adding(seconds: step.day * 86_400)
        clock.set(to: moment)
        let drafts = step.users.map { number in
            let id = "user-\(number)"
            let user = service.intake.userKey(of: id, in: live)
            let occurredAt = step.isLate ? moment.adding(seconds: -3 * 86_400) : nil
            guard !step.isTick else {
                return EventDraft(user: user, userID: id, tickOf: "login", occurredAt: occurredAt)
            }
            return EventDraft(
                user: user,
                userID: id,
                metricKey: "steps",
                amount: Amount(step.amount),
                occurredAt: occurredAt,
                idempotencyKey: "\(UInt64.random(in: .min ... .max))"
            )
        }
        _ = try await service.intake.submit(RecordEvents(drafts), in: live)
    }
}

/// A database that counts the round trips of transactions that write.
private final class RoundTripDatabase: Database {
    private let inner: any Database
    private let count: @Sendable () -> Int
    private let written = Mutex(0)

    init() throws {
        (inner, count) = try PostgresSchema.make().openCounted()
    }

    /// How often somebody has waited.
    var roundTripCount: Int { count() }

    /// How often a transaction that writes has waited, since this was asked last.
    @discardableResult
    func takeRoundTripCount() -> Int {
        written.withLock { count in
            defer { count = 0 }
            return count
        }
    }

    func read<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try inner.read(body)
    }

    func look<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try inner.look(body)
    }

    func write<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        let before = count()
        defer { written.withLock { $0 += count() - before } }
        return try inner.write(body)
    }

    var displayName: String { inner.displayName }
    var answersLocally: Bool { inner.answersLocally }
    var laneCount: Int { inner.laneCount }
    func gauges() -> [DatabaseGauge] { inner.gauges() }
}
