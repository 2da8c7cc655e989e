import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Service
import Storage
import Testing

/// A history that is imported comes to what the same things come to when they are sent one by one, at
/// their time or later, in any order.
@Suite struct ImportTests {
    private static let days: Int64 = 70

    /// Something in a user's life, so many minutes after the first moment.
    private enum Happened {
        case event(metric: String, amount: Int32)
        case freezes(Int)
        case pause(days: Int)
        case reset
        case restore
        case zone(String)
    }

    private typealias Life = [(minutes: Int64, what: Happened)]

    @Test(arguments: 0..<40) func `imported, sent as a batch and sent one by one are the same`(
        number: Int
    ) async throws {
        var random = SplitMix64(case: number)
        let comment = "seed \(random.state)"
        let world = try await ServiceWorld()
        try await Self.setUp(world, number)
        let life = Self.life(&random, marks: false)
        let drafts = Self.drafts(life, world)
        world.clock.set(to: Self.end)
        for user in ["imported", "batch", "single"] { try await Self.identify(user, world) }
        _ = try await world.service.intake.takeIn(
            [Self.history("imported", life, drafts)],
            in: world.live
        )
        let batch = drafts.shuffled(using: &random).map { Self.draft($0, of: "batch", world) }
        _ = try await world.service.intake.submit(RecordEvents(batch), in: world.live)
        for draft in drafts.shuffled(using: &random) {
            let draft = Self.draft(draft, of: "single", world)
            _ = try await world.service.intake.submit(RecordEvent(draft), in: world.live)
        }
        let expected = try await Self.answers("single", world)
        #expect(try await Self.answers("batch", world) == expected, "\(comment)")
        #expect(try await Self.answers("imported", world) == expected, "\(comment)")
    }

    @Test(arguments: 0..<40) func `a life that was lived is the same when it is imported`(
        number: Int
    ) async throws {
        var random = SplitMix64(case: number)
        let comment = "seed \(random.state)"
        let world = try await ServiceWorld()
        world.clock.set(to: Self.start)
        try await Self.setUp(world, number)
        try await Self.identify("lived", world)
        let life = Self.life(&random, marks: true)
        var done: Life = []
        for (minutes, what) in life {
            world.clock.set(to: Self.moment(minutes))
            if try await Self.live(what, world) { done.append((minutes, what)) }
        }
        world.clock.set(to: Self.end)
        var history = Self.history(
            "imported",
            done,
            Self.drafts(done, world),
            on: try await Self.primary(world)
        )
        history.createdAt = Self.start
        // An import that was killed is done again.
        for _ in 0..<2 {
            _ = try await world.service.intake.takeIn([history], in: world.live)
            try await world.finishRounds()
        }
        let expected = try await Self.answers("lived", world)
        #expect(try await Self.answers("imported", world) == expected, "\(comment)")
    }

    @Test func `an import is told once, and what is there already is not told again`() async throws
    {
        let world = try await ServiceWorld()
        try await Self.setUp(world, 0)
        let life: Life = (0..<9).map { (Int64($0) * 1_440, .event(metric: "steps", amount: 2)) }
        var history = Self.history("ada", life, Self.drafts(life, world))
        history.change.name = .set("Ada")
        world.clock.set(to: Self.end)
        let first = try await world.service.intake.takeIn([history], in: world.live)
        #expect(first.isNew)
        #expect(first.eventCount == 9)
        let again = try await world.service.intake.takeIn([history], in: world.live)
        #expect(!again.isNew)
        #expect((again.eventCount, again.repeatedCount) == (0, 9))
        #expect(try await world.total() == Amount(18))
        let facts = try world.database.read { (connection) throws(StorageError) in
            try connection.facts.placed(after: .start, in: world.live, limit: 100)
        }.map(\.stored.fact).filter { !$0.kind.rawValue.hasPrefix("configuration") }
        #expect(facts.map(\.kind.rawValue) == ["user.imported"])
        let told = try #require(facts.first.flatMap { UserFact($0)?.history })
        #expect(told.eventCount == 9)
        #expect(told.from == Self.moment(0))
        #expect(told.to == Self.moment(8 * 1_440))
    }

