import Engine
import Testing

@Suite struct EventExpressionTests {
    /// An expression, the attributes of an event, and whether the one is true for the other.
    typealias Case = Row<(expression: String, attributes: [String: String]), Bool>

    private static func row(
        _ expression: String,
        _ attributes: [String: String],
        _ expected: Bool
    ) -> Case {
        Row("\(expression) of \(attributes)", (expression, attributes), expected)
    }

    static let texts = [
        row(#"mode == "ranked""#, ["mode": "ranked"], true),
        row("mode == 'ranked'", ["mode": "ranked"], true),
        row(#"mode == "ranked""#, ["mode": "Ranked"], false),
        row(#"mode != "ranked""#, ["mode": "casual"], true),
        row(#"mode != "ranked""#, ["mode": "ranked"], false),
        row(#"mode == """#, ["mode": ""], true),
        row(#"name == "\u00e9""#, ["name": "\u{e9}"], true),
        row(#"name == "\u00e9""#, ["name": "e\u{301}"], false),
        row(#"name == "\ud83d\ude80""#, ["name": "\u{1F680}"], true),
        row(#"name == 'it\'s'"#, ["name": "it's"], true),
        row(#"name == "a\"b\\c\/d""#, ["name": #"a"b\c/d"#], true),
        row(#"name == "\n\t\r\b\f""#, ["name": "\n\t\r\u{8}\u{c}"], true),
        row(#"name < "b""#, ["name": "a"], true),
        row(#"name < "b""#, ["name": "B"], true),
        row(#"name < "b""#, ["name": "b"], false),
        row(#"name <= "b""#, ["name": "b"], true),
        row(#"name > "10""#, ["name": "9"], true),
        row(#"name >= "b""#, ["name": "ba"], true),
        row(#"device.os-version_2 == "x""#, ["device.os-version_2": "x"], true),
    ]

    static let numbers = [
        row("score == 10", ["score": "10"], true),
        row("score == 10", ["score": "10.000"], true),
        row("score == 10", ["score": "1e1"], true),
        row("score == 010.0", ["score": "10"], true),
        row("score == -0", ["score": "0"], true),
        row("score == 0.1", ["score": "0.1"], true),
        row("score == 0.1", ["score": "0.10000000000000001"], false),
        row("score > 9", ["score": "10"], true),
        row("score > 9", ["score": "9.0"], false),
        row("score >= 9", ["score": "9.0"], true),
        row("score < 100", ["score": "99.999999999999999999"], true),
        row("score < -1", ["score": "-1.5"], true),
        row("score < -1", ["score": "-0.5"], false),
        row("score < -1", ["score": "0"], false),
        row("score < 0.01", ["score": "0"], true),
        row("score < 0.01", ["score": "-5"], true),
        row("score <= 0.01", ["score": "0.001"], true),
        row("score > -0.01", ["score": "-0.001"], true),
        row("score != 3", ["score": "4"], true),
        row("order == 12345678901234567890", ["order": "12345678901234567890"], true),
        row("order == 12345678901234567890", ["order": "12345678901234567891"], false),
        row("order < 12345678901234567890", ["order": "1e400"], false),
        row("order > 0", ["order": "1e-400"], true),
        row("order > 0", ["order": "1e99999999999999999999"], false),
    ]

    static let types = [
        row("score == 10", ["score": "ten"], false),
        row("score != 10", ["score": "ten"], false),
        row("score < 10", ["score": ""], false),
        row("score == 10", ["score": " 10"], false),
        row("score == 10", ["score": "+10"], false),
        row("score == 10", ["score": "0x0a"], false),
        row(#"score == "10""#, ["score": "10"], true),
        row(#"score == "10""#, ["score": "10.0"], false),
        row("score == true", ["score": "1"], false),
        row("score != true", ["score": "1"], false),
        row("paid == true", ["paid": "true"], true),
        row("paid == false", ["paid": "false"], true),
        row("paid != true", ["paid": "false"], true),
        row("paid == true", ["paid": "TRUE"], false),
        row(#"paid == "true""#, ["paid": "true"], true),
        row("paid", ["paid": "true"], true),
        row("paid", ["paid": "false"], false),
        row("paid", ["paid": "yes"], false),
        row("!paid", ["paid": "false"], true),
    ]

    static let missing = [
        row("score == 10", [:], false),
        row("score != 10", [:], false),
        row("score < 10", [:], false),
        row("score in [10]", [:], false),
        row("paid", [:], false),
        row("paid == false", [:], false),
        row("!(score == 10)", [:], true),
        row("!(score != 10)", [:], true),
        row("!paid", [:], true),
        row("score == 10 || mode == 'x'", ["mode": "x"], true),
    ]

    static let lists = [
        row("mode in ['a', \"b\"]", ["mode": "b"], true),
        row("mode in ['a', \"b\"]", ["mode": "c"], false),
        row("mode in ['a', 5, true]", ["mode": "5.0"], true),
        row("mode in ['a', 5, true]", ["mode": "true"], true),
        row("mode in ['a', 5, true]", ["mode": "false"], false),
        row("!(mode in ['a'])", ["mode": "b"], true),
        row("!mode in ['a']", ["mode": "b"], true),
        row("mode in['a']", ["mode": "a"], true),
    ]

    static let logic = [
        row("a && b", ["a": "true", "b": "true"], true),
        row("a && b", ["a": "true", "b": "false"], false),
        row("a || b", ["a": "false", "b": "true"], true),
        row("a || b", ["a": "false", "b": "false"], false),
        // `&&` binds tighter than `||`.
        row("a || b && c", ["a": "true"], true),
        row("(a || b) && c", ["a": "true"], false),
        row("c && b || a", ["a": "true"], true),
        row("c && (b || a)", ["a": "true"], false),
        row("!a && b", ["b": "true"], true),
        row("!(a && b)", ["b": "true"], true),
        row("!!a", ["a": "true"], true),
        row("!a == 1", ["a": "2"], true),
        row(" \t\r\n a\n&&\tb ", ["a": "true", "b": "true"], true),
        row("inn && truely", ["inn": "true", "truely": "true"], true),
    ]

    @Test(arguments: texts + numbers + types + missing + lists + logic)
    func `an expression is true for the events that it describes`(row: Case) throws {
        let expression = try EventExpression(parsing: row.input.expression)
        #expect(expression.isTrue(for: row.input.attributes) == row.expected)
        let values = row.input.attributes.mapValues(AttributeValue.text)
        #expect(expression.isTrue(for: values) == row.expected)
    }

    @Test(arguments: [
        Row("a number is the number", "score == 10", true),
        Row("a number is no text", "score == '10'", false),
        Row("a number is in a list of numbers", "score in [9, 10]", true),
        Row("a number has an order", "score < 10.5", true),
        Row("a boolean is the boolean", "paid == true && paid", true),
        Row("a boolean is no text", "paid == 'true'", false),
        Row("a boolean is no number", "paid == 1", false),
        Row("a boolean is not another", "paid != false", true),
    ]) func `an attribute that has a type is compared with its type alone`(
        row: Row<String, Bool>
    ) throws {
        let score = try #require(AttributeValue.number("10.0"))
        let attributes = ["score": score, "paid": .boolean(true)]
        let expression = try EventExpression(parsing: row.input)
        #expect(expression.isTrue(for: attributes) == row.expected)
    }

    @Test(arguments: ["", "ten", "1.", ".5", "0x1", "1e", "--1", "1 ", "١"])
    func `what spells no number is none`(text: String) {
        #expect(AttributeValue.number(text) == nil)
    }

    @Test func `the attributes that an expression asks for are known`() throws {
        let expression = try EventExpression(
            parsing: "a == 1 && (b in ['a'] || !(c < 2)) && d && a.b == true"
        )
        #expect(expression.attributeNames == ["a", "b", "c", "d", "a.b"])
    }
}
