import CivilTime
import StreakReference
import Testing

@testable import Engine

/// What is stored after each command against the judge of the tests, who knows every rule and none
/// of the engine's code, and against the engine's own replay of everything from nothing (R8).
@Suite struct StreakReplayTests {
    @Test(arguments: 0..<20)
    func `what is stored is what the judge says, and what a replay from nothing gives`(
        part: UInt64
    ) throws {
        for number in 0..<4 as Range<UInt64> {
            let seed = part * 10_000 + number
            guard try holds(seed: seed, changes: false) else { return }
            guard try holds(seed: seed + 5_000, changes: true) else { return }
        }
    }

    @Test(arguments: 0..<20)
    func `restores and resets follow from what happened before them, whenever that arrived`(
        part: UInt64
    ) throws {
        for number in 0..<4 as Range<UInt64> {
            let seed = 1_000_000 + part * 10_000 + number
            guard try holds(seed: seed, changes: number == 3, marking: true) else { return }
        }
    }

    @Test(arguments: 0..<20)
    func `amnesties cover what they touch, and nothing once they are revoked`(
        part: UInt64
    ) throws {
        for number in 0..<4 as Range<UInt64> {
            let seed = 2_000_000 + part * 10_000 + number
            let marking = number == 3
            guard try holds(seed: seed, changes: false, marking: marking, forgiving: true) else {
                return
            }
        }
    }

    @Test(arguments: 0..<20)
    func `days begin when a user says so, from the next midnight on`(part: UInt64) throws {
        for number in 0..<4 as Range<UInt64> {
            let seed = 3_000_000 + part * 10_000 + number
            guard try holds(seed: seed, changes: number == 2, marking: number == 3, shifting: true)
            else { return }
        }
    }

    @Test(arguments: 0..<20)
    func `days that users take off are covered, as far as the limits go`(part: UInt64) throws {
        for number in 0..<6 as Range<UInt64> {
            let seed = 4_000_000 + part * 10_000 + number
            guard
                try holds(
                    seed: seed,
                    changes: number == 2,
                    marking: number == 3,
                    shifting: number == 4,
                    resting: true
                )
            else { return }
        }
    }

    @Test(arguments: 0..<20)
    func `who hops from zone to zone has no more than four neutral days, and no days ahead of time`(
        part: UInt64
    ) throws {
        for number in 0..<6 as Range<UInt64> {
            let seed = 5_000_000 + part * 10_000 + number
            guard try holds(seed: seed, changes: false, marking: number == 3, hopping: true)
            else { return }
        }
    }

    private func holds(
        seed: UInt64,
        changes: Bool,
        marking: Bool = false,
        forgiving: Bool = false,
        shifting: Bool = false,
        resting: Bool = false,
        hopping: Bool = false
    ) throws -> Bool {
        var draw = try RandomStreak(seed: seed)
        var world = StreakWorld(draw.definitions(), now: try draw.era())
        for step in 0..<25 {
            let pace = draw.chance(50) ? 3_600 : draw.chance(80) ? 86_400 : 5 * 86_400
            world.now = world.now.adding(seconds: Int64(draw.number(0...pace)))
            if changes, draw.chance(8) {
                let index = draw.number(0...world.definitions.count - 1)
                draw.change(&world.definitions[index], at: world.now)
            }
            if forgiving, draw.chance(25) { draw.forgive(in: &world) }
            var commands = draw.commands(in: world, marking: marking)
            if shifting, draw.chance(20) { commands.append(draw.startDays()) }
            if resting, draw.chance(30) { commands.append(draw.rest(in: world)) }
            if hopping, draw.chance(70) { commands.append(world.leaving(for: draw.zoneName())) }
            let outcomes = world.run(commands)
            if hopping, let problem = creditProblem(in: world) {
                Issue.record("seed \(seed), step \(step): \(problem)\n\(commands)")
                return false
            }
            let later = world.now.adding(seconds: Int64(draw.number(0...9 * 86_400)))
            for problem in problems(of: world, after: outcomes, and: later) {
                Issue.record("seed \(seed), step \(step): \(problem)\n\(commands)")
                return false
            }
        }
        return true
    }

    /// What is wrong with how many days a daily run has for the time that it has taken (R20).
    private func creditProblem(in world: StreakWorld) -> String? {
        let id = world.definitions[0].id
        guard world.user != nil,
            case .calendar(let window, nil) = world.definitions[0].rule.window, window.unit == .day
        else { return nil }
        let state = world.replayedState(id, at: world.now)
        guard let first = state.startedOn, state.length > 0,
            case .calendar(let judge)? = world.judge(id)?.windows
        else { return nil }
        let elapsed = world.now.seconds - judge.start(of: first).seconds
        let most = (elapsed + 3 * 3_600) / 86_400 + 2
        return state.length <= most ? nil : "\(state.length) days within \(elapsed) s"
    }