    @Test func `what is known of a user stays, and what is not is added`() async throws {
        let world = try await ServiceWorld()
        var known = UserChange()
        known.name = .set("Ada")
        known.zone = .set("Asia/Tokyo")
        try await Self.identify("ada", world, known)
        var history = UserHistory(userID: "ada")
        history.change.name = .set("Augusta")
        history.change.email = .set("ada@example.com")
        history.change.attributes = ["plan": "pro"]
        history.zones = [ZoneStay(from: .distantPast, zone: "Europe/Paris")]
        _ = try await world.service.intake.takeIn([history], in: world.live)
        let user = try await world.service.reading.user("ada", in: world.live)
        #expect(user.user.name == "Ada")
        #expect(user.user.zone == "Asia/Tokyo")
        #expect(user.user.email == "ada@example.com")
        #expect(user.attributes.values.sorted() == ["pro"])
    }

    @Test func `an achievement has the date that is imported, and events do not reach it again`()
        async throws
    {
        let world = try await ServiceWorld()
        let metric = try await world.metricID()
        let achievement = try await world.create(
            active("Three", .metric) { draft in
                draft.metric = metric
                draft.amount = Amount(3)
            }
        )[0]
        let life: Life = (0..<5).map { (Int64($0) * 1_440, .event(metric: "steps", amount: 1)) }
        var history = Self.history("ada", life, Self.drafts(life, world))
        let achievedAt = Self.moment(2 * 1_440)
        history.completions = [Completion(achievement: achievement.id, achievedAt: achievedAt)]
        world.clock.set(to: Self.end)
        let outcome = try await world.service.intake.takeIn([history], in: world.live)
        #expect(outcome.completionCount == 1)
        let head = try await world.service.reading.exportHead(of: "ada", in: world.live)
        #expect(head.completions[achievement.id]?.achievedAt == achievedAt)
        #expect(head.completions.count == 1)
    }

    // MARK: - Lives

    private static let start = ServiceWorld.noon.adding(seconds: -days * 86_400)
    private static let end = ServiceWorld.noon

    private static func moment(_ minutes: Int64) -> Instant { start.adding(seconds: minutes * 60) }

    /// Of somebody who moved between zones, marks of before the move may be judged by other days than
    /// they were (the guide says so), so lives with marks stay in one zone.
    private static func life(_ random: inout SplitMix64, marks: Bool) -> Life {
        var life: Life = []
        let eagerness = Int.random(in: 1...4, using: &random)
        for day in 0..<days - 1 {
            for _ in 0..<Int.random(in: 0...eagerness, using: &random) {
                let minute = day * 1_440 + Int64.random(in: 1..<1_440, using: &random)
                let metric = Int.random(in: 0..<4, using: &random) == 0 ? "money" : "steps"
                let amount = Int32.random(in: 1...4, using: &random)
                life.append((minute, .event(metric: metric, amount: amount)))
            }
            guard marks, Int.random(in: 0..<6, using: &random) == 0 else { continue }
            let minute = day * 1_440 + Int64.random(in: 1..<1_440, using: &random)
            let mark: Happened =
                switch Int.random(in: 0..<5, using: &random) {
                case 0, 1: .freezes(Int.random(in: 1...2, using: &random))
                case 2: .pause(days: Int.random(in: 1...4, using: &random))
                case 3: .reset
                default: .restore
                }
            life.append((minute, mark))
        }
        // No two things of one life happen in the same minute.
        var seen: Set<Int64> = []
        return life.sorted { $0.minutes < $1.minutes }.filter { seen.insert($0.minutes).inserted }
    }

    private static func setUp(_ world: ServiceWorld, _ number: Int) async throws {
        try await world.createStreak(window: .calendar(CalendarWindow(unit: .day), zone: nil)) {
            draft in
            draft.isPrimary = true
            draft.rule.freezes = FreezeRule(startCount: number % 3, maximum: 5)
            draft.rule.gracePeriods = number % 2
            if number % 5 == 0 { draft.rule.condition = .sum(minimum: Amount(3)) }
        }
        let money = try await world.metric("money")
        var weekly = StreakDraft(
            key: "weekly",
            name: "Weekly",
            window: .calendar(CalendarWindow(unit: .week(start: 1)), zone: nil)
        )
        weekly.rule.sources = [StreakSource(metric: money)]
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
    }

    private static func identify(
        _ user: String,
        _ world: ServiceWorld,
        _ change: UserChange? = nil
    ) async throws {
        var first = UserChange()
        first.zone = .set("Europe/London")
        let command = IdentifyUser(
            user: world.service.intake.userKey(of: user, in: world.live),
            userID: user,
            change: change ?? first,
            createsUser: true
        )
        _ = try await world.service.intake.submit(command, in: world.live)
    }

