import CivilTime
import Testing

@testable import Engine

/// The first zone that a user is given holds for all time before it (R1).
@Suite struct FirstZoneTests {
    private static let first = StreakDefinitionID(1)

    /// A user of whom no zone is known, with events in evenings of New York.
    private func world(
        _ change: (inout StreakRule) -> Void = { _ in }
    ) throws -> StreakWorld {
        var rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        change(&rule)
        var world = StreakWorld(.tested(1, rule), now: try Instant(iso8601: "2025-06-01T13:00:00Z"))
        // 1, 1 and 3 June there; 1, 2 and 4 June in UTC.
        for at in ["2025-06-01T13:00:00Z", "2025-06-02T02:00:00Z", "2025-06-04T03:00:00Z"] {
            world.now = try Instant(iso8601: at)
            world.run(world.recording())
        }
        world.now = try Instant(iso8601: "2025-06-04T12:00:00Z")
        return world
    }

    private func days(_ world: StreakWorld) -> [String] { world.events.map(\.day.iso8601) }

    @Test func `what came before it is dated anew, and streaks with it`() throws {
        var world = try world()
        #expect(days(world) == ["2025-06-01", "2025-06-02", "2025-06-04"])
        world.run(world.leaving(for: "America/New_York"))
        #expect(days(world) == ["2025-06-01", "2025-06-01", "2025-06-03"])
        #expect(world.user?.zoneSince == .distantPast)
        #expect(world.stays == [ZoneStay(from: .distantPast, zone: "America/New_York")])
        #expect(
            world.rows[Self.first]?.map(\.period.opens.date.iso8601) == [
                "2025-06-01", "2025-06-03",
            ]
        )
        #expect(world.rows[Self.first]?.map(\.period) == world.replayed(Self.first))
        let state = world.replayedState(Self.first, at: world.now)
        #expect(state.length == 1)
        #expect(state.startedOn?.iso8601 == "2025-06-03")
    }

    @Test(arguments: [
        StreakWindow.rolling(.seconds(30 * 86_400)),
        .calendar(CalendarWindow(unit: .month), zone: .utc),
        .calendar(CalendarWindow(unit: .month), zone: nil),
    ]) func `an event that was dated anew can be taken back in the same group`(
        window: StreakWindow
    ) throws {
        var world = try world {
            $0.window = window
            $0.condition = .count(minimum: 3)
        }
        let today = Zone.utc.civilDate(at: world.now)
        // What was done is looked up for the first of them, before it is dated anew.
        world.run(
            world.adjusting(.pause(today...today)),
            world.recording(-1, at: world.now.adding(seconds: -3 * 86_400)),
            world.leaving(for: "America/New_York"),
            .deleteEvent(try #require(world.events.dropFirst().first).id)
        )
        #expect(world.rows[Self.first]?.map(\.period) == world.replayed(Self.first))
    }

    @Test func `later zones move nothing`() throws {
        var world = try world()
        world.run(world.leaving(for: "America/New_York"))
        let dated = days(world)
        world.now = world.now.adding(seconds: 3_600)
        world.run(world.leaving(for: "Asia/Tokyo"))
        #expect(days(world) == dated)
        #expect(world.user?.zoneSince == world.now)
        #expect(world.rows[Self.first]?.map(\.period) == world.replayed(Self.first))
    }

    @Test func `a zone that is told after one was taken away moves nothing`() throws {
        var world = try world()
        world.run(world.leaving(for: "America/New_York"))
        let dated = days(world)
        world.now = world.now.adding(seconds: 3_600)
        var change = UserChange()
        change.zone = .clear
        world.run(
            .identify(
                IdentifyUser(
                    user: StreakWorld.user,
                    userID: "u1",
                    change: change,
                    createsUser: true
                )
            )
        )
        #expect(try #require(world.user).zone == nil)
        world.now = world.now.adding(seconds: 3_600)
        world.run(world.leaving(for: "Asia/Tokyo"))
        #expect(days(world) == dated)
        #expect(world.user?.zoneSince == world.now)
        #expect(world.rows[Self.first]?.map(\.period) == world.replayed(Self.first))
    }

    @Test func `it may come with an event, and in one call with others`() throws {
        var world = try world()
        world.now = try Instant(iso8601: "2025-06-05T02:00:00Z")
        let command = world.recording(zone: "America/New_York")
        world.run(world.recording(), command)
        #expect(
            days(world)
                == ["2025-06-01", "2025-06-01", "2025-06-03", "2025-06-04", "2025-06-04"]
        )
        // A period is counted only until it is satisfied, so the rest of it is not compared.
        #expect(
            world.rows[Self.first]?.map(\.period.before)
                == world.replayed(Self.first).map(\.before)
        )
        #expect(world.replayedState(Self.first, at: world.now).length == 2)
    }

    @Test func `what a reset had voided counts on a day that has no reset`() throws {
        let rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        var world = StreakWorld(.tested(1, rule), now: try Instant(iso8601: "2025-06-01T08:00:00Z"))
        // 1 June in Tokyo; the reset is on 2 June there.
        world.run(world.recording())
        world.now = try Instant(iso8601: "2025-06-01T16:00:00Z")
        world.run(world.adjusting(.reset))
        world.run(world.leaving(for: "Asia/Tokyo"))
        #expect(world.rows[Self.first]?.map(\.period) == world.replayed(Self.first))
        #expect(world.replayed(Self.first).map(\.opens.date.iso8601) == ["2025-06-01"])
        #expect(world.differences(Self.first, at: world.now) == [])
    }

    @Test func `a streak with a zone of its own stays as it is`() throws {
        var world = try world { $0.window = .calendar(CalendarWindow(unit: .day), zone: .utc) }
        let before = world.rows[Self.first]?.map(\.period)
        world.run(world.leaving(for: "America/New_York"))
        #expect(days(world) == ["2025-06-01", "2025-06-01", "2025-06-03"])
        #expect(world.rows[Self.first]?.map(\.period) == before)
        #expect(world.rows[Self.first]?.map(\.period) == world.replayed(Self.first))
    }

    @Test func `the days of metrics move, and the total stays`() throws {
        var draft = FoldWorld()
        for at in ["2025-03-14T02:00:00Z", "2025-03-14T13:00:00Z", "2025-03-15T02:00:00Z"] {
            let at = try Instant(iso8601: at)
            try draft.record(event(2, at: at))
        }
        try draft.identify { $0.zone = .set("America/New_York") }
        let tally = try #require(draft.snapshot().totals.tallies[FoldWorld.steps.id])
        let days = tally.changes.filter { $0.eventCount > 0 }
        #expect(days.map(\.day.iso8601) == ["2025-03-13", "2025-03-14"])
        #expect(days.map(\.change) == [Amount(2), Amount(4)])
        #expect(tally.total == Amount(6))
    }

    @Test func `who did too much for that moves now`() throws {
        var snapshot = Snapshot(
            key: UserKey(1),
            workspace: WorkspaceID(1),
            user: User(id: "u1", createdAt: .distantPast, updatedAt: .distantPast)
        )
        snapshot.learn(history: nil)
        snapshot.learn(attributes: [:])
        var snapshots = [UserKey(1): snapshot]
        let now = try Instant(iso8601: "2025-06-04T12:00:00Z")
        let change = moving(to: "America/New_York")
        _ = try IdentifyUser(user: UserKey(1), userID: "u1", change: change, createsUser: true)
            .apply(
                in: Fold(rulebook: Rulebook(), zones: ZoneDatabase(), now: now),
                firstNumber: 1,
                to: &snapshots
            )
        #expect(snapshots[UserKey(1)]?.user?.zoneSince == now)
    }
}
