import CivilTime

@testable import Engine

/// Draws rules and histories that come near the edges of days.
struct RandomStreak {
    private var random: SplitMix64
    private let zones: [Zone]
    /// Around when things happen: changes of clocks, of zones, of years, and nothing special.
    private static let eras = [
        "2011-12-20T00:00:00Z", "2025-03-01T00:00:00Z", "2025-10-25T00:00:00Z",
        "2025-04-01T00:00:00Z", "2024-12-20T00:00:00Z", "2025-06-01T00:00:00Z",
        "2018-10-28T00:00:00Z", "1993-08-10T00:00:00Z", "2024-02-20T00:00:00Z",
    ]
    private static let zoneNames = [
        "UTC", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia",
        "Pacific/Kiritimati", "Pacific/Honolulu", "Pacific/Auckland", "Asia/Kolkata",
        "Europe/London", "America/Sao_Paulo", "Pacific/Kwajalein", "Etc/GMT+12", "Asia/Tokyo",
    ]

    init(seed: UInt64) throws {
        random = SplitMix64(state: seed &+ TestSeed.offset)
        let database = ZoneDatabase()
        zones = try Self.zoneNames.map { try database.zone(named: $0) }
    }

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &random)]
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func zone() -> Zone { pick(zones) }

    mutating func zoneName() -> String { pick(Self.zoneNames) }

    mutating func era() throws -> Instant { try Instant(iso8601: pick(Self.eras)) }

    /// A moment within some days of a start; often one of the last or first seconds of an hour.
    mutating func moment(after start: Instant, days: Int) -> Instant {
        let second = Int64(number(0...days * 86_400))
        guard chance(40) else { return start.adding(seconds: second) }
        return start.adding(seconds: second / 1_800 * 1_800 + Int64(number(-1...1)))
    }

    // MARK: - Rules

    mutating func window() -> StreakWindow {
        if chance(20) { return .rolling(.seconds(86_400 * pick([1, 1, 7, 30]))) }
        let unit: CalendarUnit =
            chance(60) ? .day : chance(60) ? .week(start: number(0...6)) : .month
        let reset =
            chance(60)
            ? nil : WallTime(hour: pick([0, 2, 4, 12, 23]), minute: pick([0, 1, 30, 59]))
        let window = CalendarWindow(unit: unit, resetTime: reset ?? .midnight)
        return .calendar(window, zone: chance(25) ? zone() : nil)
    }

    mutating func condition() -> StreakCondition {
        switch number(0...5) {
        case 0: .sum(minimum: Amount(Int32(number(1...6))))
        case 1: .distinct(field: "device", minimum: number(1...3))
        case 2: .count(minimum: Int64(number(2...4)))
        default: .count(minimum: 1)
        }
    }

    mutating func rule() -> StreakRule {
        var rule = StreakRule(window: window(), condition: condition())
        rule.resetsOnMiss = chance(70)
        if case .calendar(let window, _) = rule.window {
            if chance(35) { rule.gracePeriods = number(1...3) }
            if window.unit == .day, chance(25) {
                rule.daysOff = Set((0...number(0...2)).map { _ in number(0...6) })
            }
            if chance(30) { rule.freezes.maximum = number(0...3) }
        }
        // Drawn aside, so that everything else is as it would be without it.
        var aside = SplitMix64(state: ~random.state)
        if Int.random(in: 0..<100, using: &aside) < 15 {
            rule.minimumPerEvent = Amount(Int32.random(in: 1...3, using: &aside))
        }
        if case .calendar(let window, _) = rule.window, window.unit == .day {
            rule.restDays = RestDayLimits(
                perWeek: Int.random(in: 0...3, using: &aside),
                vacationDaysPerYear: Int.random(in: 0...6, using: &aside)
            )
        }
        return rule
    }

    // MARK: - Histories

    mutating func record(after start: Instant, days: Int, density: Int) -> StreakRecord {
        let count = number(0...days * density / 2)
        let activities = (0..<count).map { _ in
            StreakActivity(
                at: moment(after: start, days: days),
                amount: Amount(Int32(chance(8) ? -number(1...3) : number(0...4))),
                attributes: chance(80) ? ["device": pick(["a", "b", "c"])] : [:]
            )
        }
        return StreakRecord(
            activities: activities,
            circumstances: circumstances(after: start, days: days)
        )
    }

    private mutating func circumstances(after start: Instant, days: Int) -> StreakCircumstances {
        let moves = chance(60) ? number(1...3) : 0
        let zones = ZoneHistory(
            first: zone(),
            changes: (0..<moves).map { _ in
                ZoneHistory.Entry(from: moment(after: start, days: days), zone: zone())
            }
        )
        let first = Zone.utc.civilDate(at: start)
        let grants = (0..<(chance(50) ? number(1...4) : 0)).map { _ in
            FreezeGrant(on: first.adding(days: number(-2...days)), count: number(1...2))
        }
        let pauses = (0..<(chance(30) ? number(1...2) : 0)).map { _ in
            let begin = first.adding(days: number(-1...days))
            return StreakPause(begin...begin.adding(days: number(0...6)))
        }
        return StreakCircumstances(zones: zones, grants: grants, pauses: pauses)
    }
}
