import CivilTime

/// What contradicts itself in a streak: the same for every wire, each of which has its own words for
/// it.
public struct StreakProblem: Error, Hashable, Sendable {
    /// A part of a streak that can be at fault.
    public enum Field: String, Hashable, Sendable, CaseIterable {
        case sources
        case window
        case condition
        case sumField
        case minimumPerEvent
        case daysOff
        case restDays
        case gracePeriods
        case freezes
        case atRiskSeconds
        case milestones
    }

    /// What is wrong with it.
    public enum Reason: Hashable, Sendable {
        /// Only the days of a calendar can be off.
        case needsDays
        /// A rolling window breaks at its deadline, and nothing covers it.
        case needsCalendar
        /// It is below what means anything.
        case isTooSmall
        /// It is above what means anything.
        case isTooLarge
        /// Two of its parts cannot be told apart.
        case isThereTwice
        /// It is for another condition.
        case needsSum
    }

    /// The part that is at fault.
    public let field: Field
    /// What is wrong with it.
    public let reason: Reason

    /// The parts of which one has to change for the problem to go.
    public var fields: [Field] {
        switch reason {
        case .needsDays, .needsCalendar: [field, .window]
        case .needsSum: [field, .condition]
        case .isTooSmall, .isTooLarge, .isThereTwice: [field]
        }
    }

    /// The problem in a sentence, with the engine's name of the field.
    public var plainSentence: String { "\(field.rawValue) \(sentence)" }

    /// What has to be done about it, after the name of the field.
    public var sentence: String {
        switch reason {
        case .needsDays: "must be empty unless the streak is daily."
        case .needsCalendar: "must be empty for a rolling window, which breaks at its deadline."
        case .isTooSmall: "must be more than 0."
        case .isTooLarge:
            field == .daysOff || field == .restDays
                ? "must leave at least one day of the week on."
                : "must not start with more than a user may hold."
        case .isThereTwice: "must not have the same element twice."
        case .needsSum: "is for a sum; leave it out."
        }
    }
}

// MARK: - Finding

extension StreakRule {
    /// What contradicts itself in the rule of a streak and its milestones; nothing when it is sound.
    public func problems(with milestones: [StreakMilestone] = []) -> [StreakProblem] {
        forgivenessProblems + measureProblems + Self.problems(with: milestones)
    }

    /// What a change from another rule has to answer for: a problem that was there stays as long as
    /// nothing that it is about changes, so that an unsound streak can still be renamed or paused.
    public func problems(
        with milestones: [StreakMilestone],
        after old: StreakRule,
        _ oldMilestones: [StreakMilestone]
    ) -> [StreakProblem] {
        let known = old.problems(with: oldMilestones)
        return problems(with: milestones).filter { problem in
            let isUntouched = problem.fields.allSatisfy { field in
                field == .milestones
                    ? milestones == oldMilestones : isSame(field, as: old)
            }
            return !isUntouched || !known.contains(problem)
        }
    }

    private func isSame(_ field: StreakProblem.Field, as other: StreakRule) -> Bool {
        switch field {
        case .sources: sources == other.sources
        case .window: window == other.window
        case .condition: condition == other.condition
        case .sumField: sumField == other.sumField
        case .minimumPerEvent: minimumPerEvent == other.minimumPerEvent
        case .daysOff: daysOff == other.daysOff
        case .restDays: restDays == other.restDays
        case .gracePeriods: gracePeriods == other.gracePeriods
        case .freezes: freezes == other.freezes
        case .atRiskSeconds: atRiskSeconds == other.atRiskSeconds
        case .milestones: true
        }
    }

    /// What can cover a missed period depends on how time is cut.
    private var forgivenessProblems: [StreakProblem] {
        var problems: [StreakProblem] = []
        switch window {
        case .calendar(let window, _):
            if window.unit != .day, !daysOff.isEmpty {
                problems.append(StreakProblem(field: .daysOff, reason: .needsDays))
            }
            if window.unit != .day, restDays != .none {
                problems.append(StreakProblem(field: .restDays, reason: .needsDays))
            }
        case .rolling:
            let forgiving: [(StreakProblem.Field, Bool)] = [
                (.daysOff, !daysOff.isEmpty), (.gracePeriods, gracePeriods > 0),
                (.freezes, freezes.maximum > 0), (.restDays, restDays != .none),
            ]
            for (field, isForgiving) in forgiving where isForgiving {
                problems.append(StreakProblem(field: field, reason: .needsCalendar))
            }
        }
        if gracePeriods < 0 {
            problems.append(StreakProblem(field: .gracePeriods, reason: .isTooSmall))
        }
        if daysOff.count >= 7 {
            problems.append(StreakProblem(field: .daysOff, reason: .isTooLarge))
        }
        if restDays.perWeek > 0, daysOff.count + restDays.perWeek >= 7 {
            problems.append(StreakProblem(field: .restDays, reason: .isTooLarge))
        }
        if freezes.startCount > freezes.maximum {
            problems.append(StreakProblem(field: .freezes, reason: .isTooLarge))
        }
        return problems
    }

    /// What has to be reached, and in what time.
    private var measureProblems: [StreakProblem] {
        var problems: [StreakProblem] = []
        if case .rolling(let length) = window, length <= .zero {
            problems.append(StreakProblem(field: .window, reason: .isTooSmall))
        }
        if !condition.asksForSomething {
            problems.append(StreakProblem(field: .condition, reason: .isTooSmall))
        }
        if sources.contains(where: { $0.threshold.map { $0 <= .zero } ?? false }) {
            problems.append(StreakProblem(field: .sources, reason: .isTooSmall))
        }
        let distinct = sources.indices.allSatisfy { index in
            !sources[..<index].contains { $0.countsTheSame(as: sources[index]) }
        }
        if !distinct { problems.append(StreakProblem(field: .sources, reason: .isThereTwice)) }
        if sumField != nil, !condition.isSum {
            problems.append(StreakProblem(field: .sumField, reason: .needsSum))
        }
        if minimumPerEvent.map({ $0 <= .zero }) ?? false {
            problems.append(StreakProblem(field: .minimumPerEvent, reason: .isTooSmall))
        }
        if atRiskSeconds.map({ $0 <= 0 }) ?? false {
            problems.append(StreakProblem(field: .atRiskSeconds, reason: .isTooSmall))
        }
        return problems
    }

    private static func problems(with milestones: [StreakMilestone]) -> [StreakProblem] {
        var problems: [StreakProblem] = []
        if milestones.contains(where: { $0.threshold < 1 }) {
            problems.append(StreakProblem(field: .milestones, reason: .isTooSmall))
        }
        if Set(milestones.map(\.threshold)).count < milestones.count {
            problems.append(StreakProblem(field: .milestones, reason: .isThereTwice))
        }
        return problems
    }
}

extension StreakCondition {
    fileprivate var asksForSomething: Bool {
        switch self {
        case .count(let minimum): minimum > 0
        case .sum(let minimum): minimum > .zero
        case .distinct(_, let minimum): minimum > 0
        }
    }

    fileprivate var isSum: Bool {
        if case .sum = self { true } else { false }
    }
}

extension StreakSource {
    /// Whether both count the same events.
    fileprivate func countsTheSame(as other: StreakSource) -> Bool {
        metric == other.metric && filter == other.filter && condition == other.condition
    }
}
