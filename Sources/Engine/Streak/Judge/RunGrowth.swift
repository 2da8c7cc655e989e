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
    /// Whether it grows, whether it began, and whether it ended after a reset in that period.
    var isAfterReset = false
    var beganAfterReset = false
    var endedAfterReset = true
    /// The length that the run has after all of its periods that are at hand.
    var runLength: Int
    /// When: at the end of the period, or, while that goes on, when it became known.
    let at: Instant

    /// Whether the run passes a length in it.
    func passes(_ length: Int) -> Bool { from < length && length <= to }

    /// Where it grows.
    var part: ReachedPart { ReachedPart(opens: opens, isAfterReset: isAfterReset) }

    /// The run, where one may end and another begin within a period.
    var parts: ClosedRange<ReachedPart> {
        let first = ReachedPart(opens: run.lowerBound, isAfterReset: beganAfterReset)
        let last = ReachedPart(opens: run.upperBound, isAfterReset: endedAfterReset)
        return first...max(first, last)
    }

    /// Whether it did not when it was last looked at.
    func isNew(_ length: Int) -> Bool { known < length }
}

/// A period in which a length was reached; what comes after a reset in it is of another run.
struct ReachedPart: Hashable, Comparable {
    let opens: Int64
    let isAfterReset: Bool

    static func < (left: ReachedPart, right: ReachedPart) -> Bool {
        left.opens == right.opens
            ? !left.isAfterReset && right.isAfterReset : left.opens < right.opens
    }
}

extension StreakJudge {
    /// The lengths that the periods of a streak had reached, of what is at hand.
    func lengthsReached(in periods: [StreakPeriod], _ state: StreakState) -> [ReachedPart: Int] {
        var last = periods.first.map(\.before.length) ?? 0
        var lengths: [ReachedPart: Int] = [:]
        for step in steps(of: periods, state) {
            // What was covered has kept a length, and reached none.
            if step.length > last { lengths[step.part] = step.length }
            last = step.lengthAfter
        }
        return lengths
    }

    /// Where runs grow, and the lengths that their periods had reached before, oldest first.
    func growths(
        of streak: (periods: [StreakPeriod], state: StreakState),
        since before: [ReachedPart: Int],
        at moment: Instant,
        now: Instant
    ) -> [RunGrowth] {
        let steps = steps(of: streak.periods, streak.state)
        let standings = Dictionary(streak.periods.map { ($0.opens, $0.before) }) { $1 }
        var growths: [RunGrowth] = []
        var last = streak.periods.first.map(\.before.length) ?? 0
        // Where the run began; nothing while that was before what is at hand.
        var runStart: ReachedPart?
        for (index, step) in steps.enumerated() {
            let opens = step.part.opens
            if last == 0 { runStart = step.part }
            let from = last
            last = step.lengthAfter
            guard step.length > from else { continue }
            let ending = steps[index...].firstIndex { $0.lengthAfter == 0 }
            let start = runStart?.opens ?? standings[opens]?.startedIn ?? steps[0].part.opens
            growths.append(
                RunGrowth(
                    opens: opens,
                    from: from,
                    known: before[step.part] ?? 0,
                    to: step.length,
                    run: min(start, opens)...(ending.map { steps[$0].last } ?? .max),
                    isAfterReset: step.part.isAfterReset,
                    beganAfterReset: runStart?.isAfterReset ?? false,
                    endedAfterReset: ending.map { steps[$0].part.isAfterReset } ?? true,
                    runLength: step.length,
                    // A reset closes a window before its time.
                    at: step.isOver ? min(end(of: opens), now) : moment
                )
            )
        }
        for index in growths.indices.dropLast().reversed()
        where growths[index].parts.lowerBound == growths[index + 1].parts.lowerBound {
            growths[index].runLength = growths[index + 1].runLength
        }
        return growths
    }

    /// A period, or the part of one before or after a reset: the length that it reached, and what a
    /// run goes on from.
    private struct Step {
        let part: ReachedPart
        let length: Int
        let lengthAfter: Int
        let isOver: Bool
        /// The last period of its run, where that ends with it; of windows, the last moment.
        let last: Int64

