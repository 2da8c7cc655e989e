/// Why one item of a bulk change was not done, while the others were.
public struct ItemIssue: Error, Hashable, Sendable {
    /// A sentence that names what to fix.
    public let message: String

    /// An issue.
    public init(_ message: String) {
        self.message = message
    }
}
