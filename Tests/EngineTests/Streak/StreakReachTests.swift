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
                definitions[index].milestones = Self.lengths.map { StreakMilestone(threshold: $0) }
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
}

extension StreakWorld {
    /// Carries a command out, and says how what has been reached differs from what the judge says.
    fileprivate mutating func problem(afterReachingBy command: AnyCommand) -> String? {
        let before = self
        run(command)
        for definition in definitions { run(settling(definition.id)) }
        for definition in definitions {
            let histories = [before.history(definition.id), history(definition.id)]
            for length in 1...6 {
                let reaches = histories.compactMap { ReferenceReach(length, of: $0, at: now) }
                let earned = milestones.filter {
                    $0.definition == definition.id && $0.threshold == length
                }
                let known = before.milestones.contains {
                    $0.definition == definition.id && $0.threshold == length
                }
                if let problem = problem(reaches, earned.map(\.earnedAt), known, since: before) {
                    return "streak \(definition.id.number), milestone \(length) at \(now): "
                        + "\(problem)\n\(history(definition.id))"
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

    private func problem(
        _ reaches: [ReferenceReach],
        _ given: [Instant],
        _ wasKnown: Bool,
        since before: StreakWorld
    ) -> String? {
        let expected = reaches.isEmpty && !wasKnown ? 0 : 1
        guard given.count == expected else { return "given \(given), \(expected) expected" }
        guard !wasKnown, let at = given.first else { return nil }
        // The judge does not say when windows of a rolling streak closed.
        if reaches.allSatisfy({ $0.begins == nil }) {
            let limit = now.adding(seconds: EngineLimits.maximumClockSkew)
            return at <= limit ? nil : "dated \(at), which is still to come"
        }
        let events = events.filter { event in !before.events.contains { $0.id == event.id } }
        // At the end of the period that reached it; in it, when it became known.
        let dates = reaches.flatMap { reach in
            reach.ends.map { [min($0, now)] } ?? [now] + events.map(\.occurredAt)
        }
        // What was known before its period began was reached as it began.
        let begun = reaches.compactMap(\.begins).filter { begins in
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
