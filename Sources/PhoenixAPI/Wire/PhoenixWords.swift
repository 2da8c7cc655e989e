import Catalogue
import Engine
import Storage
import Wire

/// What the engine and the catalogue refuse, by the names that things have on Phoenix's wire.
enum PhoenixWords {
    static let words = DialectWords(
        refusal: { $0.sentence(ofEventWith: "timestamp", and: "value") },
        issue: sentence
    )

    @Sendable private static func sentence(_ issue: ItemIssue) -> String? {
        switch issue {
        case .contradiction(let problem): sentence(problem)
        case .nameInUse(.streak): "name is that of another streak definition."
        case .unusableKey(.metric, let problem): "The event type \(problem). Choose another."
        case .tooManyNewMetrics(let maximum, let key):
            "The event type \"\(key.excerpt)\" is new, and there are as many as may come by "
                + "themselves (\(maximum)). Create it with POST /admin/v1/metrics."
        default: nil
        }
    }

    /// What contradicts itself in a streak; what this wire has no field for was set up on another.
    private static func sentence(_ problem: StreakProblem) -> String {
        switch problem.reason {
        case .needsCalendar:
            "config.window must be of the type \"calendar\", since this streak has grace periods, "
                + "freezes or days off."
        case .needsDays:
            "config.window must have the period \"daily\", since this streak has days off."
        case .isTooSmall, .isTooLarge, .isThereTwice, .needsSum:
            switch problem.field {
            case .sumField: "config.condition.field \(problem.sentence)"
            case .sources: "config.event_types \(problem.sentence)"
            case .atRiskSeconds: "config.at_risk_seconds \(problem.sentence)"
            default: "config.\(problem.plainSentence)"
            }
        }
    }
}
