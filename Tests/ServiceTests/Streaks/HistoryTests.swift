import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Service
import Storage
import StreakReference
import Testing

@testable import Service

/// Random histories through the real store, against a replay that knows no shortcuts (R1, R8), and
/// against the judge of the tests.
@Suite struct HistoryTests {
    private static let historyCount = 240
    private static let roundCount = 6

    @Test(arguments: [(TestSeed.offset, true), (1, true), (1, false)])
    func `what is stored equals a replay, whether or not it is known what is wanted`(
        seed: UInt64,
        prefetches: Bool
    ) async throws {
        var limits = ServiceLimits()
        limits.intake.prefetches = prefetches
        let world = try await ServiceWorld(limits: limits)
        let model = HistoryModel(
            metrics: [
                "steps": try await world.metric("steps"), "money": try await world.metric("money"),
            ])
        for (number, streak) in Self.streaks.enumerated() {
            try await world.createStreak(number: number, streak)
        }
        var histories = (0..<(Self.historyCount / 2)).map { index in
            History(id: "u\(index)", seed: seed &+ UInt64(index), model: model)
        }
        var random = SplitMix64(state: ~seed)
        for _ in 0..<Self.roundCount {
            world.clock.advance(seconds: .random(in: 1...400_000, using: &random))
            histories = try await withThrowingTaskGroup(of: History.self) { group in
                for history in histories {
                    group.addTask {
                        var history = history
                        try await history.playRound(in: world)
                        return history
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        for history in histories {
            let comment = "seed \(seed), user \(history.id)"
            try await history.compare(with: world, comment: comment)
            try await history.compareStreaks(with: world, comment: comment)
        }
    }

    /// Streaks of all kinds: one for every window.
    private static let streaks: [(String, StreakWindow, Int)] = [
        ("steps", .calendar(CalendarWindow(unit: .day), zone: nil), 1),
        ("money", .calendar(CalendarWindow(unit: .week(start: 1)), zone: nil), 0),
        ("steps", .rolling(.seconds(3 * 86_400)), 0),
    ]
}

/// What all histories share.
struct HistoryModel: Sendable {
    static let zoneNames = [
        nil, "UTC", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago",
        "Australia/Lord_Howe", "Africa/Casablanca",
    ]

    let metrics: [String: MetricID]
    let zones = ZoneDatabase()
}

/// One user's random life, and what has to be known of it.
struct History: Sendable {
    private struct Entry {
        let id: EventID
        let metric: String
        let amount: Int64
        var day: CivilDate
        let at: Instant
        var isDeleted = false
    }

    let id: String
    private let model: HistoryModel
    private var random: SplitMix64
    /// The zones so far, the first from always.
    private var stays: [(from: Instant, zone: String?)] = []
    private var entries: [Entry] = []

    init(id: String, seed: UInt64, model: HistoryModel) {
        self.id = id
        self.model = model
        random = SplitMix64(state: seed)
    }

    /// Sends a few commands, some at the same time, and notes what they came to.
    mutating func playRound(in world: ServiceWorld) async throws {
        let now = world.clock.now()
        if stays.isEmpty || Int.random(in: 0..<3, using: &random) == 0 {
            try await move(in: world, at: now)
        }
        let batches = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            (0..<Int.random(in: 1...3, using: &random)).map { _ in draft(in: world, now: now) }
        }
        let deletions = takeDeletions()
        let ids = try await withThrowingTaskGroup(of: (Int, [EventID]).self) { group in
            for (index, batch) in batches.enumerated() {
                group.addTask {
                    let events = try await world.service.intake.submit(
                        RecordEvents(batch),
                        in: world.live
                    )
                    return (index, events.map(\.id))
                }
            }
            for event in deletions {
                group.addTask {
                    try await world.service.intake.submit(DeleteEvent(event), in: world.live)
                    return (-1, [])
                }
            }
            return try await group.reduce(into: [Int: [EventID]]()) { $0[$1.0] = $1.1 }
        }
        for (index, batch) in batches.enumerated() {
            for (draft, event) in zip(batch, ids[index] ?? []) {
                try note(draft, as: event, at: now)
            }
        }
    }

    private mutating func move(in world: ServiceWorld, at now: Instant) async throws {
        let zone = HistoryModel.zoneNames.randomElement(using: &random) ?? nil
        var change = UserChange()
        change.zone = zone.map { .set($0) } ?? .clear
        let draft = IdentifyUser(
            user: world.service.intake.userKey(of: id, in: world.live),
            userID: id,
            change: change,
            createsUser: true
        )
        _ = try await world.service.intake.submit(draft, in: world.live)
        guard let zone, !stays.isEmpty, stays.allSatisfy({ $0.zone == nil }) else {
            return stays.append((from: stays.isEmpty ? .distantPast : now, zone: zone))
        }
        // A first zone holds for all time before it.
        stays = [(from: .distantPast, zone: zone)]
        let first = try model.zones.zone(named: zone)
        for index in entries.indices where !entries[index].isDeleted {
            entries[index].day = first.civilDate(at: entries[index].at)
        }
    }

    private mutating func draft(in world: ServiceWorld, now: Instant) -> EventDraft {
        var draft = world.draft(
            user: id,
            metric: Bool.random(using: &random) ? "steps" : "money"
        )
        draft.amount = Amount(millionths: .random(in: -3_000_000...5_000_000, using: &random))
        switch Int.random(in: 0..<4, using: &random) {
        case 0: break
        case 1: draft.occurredAt = now.adding(seconds: .random(in: 0...300, using: &random))
        default:
            draft.occurredAt = now.adding(seconds: -.random(in: 0...3_000_000, using: &random))
        }
        return draft
    }

    private mutating func takeDeletions() -> [EventID] {
        var taken: [EventID] = []
        for index in entries.indices where !entries[index].isDeleted {
            guard Int.random(in: 0..<6, using: &random) == 0 else { continue }
            entries[index].isDeleted = true
            taken.append(entries[index].id)
        }
        return taken
    }

    private mutating func note(_ draft: EventDraft, as id: EventID, at now: Instant) throws {
        let moment = draft.occurredAt ?? now
        let zone = stays.last { $0.from <= moment }?.zone ?? "UTC"
        entries.append(
            Entry(
                id: id,
                metric: draft.metricKey,
                amount: draft.amount.millionths,
                day: try model.zones.zone(named: zone).civilDate(at: moment),
                at: moment
            )
        )
    }
}

// MARK: - Comparing

extension History {
    func compare(with world: ServiceWorld, comment: String) async throws {
        for (key, metric) in model.metrics {
            let expected = days(of: key)
            let key = world.service.intake.userKey(of: id, in: world.live)
            let stored = try world.database.read { (connection) throws(StorageError) in
                try connection.metricDays.days(
                    of: key,
                    metric: metric,
                    in: CivilDate(dayNumber: 0)...CivilDate(dayNumber: 100_000)
                )
            }
            // A day whose events went to another day is kept, and says that nothing happened.
            #expect(
                stored.filter { $0.eventCount > 0 } == expected.filter { $0.eventCount > 0 },
                "\(comment)"
            )
            let total = try await world.service.reading.total(
                of: id,
                metric: metric,
                in: world.live
            )
            #expect(total == expected.last?.total ?? .zero, "\(comment)")
            let totals = try await world.service.reading.totals(of: id, in: world.live)
            #expect(totals[metric] == expected.last?.total, "\(comment)")
            try await compareSummary(of: metric, expected, with: world, comment: comment)
        }
        let events = try await world.service.reading.events(
            of: id,
            in: world.live,
            after: nil,
            limit: 1_000
        )
        #expect(
            Set(events.filter { $0.deletedAt == nil }.map(\.id))
                == Set(entries.filter { !$0.isDeleted }.map(\.id)),
            "\(comment)"
        )
    }

    /// Every day that ever had an event, summed up one by one.
    private func days(of metric: String) -> [MetricDay] {
        let mine = entries.filter { $0.metric == metric }
        return Set(mine.map(\.day)).sorted().map { day in
            let remaining = mine.filter { !$0.isDeleted }
            let onDay = remaining.filter { $0.day == day }
            return MetricDay(
                day: day,
                change: Amount(millionths: onDay.reduce(0) { $0 + $1.amount }),
                total: Amount(
                    millionths: remaining.filter { $0.day <= day }.reduce(0) { $0 + $1.amount }
                ),
                eventCount: Int64(onDay.count)
            )
        }
    }

    private func compareSummary(
        of metric: MetricID,
        _ days: [MetricDay],
        with world: ServiceWorld,
        comment: String
    ) async throws {
        let middle = days.isEmpty ? CivilDate(dayNumber: 20_000) : days[days.count / 2].day
        let dates = middle.adding(days: -3)...middle.adding(days: 10)
        let points = try await world.service.reading.summary(
            of: id,
            metric: metric,
            over: dates,
            by: .daily,
            in: world.live
        )
        let expected = (0...13).map { offset in
            let date = dates.lowerBound.adding(days: offset)
            let total = days.last { $0.day <= date }?.total ?? .zero
            let change = days.first { $0.day == date }?.change ?? .zero
            return "\(date.iso8601) \(total) \(change)"
        }
        #expect(
            points.map { "\($0.date.iso8601) \($0.total) \($0.change)" } == expected,
            "\(comment)"
        )
    }
}

