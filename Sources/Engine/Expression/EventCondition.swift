/// An expression together with the text that somebody wrote, which is what is stored and shown.
public struct EventCondition: Hashable, Sendable {
    /// The text.
    public let text: String
    /// What it means.
    public let expression: EventExpression

    /// Reads a text, once.
    public init(parsing text: String) throws(ExpressionError) {
        expression = try EventExpression(parsing: text)
        self.text = text
    }

    /// Whether both were written the same.
    public static func == (left: EventCondition, right: EventCondition) -> Bool {
        left.text.isSameID(as: right.text)
    }
}
