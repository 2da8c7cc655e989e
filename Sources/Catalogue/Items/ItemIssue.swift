public import Engine

/// Why one item of a bulk change was not done, while the others were.
public struct ItemIssue: Error, Hashable, Sendable {
    /// A sentence that names what to fix.
    public let message: String
    /// What contradicts itself in a streak, if that is why.
    public let problem: StreakProblem?

    /// An issue.
    public init(_ message: String, problem: StreakProblem? = nil) {
        self.message = message
        self.problem = problem
    }
}
