import Engine
import Testing

@Suite struct EventExpressionSyntaxTests {
    typealias Mistake = Row<String, (column: Int, problem: String)>

    private static func row(_ text: String, _ column: Int, _ problem: String) -> Mistake {
        Row("\(text.prefix(40))", text, (column, problem))
    }

    private static func nested(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    private static let operand = "expected an attribute's name, '!' or '('"
    private static let literal = "expected a string in quotes, a number, true or false"
    private static let escape = #"expected an escape: \\, \", \', \n, \r, \t or \u and four digits"#

    static let grammar = [
        row("", 1, "\(operand), found the end"),
        row("   ", 4, "\(operand), found the end"),
        row("mode = 'a'", 6, "found '=' alone; write '==' to compare"),
        row("a & b", 3, "found '&' alone; write '&&'"),
        row("a | b", 3, "found '|' alone; write '||'"),
        row("mode ==", 8, "\(literal), found the end"),
        row("mode == ranked", 9, "\(literal), found 'ranked'"),
        row("mode == == 1", 9, "\(literal), found '=='"),
        row("mode 'a'", 6, "expected an operator such as '==' or 'in' after mode, found a string"),
        row("a b", 3, "expected an operator such as '==' or 'in' after a, found 'b'"),
        row("a == 1 b", 8, "expected '&&', '||' or the end, found 'b'"),
        row("a == 1 == 2", 8, "expected '&&', '||' or the end, found '=='"),
        row("a == 1)", 7, "expected '&&', '||' or the end, found ')'"),
        row("(a == 1", 8, "expected '&&', '||' or ')', found the end"),
        row("()", 2, "\(operand), found ')'"),
        row("a &&", 5, "\(operand), found the end"),
        row("|| a", 1, "\(operand), found '||'"),
        row("!", 2, "\(operand), found the end"),
        row("10 < a", 1, "\(operand), found the number 10"),
        row("'a' == a", 1, "\(operand), found a string"),
        row("true", 1, "expected an attribute's name, found the word 'true'"),
        row("in in ['a']", 1, "expected an attribute's name, found the word 'in'"),
        row("a < true", 5, "true and false have no order; compare them with '==' or '!='"),
        row("a in 'x'", 6, "expected '[' after 'in', found a string"),
        row("a in []", 7, "\(literal), found ']'"),
        row("a in ['x'", 10, "expected ',' or ']', found the end"),
        row("a in ['x',]", 11, "\(literal), found ']'"),
        row("a in ['x' 'y']", 11, "expected ',' or ']', found a string"),
        row("a in [b]", 7, "\(literal), found 'b'"),
        row("a == {}", 6, "expected a name, a value or an operator, found '{'"),
        row("a + b", 3, "expected a name, a value or an operator, found '+'"),
        row("é == 1", 1, "expected a name, a value or an operator, found 'é'"),
        row("a\u{0}", 2, "expected a name, a value or an operator, found the character U+0"),
        // Columns count Unicode scalars, so the two of a decomposed letter are two.
        row("a == 'e\u{301}' b", 11, "expected '&&', '||' or the end, found 'b'"),
        row("a == '\u{1F680}' b", 10, "expected '&&', '||' or the end, found 'b'"),
    ]

    static let literals = [
        row("a == 'x", 6, "the string that begins here has no end; close it with '"),
        row(#"a == "x'"#, 6, "the string that begins here has no end; close it with \""),
        row(#"a == "x\"#, 6, "the string that begins here has no end; close it with \""),
        row(#"a == "x\""#, 6, "the string that begins here has no end; close it with \""),
        row(#"a == "\x""#, 7, escape),
        row(
            #"a == "\u12""#,
            7,
            #"expected four hexadecimal digits of a Unicode character after \u"#
        ),
        row(
            #"a == "\ud83d""#,
            7,
            #"expected four hexadecimal digits of a Unicode character after \u"#
        ),
        row(
            #"a == "\ude80\ud83d""#,
            7,
            #"expected four hexadecimal digits of a Unicode character after \u"#
        ),
        row(
            "a == 'x\ny'",
            8,
            #"a string may not have control characters; write \n, \t or \u and four digits"#
        ),
        row("a == -", 7, "expected a digit after '-', found the end"),
        row("a == -b", 7, "expected a digit after '-', found 'b'"),
        row("a == 1.", 8, "expected a digit after the decimal point, found the end"),
        row(
            "a == 1e5",
            7,
            "a number may only have digits, a sign and a decimal point, found 'e'"
        ),
        row("a == .5", 6, "expected a name, a value or an operator, found '.'"),
        row(
            "a == 1.2.3",
            9,
            "a number may only have digits, a sign and a decimal point, found '.'"
        ),
    ]

    static let limits = [
        row(
            String(repeating: "a", count: 1_001),
            1_001,
            "an expression may have at most 1000 characters"
        ),
        row(
            String(repeating: "(", count: 33) + "a" + String(repeating: ")", count: 33),
            33,
            "parentheses and '!' may be nested at most 32 deep"
        ),
        row(
            String(repeating: "!", count: 33) + "a",
            33,
            "parentheses and '!' may be nested at most 32 deep"
        ),
        row(
            "a in [" + Array(repeating: "1", count: 101).joined(separator: ",") + "]",
            207,
            "a list may have at most 100 values"
        ),
        row(
            String(repeating: "x", count: 60) + " y",
            62,
            "expected an operator such as '==' or 'in' after "
                + String(repeating: "x", count: 60) + ", found 'y'"
        ),
    ]

    @Test(arguments: grammar + literals + limits)
    func `a mistake is told with its column, what is there and what should be`(row: Mistake) {
        let error = #expect(throws: ExpressionError.self) {
            _ = try EventExpression(parsing: row.input)
        }
        #expect(error?.column == row.expected.column)
        #expect(error?.problem == row.expected.problem)
        #expect(error?.message == "Column \(row.expected.column): \(row.expected.problem).")
    }

    @Test(arguments: [
        Row("length", String(repeating: "a", count: 1_000), 1),
        Row("depth", "\(nested("(", 32))a\(nested(")", 32))", 1),
        Row("negations", nested("!", 32) + "a", 1),
        Row("negated groups", "\(nested("!(", 32))a\(nested(")", 32))", 1),
        Row("list", "a in [\(Array(repeating: "1", count: 100).joined(separator: ","))]", 1),
        Row("a long chain", Array(repeating: "a", count: 200).joined(separator: " || "), 1),
    ])
    func `what is just within the limits is an expression`(row: Row<String, Int>) throws {
        #expect(try EventExpression(parsing: row.input).attributeNames.count == row.expected)
    }

    @Test(arguments: [
        Row("spaces", " a==1&&b  ", "a == 1 && b"),
        Row("quotes", #"a == 'it\'s "x"'"#, #"a == "it's \"x\"""#),
        Row("escapes", #"a == "\u00e9\u0001\n\/\\""#, #"a == "é\u0001\n/\\""#),
        Row("numbers", "a in [007, 1.50, -0, -0.05, 100]", "a in [7, 1.5, 0, -0.05, 100]"),
        Row("needless parentheses", "((a) && ((b == 1)))", "a && b == 1"),
        Row("parentheses that the order makes needless", "(a && b) || c", "a && b || c"),
        Row("parentheses that count", "(a || b) && c", "(a || b) && c"),
        Row("groups of their own", "a && (b && c)", "a && (b && c)"),
        Row("a negated comparison", "!a == 1", "!(a == 1)"),
        Row("negated names", "!!a", "!!a"),
        Row("booleans", "a==true||b!=false", "a == true || b != false"),
    ]) func `an expression is shown in one way`(row: Row<String, String>) throws {
        #expect(try EventExpression(parsing: row.input).description == row.expected)
    }
}