    private func problems(
        of world: StreakWorld,
        after outcomes: [Result<any Sendable, Refusal>],
        and later: Instant
    ) -> [String] {
        guard world.user != nil else { return [] }
        if world.gaps.count >= 200 { return ["\(outcomes)"] }
        var problems = world.definitions.compactMap { problem(of: $0.id, in: world) }
        problems += world.definitions.flatMap { judged($0.id, in: world, and: later) }
        if let state = outcomes.last?.state {
            let expected = world.replayedState(world.definitions[0].id, at: world.now)
            let shown =
                world.user?.preferences.isStreakEnabled == false ? expected.switchedOff : expected
            if state.asKept != shown.asKept {
                problems.append(
                    "told \(state.asKept)\ninstead of \(shown.asKept)"
                )
            }
        }
        return problems
    }

    /// What the judge of the tests says otherwise, now and when nothing has happened for days.
    private func judged(
        _ id: StreakDefinitionID,
        in world: StreakWorld,
        and later: Instant
    ) -> [String] {
        var world = world
        if let judge = world.judge(id),
            world.rows[id]?.last?.revision != judge.timeline.revision
        {
            world.run(world.settling(id))
        }
        for moment in [world.now, later] {
            let differences = world.differences(id, at: moment)
            if !differences.isEmpty {
                let lines = differences.joined(separator: "\n")
                return [
                    "streak \(id.number), engine / judge at \(moment):\n\(lines)\n\(world.history(id))"
                ]
            }
        }
        return []
    }

    private func problem(of id: StreakDefinitionID, in world: StreakWorld) -> String? {
        var world = world
        guard let judge = world.judge(id) else { return nil }
        if world.rows[id]?.last?.revision != judge.timeline.revision {
            world.run(world.settling(id))
        }
        let isBrief = judge.timeline.countsUntilSatisfied
        let stored = (world.rows[id] ?? []).map { $0.period.asKept(isBrief: isBrief) }
        let replayed = world.replayed(id).map { $0.asKept(isBrief: isBrief) }
        if stored != replayed {
            let pair = zip(stored, replayed).first { $0 != $1 }
            return """
                streak \(id.number): stored \(stored.map(\.opens)), replayed \(replayed.map(\.opens))
                stored   \(pair.map { $0.0.told } ?? "")
                replayed \(pair.map { $0.1.told } ?? "")
                \(world.stays)
                \(world.marks.map { "\($0.kind) \($0.at)" })
                \(world.events.map { "\($0.occurredAt) \($0.amount) \($0.deletedAt != nil)" })
                \(judge.timeline.versions.map { "\($0.from) \($0.isPaused) \($0.rule)" })
                """
        }
        return nil
    }
}

extension Result<any Sendable, Refusal> {
    /// The primary streak, where the outcome tells it.
    fileprivate var state: StreakState? {
        (try? get() as? [RecordedEvent])?.last?.streak?.state
    }
}

extension StreakState {
    /// The state as far as it is kept: without how far back it looked, and, once its period is
    /// satisfied, without what else happened in it.
    fileprivate var asKept: StreakState {
        var state = self
        state.journal = []
        state.latestAt = nil
        // Told of the periods at hand: a fold has the newest alone.
        state.lastExtendedAt = nil
        if status == .extended {
            state.progress = StreakProgress(satisfiedAt: progress.satisfiedAt)
        }
        return state
    }
}

extension StreakPeriod {
    /// The period as far as it is kept: briefly, since when it is satisfied and no more.
    fileprivate func asKept(isBrief: Bool) -> StreakPeriod {
        guard isBrief, tally.parts.allSatisfy({ $0.satisfiedAt != nil }) else { return self }
        var period = self
        period.tally.latestAt = .distantPast
        period.tally.parts = tally.parts.map { StreakProgress(satisfiedAt: $0.satisfiedAt) }
        return period
    }

    /// The period on a few lines.
    fileprivate var told: String {
        let parts = tally.parts.map {
            "\($0.count) \($0.sum) \($0.values) \($0.sources) \(String(describing: $0.satisfiedAt))"
        }
        return "\(opens) \(parts) \(tally.latestAt) \(before) \(restoredFrom ?? 0)"
    }
}
