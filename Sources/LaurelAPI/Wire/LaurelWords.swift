import Catalogue
import CivilTime
import Engine
import Storage
import Wire

/// What the engine and the catalogue refuse, by the names that things have in Laurel's own calls.
enum LaurelWords {
    static let words = DialectWords(refusal: sentence, issue: sentence)

    @Sendable private static func sentence(_ reason: Refusal.Reason) -> String? {
        switch reason {
        case .unknownMetric(let key):
            """
            No metric has the key "\(key.excerpt)". Create it with POST /admin/v1/metrics, or check \
            the key.
            """
        case .noStreakDefined:
            "No streak has been set up. Use PATCH /admin/v1/streaks/settings first."
        case .pauseInPast(let today):
            "start must not be before today (\(today.iso8601)) in the user's zone."
        case .pauseTooLong:
            "end must be less than \(EngineLimits.longestPauseDays) days after start."
        default: reason.sentence(ofEventWith: "timestamp", and: "value")
        }
    }

    @Sendable private static func sentence(_ issue: ItemIssue) -> String? {
        switch issue {
        case .unusableKey(.tenant, let problem): "customerId \(problem). Choose another."
        case .customerExists(let customer, let id?):
            """
            Customer ID "\(customer)" already exists in this environment, archived. Bring it back \
            with PATCH /admin/v1/tenants: {"id": "\(id)", "status": "active"}
            """
        default: StreakFields.sentence(issue)
        }
    }
}
