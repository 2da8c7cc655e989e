/// Makes a tree of the tokens of an expression.
struct ExpressionParser {
    private let tokens: [ExpressionToken]
    private var position = 0
    private var depth = 0

    init(_ text: String) throws(ExpressionError) {
        var lexer = try ExpressionLexer(text)
        tokens = try lexer.tokens()
    }

    /// The tree of the whole text.
    mutating func parse() throws(ExpressionError) -> EventExpression.Node {
        let node = try parseAny()
        guard next.kind == .end else {
            throw error("expected '&&', '||' or the end")
        }
        return node
    }

    private mutating func parseAny() throws(ExpressionError) -> EventExpression.Node {
        var nodes = [try parseAll()]
        while skip("||") { nodes.append(try parseAll()) }
        return nodes.count == 1 ? nodes[0] : .any(nodes)
    }

    private mutating func parseAll() throws(ExpressionError) -> EventExpression.Node {
        var nodes = [try parseUnary()]
        while skip("&&") { nodes.append(try parseUnary()) }
        return nodes.count == 1 ? nodes[0] : .all(nodes)
    }

    private mutating func parseUnary() throws(ExpressionError) -> EventExpression.Node {
        guard next.kind == .symbol("!") else { return try parseOperand() }
        try goDown()
        advance()
        // The parentheses of `!(…)` are the operator's, and no level of their own.
        let node = next.kind == .symbol("(") ? try parseGroup() : try parseUnary()
        depth -= 1
        return .not(node)
    }

    private mutating func parseOperand() throws(ExpressionError) -> EventExpression.Node {
        guard next.kind == .symbol("(") else { return try parseComparison() }
        try goDown()
        let node = try parseGroup()
        depth -= 1
        return node
    }

    private mutating func parseGroup() throws(ExpressionError) -> EventExpression.Node {
        advance()
        let node = try parseAny()
        guard skip(")") else { throw error("expected '&&', '||' or ')'") }
        return node
    }

    private mutating func goDown() throws(ExpressionError) {
        let maximum = ExpressionLimits.maximumDepth
        guard depth < maximum else {
            throw ExpressionError(
                column: next.column,
                problem: "parentheses and '!' may be nested at most \(maximum) deep"
            )
        }
        depth += 1
    }

    // MARK: - Comparisons

    private mutating func parseComparison() throws(ExpressionError) -> EventExpression.Node {
        let name = try parseName()
        if next.kind == .name("in") {
            advance()
            return .isOne(name: name, of: try parseList())
        }
        guard case .symbol(let symbol) = next.kind,
            let comparison = EventExpression.Comparison(rawValue: symbol)
        else { return try end(of: name) }
        advance()
        let column = next.column
        let literal = try parseLiteral()
        if case .boolean = literal, comparison.isOrder {
            throw ExpressionError(
                column: column,
                problem: "true and false have no order; compare them with '==' or '!='"
            )
        }
        return .compare(name: name, comparison, literal)
    }

    /// A name alone, if what follows can follow it.
    private func end(of name: String) throws(ExpressionError) -> EventExpression.Node {
        switch next.kind {
        case .end, .symbol("&&"), .symbol("||"), .symbol(")"): return .isTrue(name: name)
        default: throw error("expected an operator such as '==' or 'in' after \(name)")
        }
    }

    private mutating func parseName() throws(ExpressionError) -> String {
        guard case .name(let name) = next.kind else {
            throw error("expected an attribute's name, '!' or '('")
        }
        guard !["in", "true", "false"].contains(name) else {
            throw ExpressionError(
                column: next.column,
                problem: "expected an attribute's name, found the word '\(name)'"
            )
        }
        advance()
        return name
    }

    private mutating func parseList() throws(ExpressionError) -> [EventExpression.Literal] {
        guard skip("[") else { throw error("expected '[' after 'in'") }
        var literals = [try parseLiteral()]
        let maximum = ExpressionLimits.maximumListCount
        while skip(",") {
            guard literals.count < maximum else {
                throw ExpressionError(
                    column: next.column,
                    problem: "a list may have at most \(maximum) values"
                )
            }
            literals.append(try parseLiteral())
        }
        guard skip("]") else { throw error("expected ',' or ']'") }
        return literals
    }

    private mutating func parseLiteral() throws(ExpressionError) -> EventExpression.Literal {
        let literal: EventExpression.Literal
        switch next.kind {
        case .text(let text): literal = .text(text)
        case .number(let number, _): literal = .number(number)
        case .name("true"): literal = .boolean(true)
        case .name("false"): literal = .boolean(false)
        case .name, .symbol, .end:
            throw error("expected a string in quotes, a number, true or false")
        }
        advance()
        return literal
    }

    // MARK: - Tokens

    /// The token that comes next; the last one is the end, and is never passed.
    private var next: ExpressionToken { tokens[position] }

    private mutating func advance() {
        position = min(position + 1, tokens.count - 1)
    }

    private mutating func skip(_ symbol: String) -> Bool {
        guard next.kind == .symbol(symbol) else { return false }
        advance()
        return true
    }

    private func error(_ expectation: String) -> ExpressionError {
        ExpressionError(column: next.column, problem: "\(expectation), found \(next.name)")
    }
}
