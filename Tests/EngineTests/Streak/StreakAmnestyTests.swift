import CivilTime
import Testing

@testable import Engine

/// Amnesties (R17): what is covered, who is told, and what it costs.
@Suite struct StreakAmnestyTests {
    private static let daily = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))

    private static func amnesty(
        _ from: String,
        _ to: String,
        zones: Set<String> = [],
        at moment: String
    ) throws -> StreakAmnesty {
        StreakAmnesty(
            number: 1,
            publicID: "amnesty-1",
            instants: try instant(from)..<instant(to),
            reason: "The outage of 4 March",
            zones: zones,
            createdAt: try instant(moment)
        )
    }

    /// Somebody who was there on three days, missed 4 March, and was there on 5 and 6 March.
    private static func broken(_ rule: StreakRule = daily) throws -> StreakWorld {
        var world = StreakWorld(.tested(1, rule), now: try instant("2025-03-01T12:00:00Z"))
        for day in ["01", "02", "03", "05", "06"] {
            world.now = try instant("2025-03-\(day)T00:30:00Z")
            world.run(world.settling(StreakDefinitionID(1)))
            world.now = try instant("2025-03-\(day)T12:00:00Z")
            world.run(world.recording())
        }
        return world
    }

    private static let id = StreakDefinitionID(1)

    @Test func `who had broken is whole again, which is told once as a correction`() throws {
        var world = try Self.broken()
        #expect(
            world.facts.map(\.kind) == [
                .started, .extended, .extended, .lost, .started, .extended,
            ]
        )
        world.now = try instant("2025-03-06T13:00:00Z")
        world.amnesties = [
            try Self.amnesty(
                "2025-03-04T09:00:00Z",
                "2025-03-04T10:00:00Z",
                at: "2025-03-06T13:00:00Z"
            )
        ]
        world.run(world.settling(Self.id))
        #expect(world.facts.last?.kind == .corrected)
        #expect(world.facts.last?.length == 5)
        #expect(world.facts.last?.previousLength == 2)
        #expect(world.replayedState(Self.id, at: world.now).length == 5)
        #expect(world.dueAt(Self.id) == (try instant("2025-03-08T00:00:00Z")))
        let count = world.facts.count
        world.run(world.settling(Self.id))
        world.run(world.recording())
        #expect(world.facts.count == count)
    }

    @Test func `one that is revoked is as if it had never been`() throws {
        var world = try Self.broken()
        world.amnesties = [
            try Self.amnesty(
                "2025-03-04T09:00:00Z",
                "2025-03-04T10:00:00Z",
                at: "2025-03-06T12:00:00Z"
            )
        ]
        world.run(world.settling(Self.id))
        world.now = try instant("2025-03-06T13:00:00Z")
        world.amnesties[0].revokedAt = world.now
        world.run(world.settling(Self.id))
        #expect(world.facts.suffix(2).map(\.kind) == [.corrected, .corrected])
        #expect(world.facts.last?.length == 2)
        #expect(world.replayedState(Self.id, at: world.now).length == 2)
    }

    @Test func `who is broken now goes on, and what is due follows`() throws {
        var world = try Self.broken()
        world.now = try instant("2025-03-09T12:00:00Z")
        world.run(world.settling(Self.id))
        #expect(world.facts.last?.kind == .lost)
        #expect(world.dueAt(Self.id) == nil)
        world.amnesties = [
            try Self.amnesty(
                "2025-03-07T01:00:00Z",
                "2025-03-08T23:00:00Z",
                at: "2025-03-09T12:00:00Z"
            )
        ]
        world.run(world.settling(Self.id))
        #expect(world.facts.last?.kind == .corrected)
        #expect(world.facts.last?.length == 2)
        #expect(world.dueAt(Self.id) == (try instant("2025-03-10T00:00:00Z")))
        #expect(world.differences(Self.id, at: world.now) == [])
    }

    @Test func `it looks at no event, and writes nothing of a run that had ended before it`() throws
    {
        var world = try Self.broken()
        world.now = try instant("2025-04-01T12:00:00Z")
        world.run(world.settling(Self.id))
        let (rows, facts) = (world.rows, world.facts)
        world.amnesties = [
            try Self.amnesty(
                "2025-03-20T00:00:00Z",
                "2025-03-21T00:00:00Z",
                at: "2025-04-01T12:00:00Z"
            )
        ]
        world.run(world.settling(Self.id))
        #expect(world.rows == rows)
        #expect(world.facts == facts)
        #expect(world.gaps.isEmpty)
    }

    @Test(arguments: [(["Asia/Tokyo"], 2), (["UTC"], 5)] as [(Set<String>, Int)])
    func `it is for those who lived in its zones as it began`(
        zones: Set<String>,
        length: Int
    ) throws {
        var world = try Self.broken()
        world.amnesties = [
            try Self.amnesty(
                "2025-03-04T09:00:00Z",
                "2025-03-04T10:00:00Z",
                zones: zones,
                at: "2025-03-06T12:00:00Z"
            )
        ]
        world.run(world.settling(Self.id))
        #expect(world.replayedState(Self.id, at: world.now).length == length)
        #expect(world.differences(Self.id, at: world.now) == [])
    }

    @Test func `a freeze that it makes needless comes back`() throws {
        var rule = Self.daily
        rule.freezes = FreezeRule(startCount: 1, maximum: 1)
        var world = try Self.broken(rule)
        #expect(world.replayedState(Self.id, at: world.now).freezeBalance == 0)
        world.amnesties = [
            try Self.amnesty(
                "2025-03-04T09:00:00Z",
                "2025-03-04T10:00:00Z",
                at: "2025-03-06T12:00:00Z"
            )
        ]
        world.run(world.settling(Self.id))
        let state = world.replayedState(Self.id, at: world.now)
        #expect((state.length, state.freezeBalance) == (5, 1))
        #expect(world.facts.last?.kind == .extended)
    }

    @Test func `a rolling window has as much more time`() throws {
        var rule = StreakRule(window: .rolling(.seconds(86_400)))
        rule.sources = [StreakSource(metric: StreakWorld.steps.id)]
        var world = StreakWorld(.tested(1, rule), now: try instant("2025-03-01T12:00:00Z"))
        world.run(world.recording())
        world.now = try instant("2025-03-04T00:00:00Z")
        world.run(world.settling(Self.id))
        #expect(world.facts.last?.kind == .lost)
        world.amnesties = [
            try Self.amnesty(
                "2025-03-02T00:00:00Z",
                "2025-03-03T00:00:00Z",
                at: "2025-03-04T00:00:00Z"
            )
        ]
        world.run(world.settling(Self.id))
        #expect(world.facts.last?.kind == .corrected)
        #expect(world.dueAt(Self.id) == (try instant("2025-03-04T12:00:00Z")))
    }

    @Test func `an explanation says what covered the day`() throws {
        var world = try Self.broken()
        world.amnesties = [
            try Self.amnesty(
                "2025-03-04T09:00:00Z",
                "2025-03-04T10:00:00Z",
                at: "2025-03-06T12:00:00Z"
            )
        ]
        world.run(world.settling(Self.id))
        let judge = try #require(world.judge(Self.id))
        let account = judge.account(
            of: (world.rows[Self.id] ?? []).map(\.period),
            isWhole: true,
            limit: 10,
            at: world.now
        )
        let covered = account.periods[3]
        #expect(covered.verdict == .ended(.amnesty))
        #expect(covered.amnesty?.reason == "The outage of 4 March")
    }
}
