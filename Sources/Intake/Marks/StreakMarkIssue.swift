import Engine

/// Why something was not put on a streak.
public struct StreakMarkIssue: Error, Hashable, Sendable {
    /// How bad it is.
    public enum Severity: String, Sendable {
        /// It could not be done.
        case error
        /// There was nothing to do, or no room for more.
        case warning
    }

    /// How bad it is.
    public let severity: Severity
    /// A sentence that names what to fix.
    public let message: String

    /// An issue; an error unless said otherwise.
    public init(_ message: String, severity: Severity = .error) {
        self.message = message
        self.severity = severity
    }
}

extension StreakMarkIssue {
    init(_ refusal: Refusal) {
        switch refusal.code {
        case .unknownUser: self.init("User does not exist")
        case .nothingToDo: self.init(refusal.message, severity: .warning)
        case .unknownMetric, .unknownEvent, .unknownStreak, .unknownAchievement, .forbidden,
            .outOfPoints,
            .invalidValue:
            self.init(refusal.message)
        }
    }
}
