/// Takes the text of an expression apart into tokens.
struct ExpressionLexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) throws(ExpressionError) {
        // Counting bytes first keeps a very long text from being walked by characters.
        let maximum = ExpressionLimits.maximumLength
        guard text.utf8.count <= maximum * 4, text.unicodeScalars.count <= maximum else {
            throw ExpressionError(
                column: maximum + 1,
                problem: "an expression may have at most \(maximum) characters"
            )
        }
        scalars = Array(text.unicodeScalars)
    }

    /// Every token, the end included.
    mutating func tokens() throws(ExpressionError) -> [ExpressionToken] {
        var tokens: [ExpressionToken] = []
        while true {
            while let scalar = peek, [" ", "\t", "\n", "\r"].contains(scalar) { position += 1 }
            let column = position + 1
            tokens.append(ExpressionToken(kind: try next(), column: column))
            if tokens.last?.kind == .end { return tokens }
        }
    }

    private mutating func next() throws(ExpressionError) -> ExpressionToken.Kind {
        guard let scalar = peek else { return .end }
        if Self.beginsName(scalar) { return .name(take(while: Self.isPartOfName)) }
        if Self.isDigit(scalar) || scalar == "-" { return try number() }
        if scalar == "\"" || scalar == "'" { return .text(try string(until: scalar)) }
        return .symbol(try symbol())
    }

    private mutating func symbol() throws(ExpressionError) -> String {
        let ahead = String(String.UnicodeScalarView(scalars[position...].prefix(2)))
        if ["==", "!=", "<=", ">=", "&&", "||"].contains(ahead) {
            position += 2
            return ahead
        }
        let symbol = String(ahead.unicodeScalars.prefix(1))
        guard ["<", ">", "!", "(", ")", "[", "]", ","].contains(symbol) else {
            throw error(Self.problem(with: symbol))
        }
        position += 1
        return symbol
    }

    /// What to write instead of a symbol that there is not.
    private static func problem(with symbol: String) -> String {
        switch symbol {
        case "=": "found '=' alone; write '==' to compare"
        case "&": "found '&' alone; write '&&'"
        case "|": "found '|' alone; write '||'"
        default: "expected a name, a value or an operator, found \(shown(symbol))"
        }
    }

    private static func shown(_ symbol: String) -> String {
        guard let scalar = symbol.unicodeScalars.first, scalar.isControl else {
            return "'\(symbol)'"
        }
        return "the character U+\(String(scalar.value, radix: 16, uppercase: true))"
    }

    // MARK: - Numbers

    private mutating func number() throws(ExpressionError) -> ExpressionToken.Kind {
        let start = position
        if peek == "-" { position += 1 }
        guard !take(while: Self.isDigit).isEmpty else {
            throw error("expected a digit after '-', found \(found)")
        }
        if peek == "." {
            position += 1
            guard !take(while: Self.isDigit).isEmpty else {
                throw error("expected a digit after the decimal point, found \(found)")
            }
        }
        if let scalar = peek, Self.isPartOfName(scalar) {
            throw error("a number may only have digits, a sign and a decimal point, found \(found)")
        }
        let literal = text(from: start)
        guard let number = ExactDecimal(literal) else {
            throw error("\(literal) is no number", at: start)
        }
        return .number(number, literal: literal)
    }

    // MARK: - Strings

    private mutating func string(
        until quote: Unicode.Scalar
    ) throws(ExpressionError) -> String {
        let start = position
        position += 1
        var text = String.UnicodeScalarView()
        while let scalar = peek {
            position += 1
            if scalar == quote { return String(text) }
            if scalar.isControl {
                throw error(
                    "a string may not have control characters; write \\n, \\t or \\u and four digits",
                    at: position - 1
                )
            }
            text.append(scalar == "\\" ? try escape() : scalar)
        }
        throw error("the string that begins here has no end; close it with \(quote)", at: start)
    }

    private mutating func escape() throws(ExpressionError) -> Unicode.Scalar {
        let start = position - 1
        guard let scalar = peek else { return "\\" }
        position += 1
        switch scalar {
        case "\"", "'", "\\", "/": return scalar
        case "b": return "\u{8}"
        case "f": return "\u{c}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": return try unicode(from: start)
        default:
            throw error(
                "expected an escape: \\\\, \\\", \\', \\n, \\r, \\t or \\u and four digits",
                at: start
            )
        }
    }

    private mutating func unicode(from start: Int) throws(ExpressionError) -> Unicode.Scalar {
        let value = hexadecimal()
        if let scalar = value.flatMap(Unicode.Scalar.init) { return scalar }
        // Beyond the first plane JSON writes a character as a pair.
        if let high = value, (0xD800..<0xDC00).contains(high), skip("\\"), skip("u"),
            let low = hexadecimal(), (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        {
            return scalar
        }
        throw error(
            "expected four hexadecimal digits of a Unicode character after \\u",
            at: start
        )
    }

    private mutating func hexadecimal() -> UInt32? {
        let digits = scalars[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
        position += 4
        return UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
    }

    // MARK: - Scalars

    private var peek: Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    private var found: String { peek.map { Self.shown(String(Character($0))) } ?? "the end" }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        position += 1
        return true
    }

    private mutating func take(while isPart: (Unicode.Scalar) -> Bool) -> String {
        let start = position
        while let scalar = peek, isPart(scalar) { position += 1 }
        return text(from: start)
    }

    private func text(from start: Int) -> String {
        String(String.UnicodeScalarView(scalars[start..<position]))
    }

    private func error(_ problem: String, at offset: Int? = nil) -> ExpressionError {
        ExpressionError(column: (offset ?? position) + 1, problem: problem)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func beginsName(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    private static func isPartOfName(_ scalar: Unicode.Scalar) -> Bool {
        beginsName(scalar) || isDigit(scalar) || scalar == "-" || scalar == "."
    }
}
