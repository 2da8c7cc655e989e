import CivilTime
import StreakReference
import Testing

@testable import Engine

/// When a streak is due, against the judge of the tests, asked at every moment at which something
/// could befall it.
@Suite struct StreakDueTests {
    @Test(arguments: 0..<20)
    func `a streak is due when the first thing befalls it, and that is told`(part: UInt64) throws {
        for number in 0..<6 as Range<UInt64> {
            let seed = 900_000 + part * 1_000 + number
            var draw = try RandomStreak(seed: seed)
            var world = StreakWorld(draw.definitions(), now: try draw.era())
            for _ in 0..<8 {
                world.now = world.now.adding(seconds: Int64(draw.number(0...86_400)))
                world.run(draw.commands(in: world))
            }
            guard world.user != nil else { continue }
            for definition in world.definitions where world.isWanted(definition) {
                if let problem = problem(of: definition.id, in: world) {
                    Issue.record("seed \(seed), streak \(definition.id.number): \(problem)")
                    return
                }
            }
        }
    }

    @Test func `a late event that gives grace back puts off what is due`() throws {
        var rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: .utc))
        rule.gracePeriods = 1
        var world = StreakWorld(.tested(1, rule), now: try Instant(iso8601: "2025-06-10T12:00:00Z"))
        let first = StreakDefinitionID(1)
        world.run(world.recording())
        world.now = world.now.adding(seconds: 2 * 86_400)
        world.run(world.recording())
        #expect(world.dueAt(first)?.iso8601 == "2025-06-14T00:00:00.000Z")
        world.run(world.recording(at: world.now.adding(seconds: -86_400)))
        #expect(world.dueAt(first)?.iso8601 == "2025-06-15T00:00:00.000Z")
    }

    private func problem(of id: StreakDefinitionID, in world: StreakWorld) -> String? {
        var world = world
        world.run(world.settling(id))
        guard let judge = world.judge(id) else { return nil }
        let periods = world.replayed(id)
        guard !periods.isEmpty else { return nil }
        let seconds = judge.timeline.rule.atRiskSeconds
        let ends = judge.possibleMoments(after: world.now, of: periods)
        let moments = (ends + ends.compactMap { end in seconds.map { end.adding(seconds: -$0) } })
            .filter { $0 > world.now }.sorted()
        let history = world.history(id)
        var before = Standing(ReferenceState(history, at: world.now), tellsRisks: seconds != nil)
        for moment in moments {
            let after = Standing(ReferenceState(history, at: moment), tellsRisks: seconds != nil)
            defer { before = after }
            guard after.hasLost(since: before) else { continue }
            guard let dueAt = world.dueAt(id), dueAt <= moment else {
                return "due at \(String(describing: world.dueAt(id))), befallen at \(moment)"
            }
            let told = world.facts.count
            world.settleEverythingDue(through: moment)
            let facts = world.facts.dropFirst(told).filter { $0.streak == "d\(id.number)" }
            return facts.contains { $0.at == moment }
                ? nil : "befallen at \(moment), told \(facts.map(\.at)), \(before) \(after)"
        }
        return nil
    }

    /// What time can take from a streak.
    private struct Standing {
        let length: Int
        let isGoing: Bool
        let frozenCount: Int
        /// The period at whose end the run breaks, where that is told.
        let risk: CivilDate?
        let isAtRisk: Bool

        init(_ state: ReferenceState, tellsRisks: Bool) {
            length = state.length
            isGoing = state.status == .alive || state.status == .extended
            frozenCount = state.freezesUsed.count
            isAtRisk = tellsRisks && state.isAtRisk
            risk = isAtRisk ? state.currentPeriod : nil
        }

        func hasLost(since before: Standing) -> Bool {
            before.isGoing && !isGoing || frozenCount > before.frozenCount
                || isAtRisk && (!before.isAtRisk || risk != before.risk)
        }
    }
}

extension StreakWorld {
    /// Whether the user is told of a streak.
    fileprivate func isWanted(_ definition: StreakDefinition) -> Bool {
        !definition.isPrimary || user?.preferences.isStreakEnabled != false
    }
}

extension StreakJudge {
    /// The ends of the next periods, in order.
    fileprivate func possibleMoments(
        after now: Instant,
        of periods: [StreakPeriod]
    ) -> [Instant] {
        switch windows {
        case .calendar(let judge):
            let zone = judge.zones.latestZone
            var period = judge.window.period(containing: now, in: zone)
            return (0..<12).map { _ in
                defer { period = judge.window.next(after: period, in: zone) }
                return period.end
            }
        case .rolling(let judge):
            return periods.suffix(2).flatMap {
                [judge.close(of: $0.opens), judge.deadline(of: $0)]
            }
            .filter { $0 > now }.sorted()
        }
    }
}
