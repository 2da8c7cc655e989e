/// Why the engine does not do what a command asks, in words for the caller.
public struct Refusal: Error, Hashable, Sendable {
    /// What kind of reason it is.
    public enum Code: Sendable {
        /// The user has never been seen.
        case unknownUser
        /// No active metric has this key.
        case unknownMetric
        /// No streak that takes ticks has this key.
        case unknownStreak
        /// No event has this id, or it was deleted before.
        case unknownEvent
        /// No achievement has this key.
        case unknownAchievement
        /// It is not the caller's to ask.
        case forbidden
        /// There is nothing to do, or no room for more: worth a warning.
        case nothingToDo
        /// It takes more points than the user has.
        case outOfPoints
        /// A value breaks a rule.
        case invalidValue
    }

    /// The kind of reason.
    public let code: Code
    /// A sentence that names the field and the fix.
    public let message: String
    /// Which of several events of the command it is about, from zero.
    public var index: Int?

    /// A reason.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension Refusal {
    static func unknownUser(_ id: String) -> Refusal {
        Refusal(.unknownUser, "No user has the id \"\(id.excerpt)\".")
    }

    /// No event has an id, in this workspace.
    public static let unknownEvent = Refusal(
        .unknownEvent,
        "No event has this id, or it was deleted before."
    )

    static func unknownMetric(_ key: String) -> Refusal {
        Refusal(
            .unknownMetric,
            """
            No metric has the key "\(key.excerpt)". Create it with POST /admin/v1/metrics, or check \
            the key.
            """
        )
    }

    static func unknownAttributes(_ keys: [String], of kind: Attribute.Kind) -> Refusal {
        let maximumNamed = 5
        let named = keys.prefix(maximumNamed).map(\.excerpt).joined(separator: ", ")
        let rest = keys.count > maximumNamed ? " and \(keys.count - maximumNamed) more" : ""
        return Refusal(
            .invalidValue,
            """
            Invalid attribute keys: \(named)\(rest). Please ensure all attribute keys \
            match those set up at /admin/v1/attributes with type "\(kind.rawValue)".
            """
        )
    }

    static let totalOutOfRange = Refusal(
        .invalidValue,
        "value would take the user's total beyond what can be kept exactly."
    )
}