    /// Does something now; false where the rules refuse it.
    private static func live(_ what: Happened, _ world: ServiceWorld) async throws -> Bool {
        let key = world.service.intake.userKey(of: "lived", in: world.live)
        func mark(_ kind: MarkStreak.Kind) async throws {
            let command = MarkStreak(user: key, userID: "lived", kind: kind)
            _ = try await world.service.intake.submit(command, in: world.live)
        }
        let zone =
            try await world.service.reading.user("lived", in: world.live).user.zone ?? "UTC"
        let today = try ZoneDatabase().zone(named: zone).civilDate(at: world.clock.now())
        do {
            switch what {
            case .event(let metric, let amount):
                var draft = world.draft(amount, user: "lived", metric: metric)
                draft.occurredAt = world.clock.now()
                _ = try await world.service.intake.submit(RecordEvent(draft), in: world.live)
            case .freezes(let count): try await mark(.grant(count: count))
            case .pause(let days): try await mark(.pause(today...today.adding(days: days - 1)))
            case .reset: try await mark(.reset)
            case .restore: try await mark(.restore)
            case .zone(let name):
                var change = UserChange()
                change.zone = .set(name)
                try await identify("lived", world, change)
            }
            return true
        } catch is Refusal {
            return false
        }
    }

    private static func drafts(_ life: Life, _ world: ServiceWorld) -> [EventDraft] {
        life.enumerated().compactMap { number, each in
            guard case .event(let metric, let amount) = each.what else { return nil }
            var draft = world.draft(amount, metric: metric, key: "k\(number)")
            draft.occurredAt = moment(each.minutes)
            return draft
        }
    }

    private static func draft(
        _ draft: EventDraft,
        of user: String,
        _ world: ServiceWorld
    ) -> EventDraft {
        var draft = draft
        draft.user = world.service.intake.userKey(of: user, in: world.live)
        draft.userID = user
        return draft
    }

    private static func history(
        _ user: String,
        _ life: Life,
        _ drafts: [EventDraft],
        on primary: StreakDefinitionID? = nil
    ) -> UserHistory {
        var history = UserHistory(userID: user)
        history.events = drafts
        history.zones = [ZoneStay(from: .distantPast, zone: "Europe/London")]
        for (minutes, what) in life {
            let at = moment(minutes)
            let zone = (try? ZoneDatabase().zone(named: history.zones.last?.zone ?? "UTC")) ?? .utc
            let today = zone.civilDate(at: at)
            switch what {
            case .event: break
            case .zone(let name): history.zones.append(ZoneStay(from: at, zone: name))
            case .freezes(let count):
                let grant = FreezeGrant(on: today, count: count)
                history.marks.append(UserHistory.Mark(.grant(grant), on: primary, at: at))
            case .pause(let days):
                let dates = today...today.adding(days: days - 1)
                history.marks.append(UserHistory.Mark(.pause(dates), on: nil, at: at))
            case .reset:
                history.marks.append(UserHistory.Mark(.correction(.reset), on: primary, at: at))
            case .restore:
                history.marks.append(UserHistory.Mark(.correction(.restore), on: primary, at: at))
            }
        }
        return history
    }

    private static func primary(_ world: ServiceWorld) async throws -> StreakDefinitionID? {
        try await world.service.catalogue.view(of: world.live).rulebook.primaryStreak?.id
    }

    // MARK: - Answers

    /// What is told of a user, as text.
    private static func answers(_ user: String, _ world: ServiceWorld) async throws -> [String] {
        let view = try await world.service.catalogue.view(of: world.live)
        var answers: [String] = []
        for metric in ["steps", "money"] {
            let total = try await world.service.reading.total(
                of: user,
                metric: try await world.metric(metric),
                in: world.live
            )
            answers.append("\(metric) \(total)")
        }
        for streak in try await world.service.reading.streaks(of: user, in: view) {
            let state = streak.state
            answers.append(
                "\(streak.definition.key) \(state.status) \(state.length) \(state.longest) "
                    + "\(state.freezeBalance) \(String(describing: state.expiresOn)) "
                    + "\(String(describing: state.startedOn))"
            )
        }
        return answers
    }
}
