import CivilTime

/// A period in which a run of a streak grows.
struct RunGrowth: Hashable, Sendable {
    /// The period.
    let opens: Int64
    /// The length that the run had before it.
    let from: Int
    /// The greatest length that is not new in it: which it had when it was last looked at.
    let known: Int
    /// The length that the run has after it.
    let to: Int
    /// The periods of the run, from the one in which it began to the one that ended it.
    let run: ClosedRange<Int64>
    /// When: at the end of the period, or, while that goes on, when it became known.
    let at: Instant

    /// Whether the run passes a length in it.
    func passes(_ length: Int) -> Bool { from < length && length <= to }

    /// Whether it did not when it was last looked at.
    func isNew(_ length: Int) -> Bool { known < length }
}

extension StreakJudge {
    /// The lengths that the periods of a streak had reached, of what is at hand.
    func lengthsReached(in periods: [StreakPeriod], _ state: StreakState) -> [Int64: Int] {
        Dictionary(steps(of: periods, state).map { ($0.opens, $0.length) }) { max($0, $1) }
    }

    /// Where runs grow, and the lengths that their periods had reached before, oldest first.
    func growths(
        of streak: (periods: [StreakPeriod], state: StreakState),
        since before: [Int64: Int],
        at moment: Instant,
        now: Instant
    ) -> [RunGrowth] {
        let steps = steps(of: streak.periods, streak.state)
        let standings = Dictionary(streak.periods.map { ($0.opens, $0.before) }) { $1 }
        var growths: [RunGrowth] = []
        var last = streak.periods.first.map(\.before.length) ?? 0
        var run = steps.startIndex
        for (index, step) in steps.enumerated() {
            if last == 0 { run = index }
            let from = last
            last = step.lengthAfter
            guard step.length > from else { continue }
            let ending = steps[index...].firstIndex { $0.lengthAfter == 0 }
            var start = steps[run].opens
            if let standing = standings[step.opens], standing.length > 0 {
                start = standing.startedIn ?? start
            } else if ending == nil {
                start = streak.state.startedIn ?? start
            }
            growths.append(
                RunGrowth(
                    opens: step.opens,
                    from: from,
                    known: before[step.opens] ?? 0,
                    to: step.length,
                    run: min(start, step.opens)...(ending.map { steps[$0].opens } ?? .max),
                    // A reset closes a window before its time.
                    at: step.isOver ? min(end(of: step.opens), now) : moment
                )
            )
        }
        return growths
    }

    /// A period with the length that it reached, and what a run goes on from.
    private struct Step {
        let opens: Int64
        let length: Int
        let lengthAfter: Int
        let isOver: Bool

        /// The lengths that a period reached before its resets, after a length that it began with.
        static func voided(
            _ voided: VoidedSatisfaction?,
            _ opens: Int64,
            after length: Int,
            isOver: Bool
        ) -> [Step] {
            var lengths: [Int] = []
            if voided?.contains(.beforeFirst) == true { lengths.append(length + 1) }
            if voided?.contains(.beforeLater) == true { lengths.append(1) }
            return lengths.map {
                Step(opens: opens, length: $0, lengthAfter: 0, isOver: isOver)
            }
        }
    }

    private func steps(of periods: [StreakPeriod], _ state: StreakState) -> [Step] {
        let voided = Dictionary(periods.map { ($0.opens, $0.tally.voided) }) { $1 }
        var steps = state.journal.flatMap { judged in
            let (opens, before) = (judged.opens, judged.lengthBefore)
            let step = Step(
                opens: opens,
                length: judged.length,
                lengthAfter: judged.lengthAfter,
                isOver: true
            )
            return Step.voided(voided[opens], opens, after: before, isOver: true) + [step]
        }
        switch windows {
        case .calendar:
            if let period = periods.last(where: { $0.opens == state.currentPeriod?.key }) {
                let (opens, before) = (period.opens, period.before.length)
                steps += Step.voided(voided[opens], opens, after: before, isOver: false)
            }
            if state.extendedAt != nil, let current = state.currentPeriod?.key {
                let length = state.length
                steps.append(
                    Step(opens: current, length: length, lengthAfter: length, isOver: false)
                )
            }
        case .rolling:
            guard let last = periods.last(where: { $0.opens == state.newestPeriod }) else { break }
            let length = last.before.length + (last.tally.isSatisfied ? 1 : 0)
            steps.append(
                Step(
                    opens: last.opens,
                    length: length,
                    lengthAfter: state.length,
                    isOver: state.window == nil
                )
            )
        }
        return steps
    }

    private func end(of opens: Int64) -> Instant {
        switch windows {
        case .calendar(let judge): judge.end(of: opens)
        case .rolling(let judge): judge.close(of: opens)
        }
    }
}

extension [StreakPeriod] {
    /// The lengths that they had reached, without what somebody set in them.
    var lengthsReached: [Int64: Int] {
        Dictionary(map { ($0.opens, $0.before.length + ($0.tally.isSatisfied ? 1 : 0)) }) { $1 }
    }
}
