import JSONText
import Testing

@Suite struct JSONParserTests {
    @Test(arguments: [
        Row("null", "null", JSON.null),
        Row("true", "true", .bool(true)),
        Row("false, with white space", " \t\r\nfalse\n ", .bool(false)),
        Row("zero", "0", .number(JSONNumber(0))),
        Row("negative", "-12", .number(JSONNumber(-12))),
        Row("empty string", #""""#, .string("")),
        Row("text", #""Grüße 🔥""#, .string("Grüße 🔥")),
        Row("short escapes", #""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")),
        Row("a unicode escape", #""a\u00e9b""#, .string("aéb")),
        Row("a surrogate pair", #""\uD83D\uDD25!""#, .string("🔥!")),
        Row("escaped and plain text mixed", #""🔥\n🔥""#, .string("🔥\n🔥")),
        Row("a NUL", #""\u0000""#, .string("\0")),
        Row("empty array", "[ ]", .array([])),
        Row("array", "[1,[],null]", .array([.number(JSONNumber(1)), .array([]), .null])),
        Row("empty object", "{ }", .object([:])),
        Row(
            "object",
            #"{"a" : {"b":[true]} , "":"x"}"#,
            .object(["a": .object(["b": .array([.bool(true)])]), "": .string("x")])
        ),
        Row(
            "names that Swift holds for equal",
            "{\"\u{e9}\":1,\"e\u{301}\":2}",
            .object(["\u{e9}": .number(JSONNumber(1)), "e\u{301}": .number(JSONNumber(2))])
        ),
    ]) func `good texts are read`(row: Row<String, JSON>) throws {
        #expect(try JSON(parsing: row.input) == row.expected)
    }

    @Test(arguments: [
        Row("nothing", "", "1:1 (0) the text is empty, expected a value"),
        Row("white space only", "  ", "1:3 (2) the text is empty, expected a value"),
        Row(
            "a word",
            "nul",
            "1:1 (0) expected a value, found a word that is not true, false or null"
        ),
        Row("NaN", "NaN", "1:1 (0) expected a value, found 'N'"),
        Row("infinity", "[-Infinity]", "1:3 (2) expected a digit, found 'I'"),
        Row("two values", "1 2", "1:3 (2) expected nothing after the value, found '2'"),
        Row("a word that goes on", "truex", "1:5 (4) expected nothing after the value, found 'x'"),
        Row("a leading zero", "[01]", "1:2 (1) a number may not have leading zeros"),
        Row("a plus", "+1", "1:1 (0) expected a value, found '+'"),
        Row("no digits before the point", ".5", "1:1 (0) expected a value, found '.'"),
        Row("no digits after the point", "1.", "1:3 (2) expected a digit, found the end"),
        Row("no exponent", "1e", "1:3 (2) expected a digit, found the end"),
        Row("a sign alone", "-", "1:2 (1) expected a digit, found the end"),
        Row("an open array", "[1", "1:3 (2) expected a comma or a closing bracket, found the end"),
        Row("a comma at the end", "[1,]", "1:4 (3) expected a value, found ']'"),
        Row("no comma", "[1 2]", "1:4 (3) expected a comma or a closing bracket, found '2'"),
        Row("an open object", "{", "1:2 (1) expected a name in double quotes, found the end"),
        Row("single quotes", "{'a':1}", "1:2 (1) expected a name in double quotes, found '''"),
        Row("no colon", #"{"a" 1}"#, "1:6 (5) expected a colon after the name, found '1'"),
        Row(
            "a comma before the brace",
            #"{"a":1,}"#,
            "1:8 (7) expected a name in double quotes, found '}'"
        ),
        Row("a comment", "[1]//", "1:4 (3) expected nothing after the value, found '/'"),
        Row("a byte order mark", "\u{feff}1", "1:1 (0) expected a value, found byte 0xef"),
        Row(
            "a repeated name",
            "{\"a\":1,\n  \"a\":2}",
            #"2:3 (10) the name "a" is repeated in its object"#
        ),
        Row("columns count characters", "[\"🔥é\", x]", "1:8 (11) expected a value, found 'x'"),
        Row("an open string", #""abc"#, "1:5 (4) expected a closing quote, found the end"),
        Row("a line end in a string", "\"a\nb\"", "1:3 (2) a control character must be escaped"),
        Row(
            "a control character after an escape",
            "\"\\n\u{1}\"",
            "1:4 (3) a control character must be escaped"
        ),
        Row("an unknown escape", #""a\x""#, "1:3 (2) there is no such escape"),
        Row("a cut escape", #""\u12""#, "1:6 (5) expected four hexadecimal digits, found '\"'"),
        Row(
            "a high surrogate alone",
            #""\ud83d""#,
            "1:2 (1) half of a surrogate pair stands alone"
        ),
        Row("a low surrogate alone", #""\udd25""#, "1:2 (1) half of a surrogate pair stands alone"),
        Row(
            "two high surrogates",
            #""\ud83d\ud83d""#,
            "1:2 (1) half of a surrogate pair stands alone"
        ),
    ]) func `bad texts are refused where they are bad`(row: Row<String, String>) throws {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: row.input) }
        let found = try #require(error)
        let text = "\(found.line):\(found.column) (\(found.offset)) \(found.problem)"
        #expect(text == row.expected)
    }

    @Test(arguments: [
        Row("a lone continuation", [0x22, 0x61, 0x80, 0x22], 2),
        Row("an overlong slash", [0x22, 0xc0, 0xaf, 0x22], 1),
        Row("an encoded surrogate", [0x22, 0xed, 0xa0, 0x80, 0x22], 1),
        Row("a cut character", [0x22, 0x61, 0xf0, 0x9f, 0x22], 2),
        Row("beyond the last character", [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], 1),
        Row("half a character before an escape", [0x22, 0xf0, 0x9f, 0x5c, 0x6e, 0x22], 1),
    ]) func `text that is not UTF-8 is refused where it is not`(row: Row<[UInt8], Int>) {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: row.input) }
        #expect(error?.problem == "the text is not valid UTF-8")
        #expect(error?.offset == row.expected)
    }

    @Test func `an error is a sentence`() {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: "[1,\n2,]") }
        let sentence = "Malformed JSON at line 2, column 3 (byte 6): expected a value, found ']'."
        #expect(error?.message == sentence)
    }

    @Test func `nesting ends at its limit`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSON(parsing: nested(64))
        let error = #expect(throws: JSONError.self) { try JSON(parsing: nested(65)) }
        #expect(error?.problem == "more than 64 objects and arrays are nested")
        #expect(throws: JSONError.self) {
            try JSON(parsing: String(repeating: "{\"a\":", count: 100_000))
        }
    }

    @Test func `siblings are not nesting`() throws {
        let siblings = try JSON(parsing: "[" + String(repeating: "[],", count: 100) + "{}]")
        let last = try JSON(parsing: "{}")
        #expect(siblings == .array(Array(repeating: .array([]), count: 100) + [last]))
    }

    @Test func `strings and numbers end at their limits`() throws {
        var limits = JSONLimits()
        limits.maximumStringBytes = 4
        limits.maximumNumberBytes = 3
        _ = try JSON(parsing: #"["abcd", 123, "\n\n"]"#, limits: limits)
        for text in [#""abcde""#, #""\n\n\n""#, #""é\n-""#] {
            let error = #expect(throws: JSONError.self) { try JSON(parsing: text, limits: limits) }
            #expect(error?.problem == "a string may have at most 4 bytes")
        }
        let error = #expect(throws: JSONError.self) { try JSON(parsing: "12.3", limits: limits) }
        #expect(error?.problem == "a number may have at most 3 characters")
    }

    @Test(arguments: 0..<20) func `damaged texts are read or refused, and harm nobody`(
        seed: UInt64
    ) throws {
        var random = SplitMix64(state: seed)
        let damage = Array("\"\\{}[]:,-+.eE0u \u{7f}\n\0é".utf8) + [0xff, 0xf0, 0xed]
        for _ in 0..<500 {
            var bytes = Array(JSON.random(depth: 3, using: &random).text.utf8)
            for _ in 0...Int.random(in: 0..<3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(damage.randomElement(using: &random) ?? 0, at: place)
                default: bytes[place] = damage.randomElement(using: &random) ?? 0
                }
            }
            do {
                let value = try JSON(parsing: bytes)
                #expect(try JSON(parsing: value.text) == value)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
    }

    @Test func `a wide object is searched by hash, and its repeated name is found`() throws {
        let fields = (0..<5_000).map { "\"field\($0)\":\($0)" }
        let text = "{" + fields.joined(separator: ",") + "}"
        guard case .object(let object) = try JSON(parsing: text) else {
            Issue.record("The text is an object.")
            return
        }
        #expect(object["field4321"] == .number(JSONNumber(4321)))
        #expect(object["field0"] == .number(JSONNumber(0)))
        #expect(object["field5000"] == nil)
        let repeated = text.dropLast() + ",\"field17\":0}"
        let error = #expect(throws: JSONError.self) { try JSON(parsing: String(repeated)) }
        #expect(error?.problem == #"the name "field17" is repeated in its object"#)
    }
}
