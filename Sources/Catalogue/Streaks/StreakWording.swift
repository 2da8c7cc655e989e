import CivilTime
public import Engine

/// How a wire says what contradicts itself in a streak, by the names that its fields have there.
public typealias StreakWording = @Sendable (StreakProblem) -> String

extension ItemIssue {
    init(_ problem: StreakProblem, _ wording: StreakWording) {
        self.init(wording(problem), problem: problem)
    }
}

extension StreakProblem {
    /// The problem in the words of the engine.
    @Sendable public static func plainly(_ problem: StreakProblem) -> String {
        "\(problem.field.rawValue) \(problem.sentence)"
    }

    /// What has to be done about it, after the name of the field.
    public var sentence: String {
        switch reason {
        case .needsDays: "must be empty unless the streak is daily."
        case .needsCalendar: "must be empty for a rolling window, which breaks at its deadline."
        case .isTooSmall: "must be more than 0."
        case .isTooLarge:
            field == .daysOff
                ? "must leave at least one day of the week on."
                : "must not start with more than a user may hold."
        case .isThereTwice: "must not have the same element twice."
        case .needsSum: "is for a sum; leave it out."
        }
    }
}

extension StreakDefinition {
    /// Lets what a draft says of rule, pause and customization hold.
    mutating func change(
        to draft: StreakDraft,
        at moment: Instant,
        for scope: StreakChangeScope
    ) {
        _ = change(
            to: draft.rule,
            isPaused: draft.isPaused,
            isCustomizable: draft.isCustomizable,
            at: moment,
            for: scope
        )
    }
}
