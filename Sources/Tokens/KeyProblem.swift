/// Why a text is no key; it never repeats the text.
public struct KeyProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The rest of a sentence about the field: `must have at least 32 bytes`.
    public let problem: String

    init(_ problem: String) {
        self.problem = problem
    }

    /// The rest of a sentence.
    public var description: String { problem }
}
