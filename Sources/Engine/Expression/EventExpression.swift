/// A condition on an event's attributes: `mode == "ranked" && score >= 100`.
///
/// The grammar, loosest first:
///
///     any        = all { "||" all }
///     all        = unary { "&&" unary }
///     unary      = "!" unary | "(" any ")" | comparison
///     comparison = name [ ("==" | "!=" | "<" | "<=" | ">" | ">=") literal | "in" "[" literal { "," literal } "]" ]
///     literal    = string | number | "true" | "false"
///
/// A name begins with a letter or an underscore and goes on with letters, digits, `_`, `-` and
/// `.`; it stands for the attribute that is called exactly so. A name alone asks whether the
/// attribute is true. Strings stand in single or double quotes, with the escapes of JSON and `\'`.
///
/// What it means:
///
/// - A comparison with an attribute that the event does not have is false, `!=` included. Whoever
///   wants such events as well writes `!(mode == "ranked")`.
/// - A comparison of different types is false, `!=` included, and never an error. An attribute of
///   text takes part in comparisons with numbers as the number that it spells, if it spells one,
///   and in those with booleans if it is `true` or `false`.
/// - Numbers are exact decimals of any size. Texts are compared, and ordered, byte for byte.
public struct EventExpression: Hashable, Sendable {
    /// What it takes to be true.
    indirect enum Node: Hashable, Sendable {
        case all([Node])
        case any([Node])
        case not(Node)
        case isTrue(name: String)
        case compare(name: String, Comparison, Literal)
        case isOne(name: String, of: [Literal])
    }

    /// How an attribute is held against a literal.
    enum Comparison: String, Hashable, Sendable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        /// Whether it asks which of two values comes first.
        var isOrder: Bool { self != .equal && self != .notEqual }
    }

    /// What stands in the expression itself.
    enum Literal: Hashable, Sendable {
        case text(String)
        case number(ExactDecimal)
        case boolean(Bool)
    }

    let root: Node

    init(root: Node) {
        self.root = root
    }

    /// Reads an expression.
    public init(parsing text: String) throws(ExpressionError) {
        var parser = try ExpressionParser(text)
        root = try parser.parse()
    }

    /// Every attribute that it asks for.
    public var attributeNames: Set<String> { Self.names(in: root) }

    private static func names(in node: Node) -> Set<String> {
        switch node {
        case .all(let nodes), .any(let nodes):
            nodes.reduce(into: []) { $0.formUnion(names(in: $1)) }
        case .not(let node): names(in: node)
        case .isTrue(let name), .compare(let name, _, _), .isOne(let name, _): [name]
        }
    }
}

/// What an expression may have.
public enum ExpressionLimits {
    /// Its length in Unicode scalars.
    public static let maximumLength = 1_000
    /// How deep parentheses and `!` may be nested.
    public static let maximumDepth = 32
    /// The items of one list.
    public static let maximumListCount = 100
}

/// Why a text is no expression, and where.
public struct ExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The place in Unicode scalars, from 1.
    public let column: Int
    /// What is wrong there, as a part of a sentence: `expected a value, found the end`.
    public let problem: String

    /// The whole sentence.
    public var message: String { "Column \(column): \(problem)." }

    /// The whole sentence.
    public var description: String { message }
}
