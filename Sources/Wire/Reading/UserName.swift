import Engine
public import JSONText

/// The callers' own ids of users, which hold for every dialect.
public enum UserName {
    /// How long they may be, in characters.
    public static let maximumLength = 255
    /// The rule that they keep.
    public static let rule = TextRule.filled(maximumLength)
    /// What they are in bodies and paths.
    public static let schema = JSONSchema.name(upTo: maximumLength)

    /// What keeps a text from being a new user's id, as the rest of a sentence; nothing if it can be.
    public static func problem(with id: String) -> String? {
        rule.problem(with: id) ?? id.problemInAddresses
    }
}
