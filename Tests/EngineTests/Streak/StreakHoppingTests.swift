import CivilTime
import Testing

@testable import Engine

/// Users who move back and forth (R20).
@Suite struct StreakHoppingTests {
    private static let id = StreakDefinitionID(1)

    /// A world in which somebody was there once, and then moved west and east so that most dates last
    /// less than 12 hours.
    private static func world(hops: Int) throws -> StreakWorld {
        var rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        rule.freezes = FreezeRule(maximum: 0)
        var world = StreakWorld(.tested(1, rule), now: try instant("2025-03-03T12:00:00Z"))
        world.run(world.recording(zone: "Pacific/Kiritimati"))
        for hop in 1...hops {
            // At 11:00 UTC the one zone is near the beginning of a date, and the other near its end.
            let east = try instant("2025-03-04T11:00:00Z").adding(seconds: Int64(hop - 1) * 86_400)
            world.now = east
            world.run(world.leaving(for: "Etc/GMT+12"))
            world.now = east.adding(seconds: 2 * 3_600)
            world.run(world.leaving(for: "Pacific/Kiritimati"))
        }
        return world
    }

    @Test func `four dates in thirty that a move cut short are neutral, and the fifth is not`()
        throws
    {
        let zones = ZoneDatabase()
        let home = try zones.zone(named: "Pacific/Honolulu")
        let away = try zones.zone(named: "Pacific/Kiritimati")
        // Each week: away for the afternoon of one date, so that the next date is over at once.
        var changes: [ZoneHistory.Entry] = []
        let start = try instant("2025-03-02T00:00:00Z")
        for week in 0..<6 {
            let leaves = start.adding(seconds: Int64(week * 6) * 86_400 + 10 * 3_600 + 60)
            changes.append(ZoneHistory.Entry(from: leaves, zone: away))
            changes.append(
                ZoneHistory.Entry(from: leaves.adding(seconds: 30 * 3_600), zone: home)
            )
        }
        let rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        let judge = CalendarJudge(
            timeline: StreakTimeline(rule),
            window: CalendarWindow(unit: .day),
            zone: nil,
            circumstances: StreakCircumstances(zones: ZoneHistory(first: home, changes: changes))
        )
        let first = try CivilDate(iso8601: "2025-02-20")
        let dates = (0..<70).map { first.adding(days: $0) }
        let short = dates.filter { judge.zones.isNeutral($0) }
        let neutral = dates.filter { judge.excuse(of: $0...$0, judge.rule(in: $0.key)) == .neutral }
        #expect(short.count > EngineLimits.neutralDays, "\(short.map(\.iso8601))")
        #expect(neutral.count < short.count)
        for date in dates {
            let window = date...date.adding(days: EngineLimits.neutralDaysSpan - 1)
            #expect(neutral.count { window.contains($0) } <= EngineLimits.neutralDays)
        }
        #expect(Array(short.prefix(4)) == Array(neutral.prefix(4)))
        let beyond = try #require(short.first { !neutral.contains($0) })
        #expect(judge.isBeyondNeutralLimit(beyond))
    }

    @Test func `hopping keeps nobody's streak alive for long`() throws {
        var world = try Self.world(hops: 20)
        world.now = world.now.adding(seconds: 86_400)
        world.run(world.settling(Self.id))
        #expect(world.differences(Self.id, at: world.now) == [])
        let state = world.replayedState(Self.id, at: world.now)
        #expect(state.status == .broken)
    }
}
