/// Reads one JSON text, byte by byte, into a value.
struct JSONParser {
    let bytes: [UInt8]
    let limits: JSONLimits
    var position = 0
    private var depth = 0

    init(_ bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// The one value that the text must be.
    mutating func parseDocument() throws(JSONError) -> JSON {
        skipWhitespace()
        guard position < bytes.count else { throw error("the text is empty, expected a value") }
        let value = try parseValue()
        skipWhitespace()
        guard position == bytes.count else {
            throw error("expected nothing after the value, found \(found)")
        }
        return value
    }

    private mutating func parseValue() throws(JSONError) -> JSON {
        guard position < bytes.count else { throw error("expected a value, found the end") }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "{"): return .object(try parseObject())
        case UInt8(ascii: "["): return .array(try parseArray())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .number(try parseNumber())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        default: throw error("expected a value, found \(found)")
        }
    }

    private mutating func parseWord(
        _ word: StaticString,
        _ value: JSON
    ) throws(JSONError) -> JSON {
        let text = word.description.utf8
        guard bytes[position...].starts(with: text) else {
            throw error("expected a value, found a word that is not true, false or null")
        }
        position += text.count
        return value
    }

    /// A name as a message may quote it: not more of it than helps.
    private static func quoted(_ name: String) -> String {
        let maximumQuoteLength = 80
        return name.count > maximumQuoteLength
            ? "\"\(name.prefix(maximumQuoteLength))…\"" : "\"\(name)\""
    }

    private mutating func parseObject() throws(JSONError) -> JSONObject {
        try open()
        var object = JSONObject()
        skipWhitespace()
        if skip(UInt8(ascii: "}")) { return close(object) }
        while true {
            let start = position
            guard peek(UInt8(ascii: "\"")) else {
                throw error("expected a name in double quotes, found \(found)")
            }
            let name = try parseString()
            skipWhitespace()
            guard skip(UInt8(ascii: ":")) else {
                throw error("expected a colon after the name, found \(found)")
            }
            skipWhitespace()
            guard object.append(name, try parseValue()) else {
                let quote = Self.quoted(name)
                throw error("the name \(quote) is repeated in its object", at: start)
            }
            skipWhitespace()
            if skip(UInt8(ascii: "}")) { return close(object) }
            guard skip(UInt8(ascii: ",")) else {
                throw error("expected a comma or a closing brace, found \(found)")
            }
            skipWhitespace()
        }
    }

    private mutating func parseArray() throws(JSONError) -> [JSON] {
        try open()
        var elements: [JSON] = []
        skipWhitespace()
        if skip(UInt8(ascii: "]")) { return close(elements) }
        while true {
            elements.append(try parseValue())
            skipWhitespace()
            if skip(UInt8(ascii: "]")) { return close(elements) }
            guard skip(UInt8(ascii: ",")) else {
                throw error("expected a comma or a closing bracket, found \(found)")
            }
            skipWhitespace()
        }
    }

    private mutating func open() throws(JSONError) {
        depth += 1
        guard depth <= limits.maximumDepth else {
            throw error("more than \(limits.maximumDepth) objects and arrays are nested")
        }
        position += 1
    }

    private mutating func close<Value>(_ value: Value) -> Value {
        depth -= 1
        return value
    }

    private mutating func parseNumber() throws(JSONError) -> JSONNumber {
        let start = position
        _ = skip(UInt8(ascii: "-"))
        if skip(UInt8(ascii: "0")) {
            guard !peekDigit else { throw error("a number may not have leading zeros", at: start) }
        } else {
            try skipDigits()
        }
        if skip(UInt8(ascii: ".")) { try skipDigits() }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try skipDigits()
        }
        guard position - start <= limits.maximumNumberBytes else {
            let maximum = limits.maximumNumberBytes
            throw error("a number may have at most \(maximum) characters", at: start)
        }
        return JSONNumber(literal: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func skipDigits() throws(JSONError) {
        guard peekDigit else { throw error("expected a digit, found \(found)") }
        while peekDigit { position += 1 }
    }

    private var peekDigit: Bool {
        position < bytes.count && bytes[position] &- UInt8(ascii: "0") < 10
    }

    private func peek(_ byte: UInt8) -> Bool {
        position < bytes.count && bytes[position] == byte
    }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard peek(byte) else { return false }
        position += 1
        return true
    }

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                position += 1
            default: return
            }
        }
    }

    /// What stands at the position, as a message names it.
    var found: String {
        guard position < bytes.count else { return "the end" }
        let byte = bytes[position]
        let isPrintable = (0x21...0x7e).contains(byte)
        return isPrintable
            ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x\(String(byte, radix: 16))"
    }

    func error(_ problem: String, at offset: Int? = nil) -> JSONError {
        JSONError(problem, at: offset ?? position, in: bytes)
    }
}
