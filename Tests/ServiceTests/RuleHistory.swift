import Catalogue
import CivilTime
import Engine
import Intake
import OperatingSystem
import Reading
import Rounds
import Service
import Storage
import StreakReference
import Testing

/// A workspace in which rules change while a few users go on, and what has to be known of it.
struct RuleHistory {
    /// A user, and all that was told of the user.
    struct Person {
        let id: String
        var firstSeenAt: Instant?
        var moves: [(at: Instant, zone: Zone?)] = []
        var choices: [StreakPreference] = []
        var activities: [(id: EventID, activity: StreakActivity)] = []
    }

    /// A streak, and the rules that were set.
    struct Streak {
        let publicID: String
        let isPrimary: Bool
        var latest: StreakVersion
        var rules: ReferenceRules
    }

    private static let zoneNames = [
        "UTC", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago",
    ]

    let world: ServiceWorld
    private let metrics: [(key: String, id: MetricID)]
    private let zones: [Zone]
    private var random: SplitMix64
    private(set) var people = ["ada", "bo", "cy"].map { Person(id: $0) }
    private(set) var streaks: [Streak] = []
    private(set) var defaults: [(at: Instant, zone: Zone)] = [(.distantPast, .utc)]
    private(set) var log: [String] = []
    /// What is not held against users, as far as it counts, and of whom.
    private(set) var amnesties: [(id: String, draft: AmnestyDraft)] = []

    init(seed: UInt64) async throws {
        random = SplitMix64(state: seed)
        world = try await ServiceWorld()
        let database = ZoneDatabase()
        zones = try Self.zoneNames.map { try database.zone(named: $0) }
        metrics = [
            ("steps", try await world.metric("steps")), ("money", try await world.metric("money")),
        ]
        for index in 0..<2 { try await create(isPrimary: index == 0) }
    }

    private var now: Instant { world.clock.now() }

