import CivilTime
import Testing

@testable import Engine

/// How streaks are kept: what was once found to be lost, counted twice or told wrongly.
@Suite struct LoadedPeriodsTests {
    private static let daily = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
    private static let first = StreakDefinitionID(1)

    /// A user of a daily streak, at noon.
    private func world(
        zone: String = "UTC",
        now: String = "2025-06-01T12:00:00Z",
        _ change: (inout StreakRule) -> Void = { _ in }
    ) throws -> StreakWorld {
        var rule = Self.daily
        change(&rule)
        var world = StreakWorld(.tested(1, rule), now: try instant(now))
        world.run(world.leaving(for: zone))
        return world
    }

    private func length(_ outcomes: [Result<any Sendable, Refusal>]) throws -> Int? {
        (try outcomes.last?.get() as? [RecordedEvent])?.last?.streak?.state.length
    }

    private func kinds(_ world: StreakWorld) -> [StreakFact.Kind] { world.facts.map(\.kind) }

    // MARK: - Looking things up

    @Test func `an event on time asks for nothing, however long the history`() throws {
        var world = try world { $0.freezes.earning = .init(count: 1, days: 3) }
        for day in 0..<400 {
            world.run(world.recording())
            #expect(world.gaps == [], "on day \(day)")
            world.now = world.now.adding(seconds: day % 9 == 8 ? 2 * 86_400 : 86_400)
        }
        #expect(world.rows[Self.first]?.count == 400)
    }

    @Test func `two late events of one command are given all that both ask for`() throws {
        var world = try world { $0.condition = .count(minimum: 2) }
        let start = world.now
        for day in 0..<9 as Range<Int64> {
            world.now = start.adding(seconds: day * 86_400)
            world.run(world.recording())
        }
        world.run(
            .record([
                event(at: start.adding(seconds: 86_000)),
                event(at: start.adding(seconds: 5 * 86_000)),
            ])
        )
        #expect(world.gaps.count < 10)
        #expect(world.rows[Self.first]?.map(\.period) == world.replayed(Self.first))
    }

    // MARK: - Choices

    @Test func `a metric that only the user has chosen counts, and what was done of it today`()
        throws
    {
        var world = try world()
        world.run(world.recording(metric: "money"))
        #expect(world.replayed(Self.first).isEmpty)
        world.run(
            .prefer(
                ChoosePreferences(
                    user: StreakWorld.user,
                    userID: "u1",
                    sources: .set([StreakSource(metric: StreakWorld.money.id)])
                )
            )
        )
        #expect(world.rows[Self.first]?.count == 1)
        world.now = world.now.adding(seconds: 86_400)
        #expect(try length(world.run(world.recording(metric: "money"))) == 2)
    }

    // MARK: - Marks

    @Test func `a freeze reaches the day after an event that was sent a little ahead`() throws {
        var world = try world(now: "2025-06-01T12:00:00Z")
        world.run(world.recording())
        world.now = try instant("2025-06-02T23:58:00Z")
        world.run(world.recording(at: try instant("2025-06-03T00:01:00Z")))
        world.run(world.adjusting(.grant(count: 1)))
        #expect(world.rows[Self.first]?.map(\.period) == world.replayed(Self.first))
        let state = world.replayedState(Self.first, at: try instant("2025-06-03T00:02:00Z"))
        #expect(state.length == 2)
        #expect(state.freezesUsed.map(\.iso8601) == ["2025-06-02"])
    }

    @Test func `what somebody sets is told as a correction, once`() throws {
        var world = try world()
        for _ in 0..<3 {
            world.run(world.recording())
            world.now = world.now.adding(seconds: 86_400)
        }
        world.run(world.adjusting(.reset))
        world.run(world.adjusting(.restore))
        let corrected = world.facts.filter { $0.kind == .corrected }
        #expect(corrected.map(\.previousLength) == [3, 0])
        #expect(corrected.map(\.length) == [0, 3])
    }

    // MARK: - Clocks

