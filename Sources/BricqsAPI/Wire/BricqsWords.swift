import Catalogue
import Engine
import Wire

/// What the engine and the catalogue refuse, by the names that things have on Bricqs' wire.
enum BricqsWords {
    static let words = DialectWords(refusal: sentence, issue: sentence)

    @Sendable private static func sentence(_ reason: Refusal.Reason) -> String? {
        switch reason {
        case .unknownStreak(let key):
            "No active streak has the code \"\(key.excerpt)\". Check the code, or activate it."
        case .unknownAttributes(let keys, let kind):
            """
            Invalid attribute keys: \(Refusal.Reason.list(keys)). Please ensure all attribute keys \
            match those set up at /admin/v1/attributes with type "\(kind.rawValue)".
            """
        case .outOfPoints(let amount, _, let total): insufficient(amount, having: total)
        default: reason.sentence(ofEventWith: "timestamp", and: "value")
        }
    }

    /// Why points are not taken.
    static func insufficient(_ amount: Int64, having total: Int64) -> String {
        "Insufficient points. Available: \(total), requested: \(amount)"
    }

    @Sendable private static func sentence(_ issue: ItemIssue) -> String? {
        issue.problem.map(StreakDefinitionWire.sentence)
    }
}