// MARK: - Streaks

extension ServiceWorld {
    /// A streak of a metric, with grace or without.
    fileprivate func createStreak(
        number: Int,
        _ streak: (metric: String, window: StreakWindow, grace: Int)
    ) async throws {
        var draft = StreakDraft(key: "s\(number)", name: "S", window: streak.window)
        draft.rule.sources = [StreakSource(metric: try await metric(streak.metric))]
        draft.rule.gracePeriods = streak.grace
        draft.isPrimary = number == 0
        _ = try #require(try await service.catalogue.createStreaks([draft], in: live).first).get()
    }
}

extension History {
    /// Holds what the service shows of every streak to the judge of the tests.
    func compareStreaks(with world: ServiceWorld, comment: String) async throws {
        let view = try await world.service.catalogue.view(of: world.live)
        for definition in view.rulebook.streaks {
            let shown = try await world.service.reading.streak(
                definition,
                of: id,
                in: view,
                historyCount: 100
            )
            var history = ReferenceHistory(versions: definition.versions, zones: zones)
            history.firstSeenAt = shown.subject.user?.createdAt
            history.activities = entries.filter { !$0.isDeleted }.compactMap { entry in
                model.metrics[entry.metric].map { metric in
                    StreakActivity(
                        at: entry.at,
                        day: entry.day,
                        metric: metric,
                        amount: Amount(millionths: entry.amount)
                    )
                }
            }
            var expected = ReferenceState(history, at: view.now)
            var state = ReferenceState(shown.state)
            state.forgetWindows(of: definition.rule.window)
            if case .calendar = definition.rule.window {
                let rows = Self.rows(of: expected, among: shown.history.map(\.dates.lowerBound))
                #expect(
                    shown.history.dropLast().map { "\($0.verdict) \($0.length)" } == rows,
                    "\(comment), streak \(definition.key)\n\(history)"
                )
            }
            // What is shown looks back as far as it was asked to, and no further.
            (expected.periods, state.periods) = ([], [])
            (expected.graceUsed, state.graceUsed) = ([], [])
            let differences = state.differences(from: expected)
            #expect(differences == [], "\(comment), streak \(definition.key)\n\(history)")
        }
    }

    /// What the judge says of periods that have ended: all but the last of some.
    private static func rows(of state: ReferenceState, among periods: [CivilDate]) -> [String] {
        var length = 0
        var judged = state.periods[...]
        return periods.dropLast().map { period in
            var verdict = JudgedPeriod.Verdict.idle
            while let row = judged.first, row.opens <= Int64(period.dayNumber) {
                if row.opens == Int64(period.dayNumber) { verdict = row.verdict }
                length = row.lengthAfter
                judged.removeFirst()
            }
            return "\(AccountedPeriod.Verdict.ended(verdict)) \(length)"
        }
    }

    private var zones: ZoneHistory {
        ReferenceHistory.zones(
            stays.map { ($0.from, $0.zone.flatMap { try? model.zones.zone(named: $0) }) },
            defaults: [(.distantPast, .utc)]
        )
    }
}
