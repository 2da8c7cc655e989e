extension EventExpression: CustomStringConvertible {
    /// The expression in its one way to be written, which reads as the same expression.
    ///
    /// It may be longer than what was read, and then above the limit: keep the text that was sent
    /// if it has to be read again.
    public var description: String { Self.text(of: root) }

    private static func text(of node: Node) -> String {
        switch node {
        case .all(let nodes): nodes.map { part($0, binds: \.bindsAsTightlyAsAll) }.joined(" && ")
        case .any(let nodes): nodes.map { part($0, binds: \.bindsAsTightlyAsAny) }.joined(" || ")
        case .not(let node): "!" + part(node, binds: \.isUnary)
        case .isTrue(let name): name
        case .compare(let name, let comparison, let literal):
            "\(name) \(comparison.rawValue) \(literal.text)"
        case .isOne(let name, let literals):
            "\(name) in [\(literals.map(\.text).joined(", "))]"
        }
    }

    private static func part(_ node: Node, binds: (Node) -> Bool) -> String {
        binds(node) ? text(of: node) : "(\(text(of: node)))"
    }
}

extension EventExpression.Node {
    /// Whether it can stand behind `!` without parentheses and mislead nobody.
    fileprivate var isUnary: Bool {
        switch self {
        case .isTrue, .not: true
        case .all, .any, .compare, .isOne: false
        }
    }

    fileprivate var bindsAsTightlyAsAll: Bool {
        switch self {
        case .isTrue, .not, .compare, .isOne: true
        case .all, .any: false
        }
    }

    fileprivate var bindsAsTightlyAsAny: Bool {
        if case .all = self { return true }
        return bindsAsTightlyAsAll
    }
}

extension EventExpression.Literal {
    fileprivate var text: String {
        switch self {
        case .text(let text): "\"" + text.unicodeScalars.map(Self.escaped).joined("") + "\""
        case .number(let number): number.description
        case .boolean(let value): value ? "true" : "false"
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default:
            guard scalar.isControl else { return String(Character(scalar)) }
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
    }
}

extension Unicode.Scalar {
    /// Whether it is a control of ASCII or Latin-1, which cannot be seen.
    var isControl: Bool { value < 0x20 || (0x7F..<0xA0).contains(value) }
}

extension [String] {
    fileprivate func joined(_ separator: String) -> String { joined(separator: separator) }
}
