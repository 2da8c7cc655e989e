import CivilTime
import Testing

@testable import Engine

/// What is told of streaks: the same, whether somebody looks at every due moment or only now and
/// then.
@Suite struct StreakFactTests {
    @Test(arguments: 0..<20)
    func `after days of silence the facts are those of a server that never stopped`(
        part: UInt64
    ) throws {
        for number in 0..<5 as Range<UInt64> {
            guard try holds(seed: part * 10_000 + number, changes: false) else { return }
            guard try holds(seed: part * 10_000 + number + 5_000, changes: true) else { return }
        }
    }

    private func holds(seed: UInt64, changes: Bool) throws -> Bool {
        var draw = try RandomStreak(seed: seed)
        var prompt = StreakWorld(draw.definitions(), now: try draw.era())
        var silent = prompt
        for step in 0..<20 {
            let pace = draw.chance(50) ? 3_600 : draw.chance(80) ? 86_400 : 9 * 86_400
            let now = silent.now.adding(seconds: Int64(draw.number(0...pace)))
            prompt.settleEverythingDue(through: now)
            (prompt.now, silent.now) = (now, now)
            if changes, draw.chance(10) {
                let index = draw.number(0...prompt.definitions.count - 1)
                let window = prompt.definitions[index].rule.window
                draw.change(&prompt.definitions[index], at: now, keeping: window)
                silent.definitions = prompt.definitions
                // After a change of rules, everybody's streak is looked at.
                prompt.run(prompt.settling(prompt.definitions[index].id))
            }
            let commands = draw.commands(in: silent)
            silent.run(commands)
            prompt.run(commands)
            if let problem = problem(prompt, silent) {
                Issue.record("seed \(seed), step \(step): \(problem)\n\(commands)")
                return false
            }
        }
        return true
    }

    private func problem(_ prompt: StreakWorld, _ silent: StreakWorld) -> String? {
        for definition in prompt.definitions {
            var (prompt, silent) = (prompt, silent)
            prompt.run(prompt.settling(definition.id))
            silent.run(silent.settling(definition.id))
            if let dueAt = silent.dueAt(definition.id), dueAt <= silent.now {
                return "streak \(definition.id.number) is due at \(dueAt), in the past"
            }
            let expected = prompt.facts.filter { $0.definition == definition.id }
            let told = silent.facts.filter { $0.definition == definition.id }
            guard expected != told else { continue }
            let place = zip(expected, told).enumerated().first { $1.0 != $1.1 }?.offset
            let index = place ?? min(expected.count, told.count)
            return """
                streak \(definition.id.number), fact \(index) at \(prompt.now)
                prompt \(expected.dropFirst(max(0, index - 1)).prefix(4).map(\.told))
                silent \(told.dropFirst(max(0, index - 1)).prefix(4).map(\.told))
                \(definition.versions)
                """
        }
        return nil
    }
}

extension StreakWorld {
    /// Does what a server does that never stops: settles every streak at the moment it is due.
    mutating func settleEverythingDue(through end: Instant) {
        while true {
            let due = definitions.compactMap { definition in
                dueAt(definition.id).map { (at: $0, id: definition.id) }
            }
            guard let first = due.min(by: { $0.at < $1.at }), first.at <= end else { return }
            now = max(now, first.at)
            run(settling(first.id))
            precondition(dueAt(first.id).map { $0 > now } ?? true, "what is settled is not due")
        }
    }
}

extension StreakFact {
    fileprivate var told: String {
        "\(at) \(kind.rawValue) \(previousLength)>\(length), \(freezes) freezes, \(count)"
    }
}