    // MARK: - Draws

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &random)]
    }

    private mutating func sources() -> [StreakSource] {
        pick([[0], [0], [1], [0, 1]]).map { StreakSource(metric: metrics[$0].id) }
    }

    private mutating func weekdays() -> Set<Int> {
        Set((0..<number(0...2)).map { _ in number(0...6) })
    }

    private mutating func window() -> StreakWindow {
        if chance(15) { return .rolling(.seconds(86_400 * number(1...3))) }
        let unit: CalendarUnit = chance(75) ? .day : .week(start: number(0...6))
        return .calendar(CalendarWindow(unit: unit), zone: chance(10) ? pick(zones) : nil)
    }

    /// A rule of a window; `changing` one, it differs in a few of its parts.
    private mutating func rule(of window: StreakWindow, like old: StreakRule? = nil) -> StreakRule {
        let part = old == nil ? 100 : 30
        var rule = old ?? StreakRule(window: window)
        rule.window = window
        if chance(part) {
            rule.condition =
                chance(60)
                ? .count(minimum: Int64(number(1...2)))
                : .sum(minimum: Amount(Int32(number(1...4))))
        }
        if chance(part) { rule.sources = sources() }
        if chance(part) { rule.requiresEverySource = chance(40) }
        if chance(part) { rule.resetsOnMiss = chance(70) }
        guard case .calendar(let calendar, _) = window else {
            (rule.gracePeriods, rule.daysOff, rule.freezes) = (0, [], .none)
            return rule
        }
        if chance(part) { rule.gracePeriods = chance(50) ? 0 : number(1...2) }
        if chance(part) { rule.daysOff = weekdays() }
        if calendar.unit != .day { rule.daysOff = [] }
        if chance(part) {
            let maximum = number(0...2)
            rule.freezes = FreezeRule(
                startCount: min(maximum, number(0...1)),
                maximum: maximum,
                earning: maximum > 0 && chance(50) ? .init(count: 1, days: number(1...4)) : nil
            )
        }
        return rule
    }

    // MARK: - What happens

    /// Lets time go by, and something happen.
    mutating func step(forgiving: Bool = false) async throws {
        let pace = chance(50) ? 7_200 : chance(70) ? 86_400 : 4 * 86_400
        world.clock.advance(seconds: Int64(number(1...pace)))
        try await world.finishRounds()
        noteJudged()
        if forgiving, chance(25) { try await forgive() }
        switch number(0...99) {
        case ..<50: try await record()
        case ..<58: try await takeBack()
        case ..<68: try await prefer()
        case ..<86: try await change()
        case ..<90: try await moveDefault()
        default: try await move()
        }
        try await world.finishRounds()
        noteJudged()
    }

    private mutating func noteJudged() {
        for index in streaks.indices {
            for person in people.indices {
                let history = history(of: people[person], streaks[index])
                streaks[index].rules.note(history, at: now)
            }
        }
    }

    private mutating func create(isPrimary: Bool) async throws {
        let window = window()
        var draft = StreakDraft(key: isPrimary ? "first" : "second", name: "S", window: window)
        draft.rule = rule(of: window)
        draft.isPrimary = isPrimary
        draft.isCustomizable = chance(60)
        let streak = try #require(
            try await world.service.catalogue.createStreaks([draft], in: world.live).first
        ).get()
        let version = StreakVersion(
            from: now,
            rule: draft.rule,
            isCustomizable: draft.isCustomizable
        )
        streaks.append(
            Streak(
                publicID: streak.publicID,
                isPrimary: isPrimary,
                latest: version,
                rules: ReferenceRules(version)
            )
        )
    }

    private mutating func record() async throws {
        let index = people.indices.randomElement(using: &random) ?? 0
        let metric = pick(metrics)
        let amount = Int32(number(0...3))
        var draft = world.draft(amount, user: people[index].id, metric: metric.key)
        switch number(0...9) {
        case ..<6: break
        case 6: draft.occurredAt = now.adding(seconds: Int64(number(0...300)))
        default: draft.occurredAt = now.adding(seconds: -Int64(number(0...6 * 86_400)))
        }
        let event = try #require(try await world.record(draft).first)
        people[index].firstSeenAt = people[index].firstSeenAt ?? now
        let at = draft.occurredAt ?? now
        let activity = StreakActivity(
            at: at,
            day: zones(of: people[index]).zone(at: at).civilDate(at: at),
            metric: metric.id,
            amount: Amount(amount)
        )
        people[index].activities.append((event.id, activity))
        log.append("\(now) \(people[index].id) \(metric.key) \(amount) at \(at)")
    }

    private mutating func takeBack() async throws {
        let index = people.indices.randomElement(using: &random) ?? 0
        guard !people[index].activities.isEmpty else { return }
        let place = number(0...people[index].activities.count - 1)
        let event = people[index].activities.remove(at: place)
        _ = try await world.service.intake.submit(DeleteEvent(event.id), in: world.live)
        log.append("\(now) \(people[index].id) took back \(event.activity.at)")
    }

    private mutating func prefer() async throws {
        let index = people.indices.randomElement(using: &random) ?? 0
        let draft = ChoosePreferences(
            user: world.service.intake.userKey(of: people[index].id, in: world.live),
            userID: people[index].id,
            requiresEverySource: choice { $0.chance(50) },
            sources: choice { $0.sources() },
            daysOff: choice { $0.weekdays() }
        )
        let outcome = await result {
            try await world.service.intake.submit(draft, in: world.live)
        }
        guard outcome.isSuccess else { return }
        var choice = people[index].choices.last ?? StreakPreference(from: now)
        choice.from = now
        choice.requiresEverySource = draft.requiresEverySource.applied(
            to: choice.requiresEverySource
        )
        choice.sources = draft.sources.applied(to: choice.sources)
        choice.daysOff = draft.daysOff.applied(to: choice.daysOff)
        people[index].choices.append(choice)
        log.append("\(now) \(people[index].id) chose \(choice)")
    }

    private mutating func choice<Value>(
        _ value: (inout RuleHistory) -> Value
    ) -> Change<Value> {
        if chance(40) { return .set(value(&self)) }
        return chance(30) ? .clear : .keep
    }

    private mutating func change() async throws {
        let index = number(0...1)
        let scope: StreakChangeScope = chance(35) ? .all : .future
        var version = streaks[index].latest
        version.from = now
        switch number(0...9) {
        case 0: version.isPaused.toggle()
        case 1...2: version.isCustomizable.toggle()
        default:
            let window = chance(15) ? window() : version.rule.window
            version.rule = rule(of: window, like: version.rule)
            if chance(10) { version.isCustomizable.toggle() }
        }
        let update = StreakUpdate(
            publicID: streaks[index].publicID,
            change: StreakChange(to: version),
            scope: scope
        )
        let result = try await world.service.catalogue.updateStreaks([update], in: world.live).first
        guard case .success = result else { return }
        streaks[index].rules.change(to: version, for: scope)
        streaks[index].latest = version
        log.append("\(now) streak \(index) \(scope): \(version)")
    }

    private mutating func moveDefault() async throws {
        let zone = pick(zones)
        _ = try await world.service.catalogue.changeSettings(of: world.live) {
            $0.defaultZone = zone.identifier
        }
        guard zone != defaults[defaults.count - 1].zone else { return }
        // Where nobody has lived yet, it has always been so.
        let isInhabited = people.contains { $0.firstSeenAt != nil }
        if !isInhabited { defaults = [] }
        defaults.append((isInhabited ? now : .distantPast, zone))
        log.append("\(now) default zone \(zone.identifier)")
    }

    private mutating func forgive() async throws {
        if chance(35), let index = amnesties.indices.randomElement(using: &random) {
            let id = amnesties.remove(at: index).id
            _ = try await world.service.streakAmnesties.revoke(id, in: world.live)
            return log.append("\(now) revoked \(id)")
        }
        let start = now.adding(seconds: Int64(number(-8 * 86_400...86_400)))
        let end = start.adding(seconds: Int64(pick([600, 86_400, 4 * 86_400])))
        var draft = AmnestyDraft(start..<end, reason: "An outage")
        if chance(30) { draft.zones = [pick(zones).identifier, "UTC"] }
        let made = try await world.service.streakAmnesties.create(draft, in: world.live)
        let id = try #require(made).stored.amnesty.publicID
        amnesties.append((id, draft))
        log.append("\(now) amnesty \(id) \(draft)")
    }

    private mutating func move() async throws {
        let index = people.indices.randomElement(using: &random) ?? 0
        let zone = chance(80) ? pick(zones) : nil
        var change = UserChange()
        change.zone = zone.map { .set($0.identifier) } ?? .clear
        let draft = IdentifyUser(
            user: world.service.intake.userKey(of: people[index].id, in: world.live),
            userID: people[index].id,
            change: change,
            createsUser: true
        )
        _ = try await world.service.intake.submit(draft, in: world.live)
        people[index].firstSeenAt = people[index].firstSeenAt ?? now
        let isFirst = zone != nil && people[index].moves.allSatisfy { $0.zone == nil }
        people[index].moves.append((now, zone))
        log.append("\(now) \(people[index].id) moves to \(zone?.identifier ?? "nowhere")")
        guard isFirst, let zone else { return }
        // What came before the first zone is dated anew in it.
        for place in people[index].activities.indices {
            let known = people[index].activities[place].activity
            people[index].activities[place].activity = StreakActivity(
                at: known.at,
                day: zone.civilDate(at: known.at),
                metric: known.metric,
                amount: known.amount
            )
        }
    }
}

extension StreakChange {
    /// All that a version says.
    fileprivate init(to version: StreakVersion) {
        self.init()
        isPaused = version.isPaused
        isCustomizable = version.isCustomizable
        self[dynamicMember: \.window] = version.rule.window
        self[dynamicMember: \.condition] = version.rule.condition
        self[dynamicMember: \.sources] = version.rule.sources
        self[dynamicMember: \.requiresEverySource] = version.rule.requiresEverySource
        self[dynamicMember: \.daysOff] = version.rule.daysOff
        self[dynamicMember: \.gracePeriods] = version.rule.gracePeriods
        self[dynamicMember: \.resetsOnMiss] = version.rule.resetsOnMiss
        self[dynamicMember: \.freezes] = version.rule.freezes
    }
}
