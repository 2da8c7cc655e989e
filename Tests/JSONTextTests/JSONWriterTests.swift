import JSONText
import Testing

@Suite struct JSONWriterTests {
    private static func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    @Test func `objects and arrays nest`() {
        let text = Self.text { writer in
            writer.object { event in
                event.field("eventId", "e1")
                event.field("total", rawNumber: "10.50")
                event.field("count", 3)
                event.field("isNew", true)
                event.null("x")
                event.field("name", nil as String?)
                event.fieldIfPresent("absent", nil as String?)
                event.fieldIfPresent("present", "p")
                event.array("achievements") { achievements in
                    achievements.object { $0.field("id", 1) }
                    achievements.element("a")
                    achievements.array { _ in }
                }
                event.object("empty") { _ in }
                event.field("tags", ["a", "b"])
                event.field("stored", rawJSON: #"{"a":[1]}"#)
                event.field("closure") { $0.string("c") }
            }
        }
        let expected =
            #"{"eventId":"e1","total":10.50,"count":3,"isNew":true,"x":null,"name":null,"#
            + #""present":"p","achievements":[{"id":1},"a",[]],"empty":{},"tags":["a","b"],"#
            + #""stored":{"a":[1]},"closure":"c"}"#
        #expect(text == expected)
    }

    @Test(arguments: [
        Row("plain", "abc", #""abc""#),
        Row("empty", "", #""""#),
        Row("quotes and backslashes", #"a"b\c"#, #""a\"b\\c""#),
        Row("white space", "a\n\r\t\u{8}\u{c}", #""a\n\r\t\b\f""#),
        Row("other controls", "\u{0}\u{1f}\u{7f}", "\"\\u0000\\u001f\u{7f}\""),
        Row("beyond ASCII is left alone", "é🔥\u{2028}", "\"é🔥\u{2028}\""),
        Row("beyond ASCII next to an escape", "é\"🔥", #""é\"🔥""#),
    ]) func `strings are escaped`(row: Row<String, String>) {
        #expect(Self.text { $0.string(row.input) } == row.expected)
    }

    @Test(arguments: [
        Row("an integer", 5.0, "5"),
        Row("a fraction", 0.1, "0.1"),
        Row("the sum that is not 0.3", 0.1 + 0.2, "0.30000000000000004"),
        Row("minus zero", -0.0, "0"),
        Row("a large integer", 9_007_199_254_740_992, "9007199254740992"),
        Row("larger", 1e300, "1e+300"),
        Row("tiny", .leastNonzeroMagnitude, "5e-324"),
        Row("infinity", .infinity, "null"),
        Row("NaN", .nan, "null"),
    ]) func `doubles are as short as they can be read back`(row: Row<Double, String>) throws {
        let text = Self.text { $0.number(row.input) }
        #expect(text == row.expected)
        if row.input.isFinite {
            #expect(try JSONCursor(JSON(parsing: text)).double() == row.input)
        }
    }

    @Test func `an error passes through and leaves nothing to finish`() {
        #expect(throws: InvalidInput.self) {
            var writer = JSONWriter()
            try writer.object { _ in throw InvalidInput(path: "a", problem: "is bad") }
        }
    }

    @Test func `a second value is a mistake`() async {
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.null()
            writer.null()
        }
    }

    @Test func `a field without a value is a mistake`() async {
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.object { object in object.field("a") { _ in } }
        }
    }

    @Test(arguments: 0..<20) func `what was written reads back the same`(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        for _ in 0..<200 {
            let value = JSON.random(depth: 4, using: &random)
            #expect(try JSON(parsing: value.text) == value)
        }
    }
}

extension JSON {
    /// Any value, of any kind.
    static func random(depth: Int, using random: inout SplitMix64) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .number(JSONNumber(Int64.random(in: .min ... .max, using: &random)))
        case 3:
            let double = Double(bitPattern: random.next())
            return JSONNumber(double).map(JSON.number) ?? .null
        case 4, 5: return .string(randomText(using: &random))
        case 6:
            let count = Int.random(in: 0..<6, using: &random)
            return .array((0..<count).map { _ in .random(depth: depth - 1, using: &random) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<24, using: &random) {
                object.append(
                    randomText(using: &random),
                    .random(depth: depth - 1, using: &random)
                )
            }
            return .object(object)
        }
    }

    private static func randomText(using random: inout SplitMix64) -> String {
        let alphabet: [Unicode.Scalar] = [
            "a", "Z", "\"", "\\", "/", "\n", "\0", "\u{1f}", "\u{7f}", "é", "\u{301}", "ß",
            "\u{2028}", "\u{ffff}", "🔥", "\u{10ffff}",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            if let scalar = alphabet.randomElement(using: &random) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
