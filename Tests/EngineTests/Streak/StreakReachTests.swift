import CivilTime
import StreakReference
import Testing

@testable import Engine

/// What was reached, was reached (R16): milestones and achievements of random histories, and their
/// dates, against the judge of the tests.
@Suite struct StreakReachTests {
    private static let lengths = 1...6

    @Test(arguments: 0..<20)
    func `who ever had a run of a length has what it brings, once, with its date`(
        part: UInt64
    ) throws {
        for number in 0..<5 as Range<UInt64> {
            let seed = 2_000_000 + part * 10_000 + number
            var draw = try RandomStreak(seed: seed)
            var definitions = draw.definitions()
            for index in definitions.indices {
                definitions[index].milestones = Self.lengths.map {
                    StreakMilestone(threshold: $0, isRepeatable: draw.chance(50))
                }
            }
            var world = StreakWorld(definitions, now: try draw.era())
            world.achievements = Self.lengths.map {
                achievement(Int64($0), .streak(length: $0))
            }
            for step in 0..<20 {
                let pace = draw.chance(50) ? 3_600 : draw.chance(80) ? 86_400 : 9 * 86_400
                world.now = world.now.adding(seconds: Int64(draw.number(0...pace)))
                for command in draw.commands(in: world).flatMap(\.asked) {
                    if let problem = world.problem(afterReachingBy: command) {
                        Issue.record("seed \(seed), step \(step): \(problem)\n\(command)")
                        return
                    }
                }
            }
        }
    }

    // MARK: - Resets

    @Test func `a run that begins after a reset earns what every run earns`() throws {
        let day = StreakWindow.calendar(CalendarWindow(unit: .day), zone: nil)
        var world = try Self.world(day, StreakMilestone(threshold: 1, isRepeatable: true))
        world.run(world.recording())
        world.now = world.now.adding(seconds: 86_400)
        // Also before anything has happened on its day.
        world.run(world.adjusting(.reset))
        world.run(world.recording())
        #expect(world.milestones.map(\.threshold) == [1, 1])
        #expect(world.facts.count { $0.kind == .milestoneReached } == 2)
    }

    @Test func `a length that a window had before its reset is given when that is known late`()
        throws
    {
        var world = try Self.world(.rolling(.seconds(86_400)), StreakMilestone(threshold: 2))
        world.run(world.recording())
        world.now = world.now.adding(seconds: 3_600)
        world.run(world.adjusting(.reset))
        world.run(world.recording(at: world.now.adding(seconds: -100_000)))
        #expect(world.replayedState(StreakDefinitionID(1), at: world.now).longest == 2)
        #expect(world.milestones.map(\.threshold) == [2])
    }

