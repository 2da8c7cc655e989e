import Testing

@testable import Engine

@Suite struct EventExpressionPropertyTests {
    @Test func `what is shown of any expression reads as the same expression`() throws {
        var random = RandomExpression(generator: SplitMix64(state: 7))
        var count = 0
        while count < 3_000 {
            let expression = EventExpression(root: random.node(depth: 4))
            let text = expression.description
            guard text.unicodeScalars.count <= ExpressionLimits.maximumLength else { continue }
            count += 1
            let again = try EventExpression(parsing: text)
            #expect(again == expression, "\(text)")
            #expect(again.description == text)
        }
    }

    @Test func `an expression and its negation are never both true`() throws {
        var random = RandomExpression(generator: SplitMix64(state: 8))
        for _ in 0..<1_000 {
            let node = random.node(depth: 3)
            let attributes = random.attributes()
            #expect(
                EventExpression(root: node).isTrue(for: attributes)
                    != EventExpression(root: .not(node)).isTrue(for: attributes)
            )
        }
    }

    @Test func `no bytes whatever make the parser do anything but read or refuse`() {
        var generator = SplitMix64(state: 9)
        let alphabet = Array(#"ab01._-"'\u!=<>&|()[], "#.utf8) + Array("in true ".utf8)
        for round in 0..<20_000 {
            let length = Int.random(in: 0...40, using: &generator)
            let bytes = (0..<length).map { _ in
                round.isMultiple(of: 2)
                    ? UInt8.random(in: 0...255, using: &generator)
                    : alphabet.randomElement(using: &generator) ?? 0
            }
            let text = String(decoding: bytes, as: UTF8.self)
            do {
                let expression = try EventExpression(parsing: text)
                #expect((try? EventExpression(parsing: expression.description)) == expression)
                _ = expression.isTrue(for: ["a": "1", "b": "true"])
            } catch {
                let error = error as ExpressionError
                #expect((1...text.unicodeScalars.count + 1).contains(error.column), "\(text)")
            }
        }
    }
}

/// Trees that no two parses would write differently.
private struct RandomExpression {
    var generator: SplitMix64

    private static let names = ["a", "mode", "_x", "device.os", "in_", "trueish", "A-1"]
    private static let texts = [
        "", "a", "it's", "\"", "\\", "\n\t\u{1}\u{7f}", "é", "e\u{301}", "🚀",
    ]
    private static let numbers = [
        "0", "1", "-1", "0.5", "-12.25", "100", "0.000001", "12345678901234567890",
    ]

    mutating func node(depth: Int) -> EventExpression.Node {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 3), using: &generator) {
        case 0: .isTrue(name: name())
        case 1: comparison()
        case 2: .isOne(name: name(), of: (0...count(3)).map { _ in literal() })
        case 3: .not(node(depth: depth - 1))
        case 4: .all((0...1 + count(2)).map { _ in node(depth: depth - 1) })
        default: .any((0...1 + count(2)).map { _ in node(depth: depth - 1) })
        }
    }

    mutating func attributes() -> [String: String] {
        var attributes: [String: String] = [:]
        for _ in 0..<4 {
            attributes[name()] = (Self.texts + Self.numbers + ["true", "false"])
                .randomElement(using: &generator)
        }
        return attributes
    }

    private mutating func comparison() -> EventExpression.Node {
        let literal = literal()
        var comparisons = EventExpression.Comparison.allCases
        if case .boolean = literal { comparisons = [.equal, .notEqual] }
        let comparison = comparisons.randomElement(using: &generator) ?? .equal
        return .compare(name: name(), comparison, literal)
    }

    private mutating func literal() -> EventExpression.Literal {
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: .text(Self.texts.randomElement(using: &generator) ?? "")
        case 1:
            ExactDecimal(Self.numbers.randomElement(using: &generator) ?? "0")
                .map(EventExpression.Literal.number) ?? .boolean(true)
        default: .boolean(Bool.random(using: &generator))
        }
    }

    private mutating func name() -> String { Self.names.randomElement(using: &generator) ?? "a" }

    private mutating func count(_ maximum: Int) -> Int {
        Int.random(in: 0...maximum, using: &generator)
    }
}
