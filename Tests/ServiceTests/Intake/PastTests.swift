import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Service
import Storage
import Testing

/// Batches of the past come to the same in whatever order they arrive: to what a replay of all events
/// from nothing gives.
@Suite struct PastTests {
    private static let users = (0..<5).map { "u\($0)" }
    private static let days: Int64 = 90

    enum Order: CaseIterable, Sendable {
        case byTime, byUser, shuffled, newestFirst

        func arranged(_ events: [Happened], _ random: inout SplitMix64) -> [Happened] {
            switch self {
            case .byTime: events.sorted { $0.at < $1.at }
            case .byUser: events.sorted { ($0.user, $0.at) < ($1.user, $1.at) }
            case .shuffled: events.shuffled(using: &random)
            case .newestFirst: events.sorted { $0.at > $1.at }
            }
        }
    }

    struct Happened: Sendable {
        let user: String
        let metric: String
        let at: Instant
        let amount: Int32
    }

    @Test(arguments: Order.allCases, [true, false])
    func `batches of the past equal a replay, whatever their order`(
        order: Order,
        prefetches: Bool
    ) async throws {
        var limits = ServiceLimits()
        limits.intake.prefetches = prefetches
        let world = try await ServiceWorld(limits: limits)
        try await Self.createStreaks(in: world)
        var random = SplitMix64(state: TestSeed.offset)
        let seed = random.state
        let events = order.arranged(Self.events(&random), &random)
        var rest = events[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...60, using: &random)
            let drafts = rest.prefix(count).map { event in
                var draft = world.draft(event.amount, user: event.user, metric: event.metric)
                draft.occurredAt = event.at
                return draft
            }
            _ = try await world.service.intake.submit(RecordEvents(drafts), in: world.live)
            rest = rest.dropFirst(count)
        }
        for user in Self.users {
            let comment = "seed \(seed), \(order), user \(user)"
            try await Self.compareDays(of: user, events, in: world, comment)
            try await Self.compareStreaks(of: user, events, in: world, comment)
        }
    }

    @Test func `of a batch, the first event that is refused is told, and nothing is kept`()
        async throws
    {
        let world = try await ServiceWorld()
        try await Self.createStreaks(in: world)
        let old = ServiceWorld.noon.adding(seconds: -40 * 86_400)
        var drafts = (0..<6).map { number in
            var draft = world.draft(user: "u\(number % 3)")
            draft.occurredAt = old.adding(seconds: -Int64(number) * 86_400)
            return draft
        }
        for index in [2, 4] {
            drafts[index].occurredAt = ServiceWorld.noon.adding(seconds: 3_600)
        }
        let refused = drafts
        let outcome = await result {
            try await world.service.intake.submit(RecordEvents(refused), in: world.live)
        }
        guard case .failure(let error) = outcome else {
            Issue.record("it was not refused")
            return
        }
        #expect((error as? Refusal)?.index == 2)
        let kept = try world.database.read { (connection) throws(StorageError) in
            try connection.firstRow(of: "SELECT count(*) FROM event") { $0.integer(0) }
        }
        #expect(kept == 0)
    }

    // MARK: - The world

    private static func createStreaks(in world: ServiceWorld) async throws {
        let steps = StreakSource(metric: try await world.metric("steps"))
        let money = StreakSource(metric: try await world.metric("money"))
        var drafts = [
            StreakDraft(
                key: "d",
                name: "D",
                window: .calendar(CalendarWindow(unit: .day), zone: nil)
            ),
            StreakDraft(
                key: "g",
                name: "G",
                window: .calendar(CalendarWindow(unit: .day), zone: nil)
            ),
            StreakDraft(
                key: "w",
                name: "W",
                window: .calendar(CalendarWindow(unit: .week(start: 1)), zone: .utc)
            ),
            StreakDraft(key: "r", name: "R", window: .rolling(.seconds(2 * 86_400))),
        ]
        for index in drafts.indices { drafts[index].rule.sources = [steps] }
        drafts[0].isPrimary = true
        drafts[1].rule.gracePeriods = 2
        drafts[1].rule.condition = .sum(minimum: Amount(4))
        drafts[2].rule.sources = [money]
        drafts[2].rule.resetsOnMiss = false
        for result in try await world.service.catalogue.createStreaks(drafts, in: world.live) {
            _ = try result.get()
        }
    }

    /// Events of which some users have one nearly each day, so that runs are long and have gaps.
    private static func events(_ random: inout SplitMix64) -> [Happened] {
        users.enumerated().flatMap { number, user in
            (0..<(30 + number * 40)).map { _ in
                let ago = Int64.random(in: 0..<days * 86_400, using: &random)
                return Happened(
                    user: user,
                    metric: Int.random(in: 0..<5, using: &random) == 0 ? "money" : "steps",
                    at: ServiceWorld.noon.adding(seconds: -ago),
                    amount: Int.random(in: 0..<12, using: &random) == 0
                        ? -3 : .random(in: 1...5, using: &random)
                )
            }
        }
    }

    // MARK: - Comparing

    private static func compareDays(
        of user: String,
        _ events: [Happened],
        in world: ServiceWorld,
        _ comment: String
    ) async throws {
        for metric in ["steps", "money"] {
            let id = try await world.metric(metric)
            let key = world.service.intake.userKey(of: user, in: world.live)
            let stored = try world.database.read { (connection) throws(StorageError) in
                try connection.metricDays.days(
                    of: key,
                    metric: id,
                    in: CivilDate(dayNumber: 0)...CivilDate(dayNumber: 100_000)
                )
            }
            let own = events.filter { $0.user == user && $0.metric == metric }
            let byDay = Dictionary(grouping: own) { $0.at.seconds / 86_400 }
            var total: Int64 = 0
            let expected = byDay.keys.sorted().map { day in
                let change = (byDay[day] ?? []).reduce(0) { $0 + Int64($1.amount) }
                total += change
                return MetricDay(
                    day: CivilDate(dayNumber: Int32(day)),
                    change: Amount(millionths: change * 1_000_000),
                    total: Amount(millionths: total * 1_000_000),
                    eventCount: Int64(byDay[day]?.count ?? 0)
                )
            }
            #expect(stored == expected, "\(comment), \(metric)")
        }
    }

    private static func compareStreaks(
        of user: String,
        _ events: [Happened],
        in world: ServiceWorld,
        _ comment: String
    ) async throws {
        let view = try await world.service.catalogue.view(of: world.live)
        let key = world.service.intake.userKey(of: user, in: world.live)
        let metrics = [
            "steps": try await world.metric("steps"), "money": try await world.metric("money"),
        ]
        let activities = events.filter { $0.user == user }.map { event in
            StreakActivity(
                at: event.at,
                day: CivilDate(dayNumber: Int32(event.at.seconds / 86_400)),
                metric: metrics[event.metric],
                amount: Amount(event.amount)
            )
        }
        for definition in view.rulebook.streaks {
            let (found, stored) = try world.database.read { (connection) throws(StorageError) in
                let rows = try connection.users.rows(of: [key])
                let found = try StreakUsers(
                    connection,
                    defaultStays: view.rulebook.defaultStays,
                    zones: ZoneDatabase(),
                    amnesties: view.rulebook.amnesties
                ).find(rows)[key]
                let loaded = try connection.streakPeriods.loaded(
                    of: key,
                    definition.id,
                    limit: 10_000
                )
                return (found, loaded?.periods ?? [])
            }
            let judge = try #require(found).judge(of: definition)
            let expected = judge.periods(of: activities)
            #expect(
                stored.map(told) == expected.map(told),
                "\(comment), streak \(definition.key)"
            )
        }
    }

    /// A period as far as it is kept: once it is satisfied, not everything that followed in it.
    private static func told(_ period: StreakPeriod) -> String {
        "\(period.opens) \(period.tally.isSatisfied) \(String(describing: period.tally.satisfiedAt)) "
            + "\(period.before)"
    }
}