    @Test func `what a day reached as it began stays, though its event is taken back`() throws {
        let day = StreakWindow.calendar(CalendarWindow(unit: .day), zone: nil)
        var world = try Self.world(day, StreakMilestone(threshold: 2))
        world.achievements = [achievement(1, .streak(length: 2))]
        world.run(world.recording())
        // Two minutes before midnight, an event of two minutes after it.
        world.now = try Instant(iso8601: "2025-06-10T23:58:00Z")
        world.run(world.recording(at: world.now.adding(seconds: 240)))
        #expect(world.completions.isEmpty)
        world.now = try Instant(iso8601: "2025-06-11T00:30:00Z")
        world.run(.deleteEvent(try #require(world.events.last).id))
        #expect(world.replayedState(StreakDefinitionID(1), at: world.now).length == 1)
        #expect(world.completions.keys.map(\.number) == [1])
        #expect(world.milestones.map(\.threshold) == [2])
    }

    @Test func `a run that falls and grows again earns what every run earns once`() throws {
        let day = StreakWindow.calendar(CalendarWindow(unit: .day), zone: nil)
        var world = try Self.world(day, StreakMilestone(threshold: 2, isRepeatable: true)) {
            $0.gracePeriods = 1
        }
        world.run(world.recording())
        world.now = world.now.adding(seconds: 86_400)
        world.run(world.recording())
        #expect(world.milestones.count == 1)
        world.run(.deleteEvent(try #require(world.events.last).id))
        world.now = world.now.adding(seconds: 86_400)
        // The day in between is covered, and this one is the second again.
        world.run(world.recording())
        #expect(world.replayedState(StreakDefinitionID(1), at: world.now).length == 2)
        #expect(world.milestones.count == 1)
    }

    @Test func `a restore that a late event makes needless leaves no length behind`() throws {
        let day = StreakWindow.calendar(CalendarWindow(unit: .day), zone: nil)
        var world = try Self.world(day, StreakMilestone(threshold: 1, isRepeatable: true))
        world.run(world.recording())
        world.now = world.now.adding(seconds: 3 * 86_400)
        // The two days in between are covered, and keep the length of the first run.
        world.run(world.adjusting(.restore))
        #expect(world.replayedState(StreakDefinitionID(1), at: world.now).length == 1)
        // A run was going when the streak was restored, so that there was nothing to restore.
        world.run(world.recording(at: world.now.adding(seconds: -86_400)))
        #expect(world.milestones.map(\.threshold) == [1, 1])
    }

    @Test func `a run whose count was kept is one run up to its reset`() throws {
        let day = StreakWindow.rolling(.seconds(86_400))
        var world = try Self.world(day, StreakMilestone(threshold: 1, isRepeatable: true)) {
            $0.resetsOnMiss = false
        }
        let start = world.now
        world.run(world.recording())
        world.run(world.recording(at: start.adding(seconds: -3 * 86_400)))
        world.run(.deleteEvent(try #require(world.events.first).id))
        world.now = start.adding(seconds: 86_400)
        world.run(world.adjusting(.reset))
        world.now = start.adding(seconds: 2 * 86_400)
        world.run(world.recording())
        #expect(world.milestones.count == 2)
        // It was given in a window of this run that is no more.
        world.run(world.recording(at: start.adding(seconds: -6 * 86_400)))
        #expect(world.milestones.count == 2)
    }

    @Test func `a window that opens earlier by a late event is of the run that it was of`() throws {
        let day = StreakWindow.rolling(.seconds(86_400))
        var world = try Self.world(day, StreakMilestone(threshold: 1, isRepeatable: true))
        let start = world.now
        world.run(world.recording())
        // The run breaks two days later; that it was reset after that changes nothing.
        world.now = start.adding(seconds: 4 * 86_400)
        world.run(world.recording())
        world.now = start.adding(seconds: 5 * 86_400)
        world.run(world.adjusting(.reset))
        #expect(world.milestones.count == 2)
        world.run(world.recording(at: start.adding(seconds: -3_600)))
        #expect(world.milestones.count == 2)
    }

    @Test func `what was reached before a reset is given once its day begins again`() throws {
        let day = StreakWindow.calendar(CalendarWindow(unit: .day), zone: nil)
        var world = try Self.world(day, StreakMilestone(threshold: 9))
        world.achievements = [achievement(1, .streak(length: 2))]
        world.run(world.leaving(for: "Asia/Tokyo"))
        world.now = try Instant(iso8601: "2025-06-11T06:00:00Z")
        world.run(world.recording())
        let reset = try Instant(iso8601: "2025-06-12T06:00:00Z")
        world.now = reset
        world.run(world.adjusting(.reset))
        // Where it is the 11th again, an event of the 12th is told that came before the reset.
        world.now = reset.adding(seconds: 3_600)
        world.run(world.leaving(for: "Etc/GMT+12"))
        world.run(world.recording(at: reset.adding(seconds: -60)))
        #expect(world.completions.isEmpty)
        world.now = try Instant(iso8601: "2025-06-12T12:30:00Z")
        world.run(world.settling(StreakDefinitionID(1)))
        #expect(world.replayedState(StreakDefinitionID(1), at: world.now).longest == 2)
        #expect(world.completions.count == 1)
    }

    private static func world(
        _ window: StreakWindow,
        _ milestone: StreakMilestone,
        _ change: (inout StreakRule) -> Void = { _ in }
    ) throws -> StreakWorld {
        var rule = StreakRule(window: window)
        change(&rule)
        var definition = StreakDefinition.tested(1, rule)
        definition.milestones = [milestone]
        var world = StreakWorld(definition, now: try Instant(iso8601: "2025-06-10T12:00:00Z"))
        world.run(world.leaving(for: "UTC"))
        return world
    }
}

extension StreakWorld {
    /// Carries a command out, and says how what has been reached differs from what the judge says.
    fileprivate mutating func problem(afterReachingBy command: AnyCommand) -> String? {
        let before = self
        run(command)
        for definition in definitions { run(settling(definition.id)) }
        for definition in definitions {
            let histories = [before.history(definition.id), history(definition.id)]
            for milestone in definition.milestones {
                let length = milestone.threshold
                let reaches = histories.compactMap { ReferenceReach(length, of: $0, at: now) }
                let earned = earned(milestone, of: definition)
                let known = before.earned(milestone, of: definition)
                let found =
                    milestone.isRepeatable
                    ? problem(
                        ofEvery: length,
                        histories,
                        earned,
                        known,
                        isDatedAnew: !before.hasZone && hasZone
                    )
                    : problem(reaches, earned.map(\.earnedAt), !known.isEmpty, since: before)
                if let found {
                    return "streak \(definition.id.number), milestone \(length) at \(now): "
                        + "\(found)\n\(history(definition.id))"
                }
                guard definition.isPrimary else { continue }
                let id = AchievementID(Int64(length))
                if let problem = problem(
                    reaches,
                    completions[id].map { [$0.achievedAt] } ?? [],
                    before.completions[id] != nil,
                    since: before
                ) {
                    return "achievement \(length) at \(now): \(problem)\n\(history(definition.id))"
                }
            }
        }
        return nil
    }

    /// Whether a zone was ever told.
    private var hasZone: Bool { moves.contains { $0.zone != nil } }

    private func earned(
        _ milestone: StreakMilestone,
        of definition: StreakDefinition
    ) -> [EarnedMilestone] {
        milestones.filter {
            $0.definition == definition.id && $0.threshold == milestone.threshold
        }
    }

    /// What is wrong with a milestone of every run: each run that newly reached it has it once.
    private func problem(
        ofEvery length: Int,
        _ histories: [ReferenceHistory],
        _ earned: [EarnedMilestone],
        _ known: [EarnedMilestone],
        isDatedAnew: Bool
    ) -> String? {
        let runs = histories.map { history in
            ReferenceStretch.all(of: history, at: now).filter { $0.reached(length) != nil }
        }
        let (old, new) = (runs[0], runs[1])
        for given in earned.dropFirst(known.count) {
            let homes = (old + new).filter { $0.contains(given.opens) }
            guard !homes.isEmpty else { return "given in \(given.opens), of no run \(runs)" }
            let others = earned.filter { $0 != given }
            let isSecond = homes.allSatisfy { run in
                others.contains { run.contains($0.opens) }
            }
            if isSecond { return "given twice in \(homes), \(earned.map(\.opens))" }
        }
        // In another zone the same runs lie on other days, and nothing is new.
        for run in isDatedAnew ? [] : new {
            guard let reached = run.reached(length) else { continue }
            // What a period had reached before is not new, whichever runs have joined or split.
            let isOld = old.contains { run in
                run.steps.dropFirst(length - 1).contains(reached)
            }
            let isGiven = earned.contains { run.contains($0.opens) }
            if !isOld || known.isEmpty, !isGiven {
                return "not given in \(run), given in \(earned.map(\.opens))"
            }
        }
        return nil
    }

    private func problem(
        _ reaches: [ReferenceReach],
        _ given: [Instant],
        _ wasKnown: Bool,
        since before: StreakWorld
    ) -> String? {
        let expected = reaches.isEmpty && !wasKnown ? 0 : 1
        guard given.count == expected else { return "given \(given), \(expected) expected" }
        guard !wasKnown, let at = given.first else { return nil }
        let events = events.filter { event in !before.events.contains { $0.id == event.id } }
        // At the end of the period that reached it; in it, when it became known.
        let dates = reaches.flatMap { reach in
            reach.ends.map { [min($0, now)] } ?? [now] + events.map(\.occurredAt)
        }
        // What was known before its period began was reached as it began.
        let begun = reaches.map(\.begins).filter { begins in
            begins <= now && before.events.contains { $0.receivedAt < begins }
        }
        return (dates + begun).contains(at) ? nil : "dated \(at), not \(dates + begun)"
    }
}

extension AnyCommand {
    /// The same with one event each, of a user who always wants to see the streak.
    fileprivate var asked: [AnyCommand] {
        switch self {
        case .record(let drafts): return drafts.map { .record([$0]) }
        case .prefer(var draft):
            draft.isStreakEnabled = .keep
            return [.prefer(draft)]
        default: return [self]
        }
    }
}
