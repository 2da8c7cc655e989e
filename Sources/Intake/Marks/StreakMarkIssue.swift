public import Engine

/// Why something was not put on a streak.
public enum StreakMarkIssue: Error, Hashable, Sendable {
    /// How bad it is.
    public enum Severity: String, Sendable {
        /// It could not be done.
        case error
        /// There was nothing to do, or no room for more.
        case warning
    }

    /// A rule forbids it.
    case refused(Refusal.Reason)
    /// Somebody has said it in words for the caller already.
    case told(String)

    /// How bad it is.
    public var severity: Severity {
        if case .refused(let reason) = self, reason.code == .nothingToDo {
            .warning
        } else {
            .error
        }
    }
}
