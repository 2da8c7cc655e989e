import CivilTime
import StreakReference
import Testing

@testable import Engine

/// What is told of streaks: what the judge of the tests says befell them, and the same whether
/// somebody looks at every due moment or only now and then.
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

    @Test(arguments: 0..<20)
    func `what is told is what the judge says befell the streak`(part: UInt64) throws {
        for number in 0..<5 as Range<UInt64> {
            let seed = 500_000 + part * 10_000 + number
            var draw = try RandomStreak(seed: seed)
            var world = StreakWorld(draw.definitions(), now: try draw.era())
            for step in 0..<20 {
                let pace = draw.chance(50) ? 3_600 : draw.chance(80) ? 86_400 : 9 * 86_400
                let last = world.now
                world.now = world.now.adding(seconds: Int64(draw.number(0...pace)))
                for (index, command) in draw.commands(in: world).flatMap(\.single).enumerated() {
                    let since = index == 0 ? last : world.now
                    if let problem = world.problem(afterTelling: command, since: since) {
                        Issue.record("seed \(seed), step \(step): \(problem)\n\(command)")
                        return
                    }
                }
            }
        }
    }

    /// How what two worlds told differs, or how either stands elsewhere than the judge of the tests
    /// says.
    ///
    /// The judge is not asked for the facts here: it knows the rules as they are now, and under rules
    /// that change, much was told by rules that did not hold any more. Without changes it is asked
    /// below.
    private func problem(_ prompt: StreakWorld, _ silent: StreakWorld) -> String? {
        for definition in prompt.definitions {
            var (prompt, silent) = (prompt, silent)
            prompt.run(prompt.settling(definition.id))
            silent.run(silent.settling(definition.id))
            for world in [prompt, silent] {
                let differences = world.differences(definition.id, at: world.now)
                guard differences.isEmpty else {
                    return "streak \(definition.id.number): \(differences) \(definition.versions)"
                }
            }
            if let dueAt = silent.dueAt(definition.id), dueAt <= silent.now {
                return "streak \(definition.id.number) is due at \(dueAt), in the past"
            }
            let expected = prompt.facts(of: definition)
            let told = silent.facts(of: definition)
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
    /// What was told of a streak.
    ///
    /// Who looks after the rules have changed goes by the rules as they are then: whether a run was
    /// at risk in that period, and how many freezes fitted, may have been told otherwise before.
    fileprivate func facts(of definition: StreakDefinition) -> [StreakFact] {
        facts.compactMap { fact in
            guard fact.streak == definition.publicID else { return nil }
            let end = fact.endsAt ?? fact.at.adding(seconds: 31 * 86_400)
            let hasChanged = definition.versions.contains { $0.from > fact.at && $0.from <= end }
            switch fact.kind {
            case .atRisk, .freezeEarned: return hasChanged ? nil : fact
            // By the new rules, windows may have opened at other moments.
            case .started, .extended: return hasChanged && definition.isRolling ? nil : fact
            default: return fact
            }
        }
    }

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

// MARK: - What the judge tells

extension StreakWorld {
    /// Carries a command out, and says how what is told differs from what the judge tells.
    fileprivate mutating func problem(
        afterTelling command: AnyCommand,
        since last: Instant
    ) -> String? {
        let before = self
        run(command)
        for definition in definitions { run(settling(definition.id)) }
        for definition in definitions {
            // Who travels back to a date is not told again what it brought.
            let isElsewhere = moves.count > 1
            let told = facts.dropFirst(before.facts.count)
                .filter { $0.streak == definition.publicID }
                .filter { !isElsewhere || $0.kind != .freezeEarned }
                .map(\.told).sorted()
            let expected = expectedFacts(definition, after: before, since: last)
                .filter { !isElsewhere || !$0.contains(StreakFact.Kind.freezeEarned.rawValue) }
                .sorted()
            if told != expected {
                return """
                    streak \(definition.id.number) at \(now), judged since \(last)
                    told     \(told)
                    expected \(expected)
                    \(history(definition.id))
                    """
            }
        }
        return nil
    }

    private func expectedFacts(
        _ definition: StreakDefinition,
        after before: StreakWorld,
        since last: Instant
    ) -> [String] {
        guard before.user != nil else { return changes(of: definition, after: before) }
        let moments = ReferenceMoment.all(
            of: before.history(definition.id),
            after: last,
            through: now
        )
        return (before.isTold(of: definition) ? moments.map(\.told) : [])
            + (isTold(of: definition) ? changes(of: definition, after: before) : [])
    }

    /// What a command itself changed: first by a move, then by an event or by anything else.
    private func changes(
        of definition: StreakDefinition,
        after before: StreakWorld
    ) -> [String] {
        let new = events.filter { event in
            event.deletedAt == nil && !before.events.contains { $0.id == event.id }
        }
        var history = history(definition.id)
        let after = ReferenceState(history, at: now)
        var old = ReferenceState(before.history(definition.id), at: now)
        guard let event = new.first else {
            return old.length == after.length ? [] : [after.told(.corrected, since: old, at: now)]
        }
        var facts: [String] = []
        let activity = StreakActivity(event)
        if let index = history.activities.lastIndex(of: activity) {
            history.activities.remove(at: index)
        }
        let moved = ReferenceState(history, at: now)
        if moved.length != old.length, before.user != nil {
            facts.append(moved.told(.corrected, since: old, at: now))
        }
        old = moved
        guard after.length != old.length else { return facts }
        let isStep =
            after.length == old.length + 1 && after.status == .extended && old.status != .extended
        let kind = !isStep ? StreakFact.Kind.corrected : after.length == 1 ? .started : .extended
        return facts + [after.told(kind, since: old, at: event.occurredAt)]
    }

    private func isTold(of definition: StreakDefinition) -> Bool {
        !definition.isPrimary || user?.preferences.isStreakEnabled != false
    }
}

extension AnyCommand {
    /// The same with one event each.
    fileprivate var single: [AnyCommand] {
        guard case .record(let drafts) = self else { return [self] }
        return drafts.map { .record([$0]) }
    }
}

extension ReferenceState {
    fileprivate func told(
        _ kind: StreakFact.Kind,
        since before: ReferenceState,
        at moment: Instant
    ) -> String {
        "\(moment) \(kind.rawValue) \(before.length)>\(length), \(freezeBalance) freezes, 0"
    }
}

extension ReferenceMoment {
    fileprivate var told: String {
        let end = endsAt.map { ", ends \($0)" } ?? ""
        return "\(at) \(kind.rawValue) \(previousLength)>\(length), \(freezes) freezes, \(count)"
            + end
    }
}

extension StreakDefinition {
    fileprivate var isRolling: Bool {
        if case .rolling = rule.window { true } else { false }
    }
}

extension StreakFact {
    fileprivate var told: String {
        let end = endsAt.map { ", ends \($0)" } ?? ""
        return "\(at) \(kind.rawValue) \(previousLength)>\(length), \(freezes) freezes, \(count)"
            + end
    }
}
