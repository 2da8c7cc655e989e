/// A field of a request breaks a rule; says which, and what would be right.
public struct InvalidInput: Error, Equatable, CustomStringConvertible {
    /// Where in the body the field stands: `user.id`, `events[3].value`; empty for the whole.
    public let path: String
    /// What is wrong, as the rest of a sentence: `must be a string, not a number`.
    public let problem: String

    /// A finding about a field.
    public init(path: String, problem: String) {
        self.path = path
        self.problem = problem
    }

    /// The whole sentence, such as `user.id must be a string, not a number`.
    public var message: String {
        "\(path.isEmpty ? "The request body" : path) \(problem)."
    }

    /// The whole sentence.
    public var description: String { message }
}