        init(
            _ opens: Int64,
            isAfterReset: Bool = false,
            length: Int,
            lengthAfter: Int,
            isOver: Bool,
            last: Int64? = nil
        ) {
            part = ReachedPart(opens: opens, isAfterReset: isAfterReset)
            self.last = last ?? opens
            (self.length, self.lengthAfter, self.isOver) = (length, lengthAfter, isOver)
        }

        /// What the resets of a period ended: the run that it began with, as long as it had become
        /// before the first of them, and perhaps one of its own between two.
        static func ended(in period: StreakPeriod, isOver: Bool) -> [Step] {
            let voided = period.tally.voided
            let length = period.before.length + (voided.contains(.beforeFirst) ? 1 : 0)
            let first = Step(period.opens, length: length, lengthAfter: 0, isOver: isOver)
            guard voided.contains(.beforeLater) else { return [first] }
            return [
                first,
                Step(period.opens, isAfterReset: true, length: 1, lengthAfter: 0, isOver: isOver),
            ]
        }
    }

    private func steps(of periods: [StreakPeriod], _ state: StreakState) -> [Step] {
        switch windows {
        case .calendar(let judge): steps(of: periods, state, judge)
        case .rolling(let judge): windowSteps(of: periods, state, judge)
        }
    }

    private func steps(
        of periods: [StreakPeriod],
        _ state: StreakState,
        _ judge: CalendarJudge
    ) -> [Step] {
        let known = Dictionary(periods.map { ($0.opens, $0) }) { $1 }
        func ended(in opens: Int64, isOver: Bool) -> [Step] {
            guard !judge.corrections.resets(in: opens).isEmpty, let period = known[opens] else {
                return []
            }
            return Step.ended(in: period, isOver: isOver)
        }
        var steps = state.journal.flatMap { judged in
            let step = Step(
                judged.opens,
                isAfterReset: judged.resetAt != nil,
                length: judged.length,
                lengthAfter: judged.lengthAfter,
                isOver: true
            )
            return ended(in: judged.opens, isOver: true) + [step]
        }
        guard let current = state.currentPeriod?.key else { return steps }
        let ended = ended(in: current, isOver: false)
        steps += ended
        if state.extendedAt != nil {
            steps.append(
                Step(
                    current,
                    isAfterReset: !ended.isEmpty,
                    length: state.length,
                    lengthAfter: state.length,
                    isOver: false
                )
            )
        }
        return steps
    }

    private func windowSteps(
        of periods: [StreakPeriod],
        _ state: StreakState,
        _ judge: RollingJudge
    ) -> [Step] {
        let begun = periods.prefix { $0.opens <= state.newestPeriod ?? .min }
        return begun.enumerated().map { index, period in
            let isNewest = index + 1 == begun.endIndex
            let next = isNewest ? state.length : begun[index + 1].before.length
            let following = isNewest ? Int64.max : begun[index + 1].opens
            return Step(
                period.opens,
                // Also of a window that somebody reset.
                length: period.before.length + (period.tally.isSatisfied ? 1 : 0),
                lengthAfter: next,
                isOver: !isNewest || state.window == nil,
                last: judge.lastMoment(ofRunWith: period, before: following)
            )
        }
    }

    /// When a period ends, or a window closes.
    func end(of opens: Int64) -> Instant {
        switch windows {
        case .calendar(let judge): judge.end(of: opens)
        case .rolling(let judge): judge.close(of: opens)
        }
    }
}

extension [StreakPeriod] {
    /// The lengths that they had reached, without what somebody set in them.
    var lengthsReached: [ReachedPart: Int] {
        let lengths = flatMap { period in
            let length = period.before.length + (period.tally.isSatisfied ? 1 : 0)
            return [false, true].map {
                (ReachedPart(opens: period.opens, isAfterReset: $0), length)
            }
        }
        return Dictionary(lengths) { $1 }
    }
}