    @Test func `a clock that is set back after a move forgets the move, and goes on from there`()
        throws
    {
        var world = try world(zone: "America/New_York")
        world.run(world.recording())
        world.now = try instant("2025-06-03T12:00:00Z")
        world.run(world.leaving(for: "Asia/Tokyo"))
        world.now = try instant("2025-06-02T12:00:00Z")
        world.run(world.leaving(for: "Europe/London"))
        #expect(world.stays.map(\.zone) == ["America/New_York", "Europe/London"])
        for text in ["2025-06-02T22:00:00Z", "2025-06-03T22:30:00Z", "2025-06-04T22:00:00Z"] {
            world.now = try instant(text)
            world.run(world.recording())
            #expect(world.differences(Self.first, at: world.now) == [], "\(text)")
        }
        // In Tokyo the second of these would have been the fourth already.
        #expect(
            world.rows[Self.first]?.map(\.period.opens.date.iso8601).suffix(3) == [
                "2025-06-02", "2025-06-03", "2025-06-04",
            ]
        )
    }

    // MARK: - Rules that change

    @Test
    func `a change of rules belongs to the period in which it happened, wherever the user goes`()
        throws
    {
        var world = try world(zone: "Pacific/Auckland", now: "2025-06-01T20:00:00Z")
        world.run(world.recording())
        world.definitions[0].change(from: try instant("2025-06-01T20:30:00Z")) {
            $0.rule.condition = .count(minimum: 2)
        }
        world.now = try instant("2025-06-02T01:00:00Z")
        world.run(world.recording(), world.leaving(for: "Pacific/Honolulu"))
        #expect(world.rows[Self.first]?.map(\.period) == world.replayed(Self.first))
        #expect(world.replayed(Self.first).first?.tally.parts.count == 2)
    }

    @Test func `a lapse keeps its count when misses begin to cost it later`() throws {
        var world = try world { $0.resetsOnMiss = false }
        world.run(world.recording())
        world.now = try instant("2025-06-04T12:00:00Z")
        world.definitions[0].change(from: world.now) { $0.rule.resetsOnMiss = true }
        #expect(try length(world.run(world.recording())) == 2)
    }

    @Test(arguments: [true, false])
    func `a lapse of rolling windows keeps its count too`(isLate: Bool) throws {
        var world = try world {
            $0.window = .rolling(.seconds(86_400))
            $0.resetsOnMiss = false
        }
        world.run(world.recording())
        world.now = world.now.adding(seconds: isLate ? 5 * 86_400 : 86_400)
        world.definitions[0].change(from: world.now) { $0.rule.resetsOnMiss = true }
        #expect(try length(world.run(world.recording())) == 2)
    }

    @Test(arguments: [
        Row("raised", 5, 4), Row("lowered", 1, 3), Row("lowered to what is held", 3, 3),
    ])
    func `a maximum that changes takes no freeze away, and what comes later goes by it`(
        row: Row<Int, Int>
    ) throws {
        var world = try world { $0.freezes.maximum = 4 }
        world.run(world.recording())
        // No run is going any more.
        world.now = try instant("2025-06-04T12:00:00Z")
        world.run(world.adjusting(.grant(count: 3)))
        world.definitions[0].change(from: try instant("2025-06-06T12:00:00Z")) {
            $0.rule.freezes.maximum = row.input
            $0.rule.freezes.earning = .init(count: 1, days: 1)
        }
        world.now = try instant("2025-06-07T12:00:00Z")
        #expect(world.replayedState(Self.first, at: world.now).freezeBalance == row.expected)
        #expect(world.differences(Self.first, at: world.now) == [])
    }

    // MARK: - Facts

    @Test func `what befell a streak before its definition was paused is told, nothing after`()
        throws
    {
        var world = try world { $0.freezes.startCount = 1 }
        world.run(world.recording())
        world.now = try instant("2025-06-04T12:00:00Z")
        world.definitions[0].change(from: try instant("2025-06-03T12:00:00Z")) {
            $0.isPaused = true
        }
        world.run(world.settling(Self.first))
        #expect(kinds(world) == [.started, .freezeConsumed])
        #expect(world.dueAt(Self.first) == nil)
        world.now = try instant("2025-07-04T12:00:00Z")
        world.definitions[0].change(from: world.now) { $0.isPaused = false }
        world.run(world.settling(Self.first))
        #expect(kinds(world) == [.started, .freezeConsumed])
        #expect(world.replayedState(Self.first, at: world.now).status == .alive)
    }

    @Test func `a freeze that comes within a week is told when it comes`() throws {
        var world = try world {
            $0.window = .calendar(CalendarWindow(unit: .week(start: 1)), zone: nil)
            $0.freezes = FreezeRule(maximum: 1, earning: .init(count: 1, days: 2))
        }
        // 1 June 2025 is a Sunday, so the week has just begun.
        world.now = try instant("2025-06-02T12:00:00Z")
        world.run(world.recording())
        #expect(world.dueAt(Self.first)?.iso8601 == "2025-06-03T00:00:00.000Z")
        world.now = try instant("2025-06-03T12:00:00Z")
        world.run(world.settling(Self.first))
        #expect(kinds(world) == [.started, .freezeEarned])
    }

    @Test func `who flies back over the date line is due no earlier than now`() throws {
        var world = try world(zone: "Pacific/Kiritimati", now: "2025-01-01T12:00:00Z") {
            let reset = WallTime(hour: 23, minute: 1) ?? .midnight
            $0.window = .calendar(CalendarWindow(unit: .day, resetTime: reset), zone: nil)
            $0.freezes.earning = .init(count: 1, days: 1)
        }
        world.run(world.recording())
        world.now = try instant("2025-01-03T17:15:00Z")
        world.run(world.leaving(for: "America/Sao_Paulo"))
        world.run(world.settling(Self.first))
        #expect(try #require(world.dueAt(Self.first)) > world.now)
    }

    @Test func `what an event a little ahead began is told with the freezes of its first day`()
        throws
    {
        var world = try world { $0.freezes.earning = .init(count: 1, days: 1) }
        world.run(world.recording())
        world.now = try instant("2025-06-01T23:58:00Z")
        world.run(world.recording(at: try instant("2025-06-02T00:01:00Z")))
        world.now = try instant("2025-06-02T12:00:00Z")
        world.run(world.settling(Self.first))
        let extended = try #require(world.facts.last { $0.kind == .extended })
        #expect(extended.freezes == 1)
    }

    @Test func `time brings no freezes while the definition is paused`() throws {
        var world = try world { $0.freezes.earning = .init(count: 1, days: 2) }
        world.run(world.recording())
        world.definitions[0].change(from: try instant("2025-06-04T12:00:00Z")) {
            $0.isPaused = true
        }
        world.definitions[0].change(from: try instant("2025-06-08T12:00:00Z")) {
            $0.isPaused = false
        }
        world.now = try instant("2025-06-09T12:00:00Z")
        world.run(world.settling(Self.first))
        let earned = world.facts.filter { $0.kind == .freezeEarned }.map(\.at.iso8601)
        #expect(earned == ["2025-06-03T00:00:00.000Z", "2025-06-09T00:00:00.000Z"])
    }

    @Test
    func
        `an event sent a little ahead is told when its day begins, after what it came too late for`()
        throws
    {
        var world = try world()
        world.run(world.recording())
        world.now = try instant("2025-06-02T23:58:00Z")
        world.run(world.recording(at: try instant("2025-06-03T00:01:00Z")))
        #expect(kinds(world) == [.started])
        #expect(world.dueAt(Self.first)?.iso8601 == "2025-06-03T00:00:00.000Z")
        world.now = try instant("2025-06-05T12:00:00Z")
        world.run(world.settling(Self.first))
        #expect(kinds(world) == [.started, .lost, .started, .lost])
    }

    @Test func `who does not want a streak is told nothing of that time, even later`() throws {
        var world = try world()
        world.run(world.recording())
        world.run(preferring(false))
        world.now = world.now.adding(seconds: 5 * 86_400)
        world.run(preferring(true))
        #expect(kinds(world) == [.started])
    }

    private func preferring(_ isEnabled: Bool) -> AnyCommand {
        .prefer(
            ChoosePreferences(
                user: StreakWorld.user,
                userID: "u1",
                isStreakEnabled: .set(isEnabled)
            )
        )
    }

    @Test func `questions that go further back each time are few`() throws {
        let timeline = StreakTimeline(
            StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
        )
        var loaded = LoadedPeriods(
            user: StreakWorld.user,
            definition: StreakDefinitionID(1)
        )
        let now = try instant("2025-06-01T12:00:00Z")
        var questions = 0
        for day in 0..<1_000 {
            let start = now.adding(seconds: Int64(-86_400 * day))
            do throws(Interruption) {
                _ = try loaded.activities(in: start..<start.adding(seconds: 1), under: timeline)
            } catch {
                guard case .lacking(let wants) = error else { throw error }
                for case .periods(let want, _) in wants { loaded.set([], for: want) }
                questions += 1
            }
        }
        #expect(questions <= 12)
        let instants = try #require(loaded.activitiesLoaded)
        #expect(instants.contains(now.adding(seconds: -86_400 * 999)))
        #expect(instants.contains(now))
    }
}
