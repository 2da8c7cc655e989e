import CivilTime

extension UserSheet {
    /// Adds what befell a streak: the days on which its length became another, and what is told of
    /// periods.
    mutating func addStreak(
        _ definition: StreakDefinitionID,
        _ periods: [AccountedPeriod],
        zones: ZoneHistory
    ) {
        var walk = StreakWalk()
        for period in periods { walk.take(period, zones: zones) }
        let subject = definition.number
        for (cell, count) in walk.counts(of: subject) { add(cell, RollUpValue(count: count)) }
        addLengths(walk.steps, of: subject)
        addTraits(walk, of: subject)
    }

    /// The length at the end of each day on which it changes, by buckets.
    private mutating func addLengths(_ steps: [StreakWalk.Step], of subject: Int64) {
        var before: Int64?
        for (index, step) in steps.enumerated() {
            // Of several on one day, the last one stands at its end.
            if index + 1 < steps.count, steps[index + 1].day == step.day { continue }
            let bucket = LengthBucket.bucket(of: step.length)
            guard bucket != before else { continue }
            for (each, change) in [(before, -1), (bucket, 1 as Int64)] {
                guard let each else { continue }
                add(
                    RollUpCell(.lengthChange, of: subject, on: step.day, slot: each),
                    RollUpValue(count: change)
                )
            }
            before = bucket
        }
    }

    private mutating func addTraits(_ walk: StreakWalk, of subject: Int64) {
        let windows: [(RollUpCell.Series, Int)] = [
            (.retainedByStreak7, 7), (.retainedByStreak14, 14), (.retainedByStreak30, 30),
        ]
        for (series, count) in windows {
            let end = signUpOn.adding(days: count)
            let longest = walk.steps.lazy.filter { $0.day < end }.map(\.length).max() ?? 0
            guard longest > 0 else { continue }
            traits.insert(Trait(series, of: subject, part: Int64(min(longest, count))))
        }
        let end = signUpOn.adding(days: 30)
        if walk.saved.contains(where: { $0 < end }) {
            traits.insert(Trait(.retainedByFreeze, of: subject, part: 1))
        }
    }
}

/// Goes through the periods of a streak, and notes what roll-ups tell of them.
struct StreakWalk {
    /// A length that holds from a day on.
    struct Step {
        let day: CivilDate
        let length: Int
    }

    private(set) var steps: [Step] = []
    private(set) var begun: [CivilDate] = []
    private(set) var lost: [(day: CivilDate, length: Int)] = []
    private(set) var saved: [CivilDate] = []
    private(set) var kept: [CivilDate] = []
    private var length = 0

    /// Takes in the next period.
    mutating func take(_ period: AccountedPeriod, zones: ZoneHistory) {
        let before = length
        if let satisfiedAt = period.satisfiedAt, period.isSatisfied {
            let day = period.day(of: satisfiedAt, zones)
            if before == 0, period.length > 0 { begun.append(day) }
            if before > 0, period.isLate(satisfiedAt) { kept.append(day) }
            step(to: period.length, on: day)
        }
        let last = period.dates.upperBound
        if let reset = period.corrections.last(where: \.endsRun) {
            step(to: period.lengthAfter, on: period.day(of: reset.at, zones))
        }
        switch period.verdict {
        case .ended(.broken):
            lost.append((last, period.length))
            step(to: period.lengthAfter, on: last.adding(days: 1))
        case .ended(.freeze):
            saved.append(last)
            step(to: period.lengthAfter, on: last.adding(days: 1))
        case .ended:
            step(to: period.lengthAfter, on: last.adding(days: 1))
        case .satisfiedSoFar, .open:
            step(to: period.length, on: steps.last?.day ?? period.dates.lowerBound)
        }
    }

    private mutating func step(to next: Int, on day: CivilDate) {
        guard next != length else { return }
        // Days of a user who moves may overlap; what holds later is never told before.
        let day = max(day, steps.last?.day ?? day)
        steps.append(Step(day: day, length: next))
        length = next
    }

    /// What is counted of a streak.
    func counts(of subject: Int64) -> [RollUpCell: Int64] {
        var counts: [RollUpCell: Int64] = [:]
        for day in begun { counts[RollUpCell(.begun, of: subject, on: day), default: 0] += 1 }
        for day in saved { counts[RollUpCell(.saved, of: subject, on: day), default: 0] += 1 }
        for day in kept { counts[RollUpCell(.kept, of: subject, on: day), default: 0] += 1 }
        for (day, length) in lost {
            let bucket = LengthBucket.bucket(of: length) ?? 0
            counts[RollUpCell(.lost, of: subject, on: day, slot: bucket), default: 0] += 1
        }
        return counts
    }
}

extension AccountedPeriod {
    /// Whether its condition was met.
    fileprivate var isSatisfied: Bool {
        verdict == .ended(.satisfied) || verdict == .satisfiedSoFar
    }

    /// The day of a moment in it, where the user was; never one of another period.
    fileprivate func day(of moment: Instant, _ zones: ZoneHistory) -> CivilDate {
        let day = zones.zone(at: moment).civilDate(at: moment)
        return min(max(day, dates.lowerBound), dates.upperBound)
    }

    /// Whether a moment is in the last part of it, in which a streak is at risk.
    fileprivate func isLate(_ moment: Instant) -> Bool {
        guard let seconds = rule.atRiskSeconds else { return false }
        return moment >= instants.upperBound.adding(seconds: -Int64(seconds))
    }
}
