/// A step from one version of the schema to the next; once released it never changes.
public struct Migration: Sendable {
    /// The version that the schema has after it.
    public let version: Int64
    /// What it does, in snake case.
    public let name: String
    /// Its statements, in the engine's words.
    public let statements: @Sendable (SQLDialect) -> [String]

    /// A step.
    public init(
        version: Int64,
        name: String,
        statements: @escaping @Sendable (SQLDialect) -> [String]
    ) {
        self.version = version
        self.name = name
        self.statements = statements
    }
}
