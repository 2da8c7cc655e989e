extension JSONParser {
    /// The text of a string; the position is at its opening quote.
    mutating func parseString() throws(JSONError) -> String {
        position += 1
        let start = position
        var isASCII = true
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let text = try text(of: bytes[start..<position], isASCII: isASCII, from: start)
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try parseEscapedString(from: start) }
            guard byte >= 0x20 else { throw error("a control character must be escaped") }
            if byte >= 0x80 { isASCII = false }
            position += 1
        }
        throw error("expected a closing quote, found the end")
    }

    /// The slow path: a string with at least one escape, at which the position is.
    private mutating func parseEscapedString(from start: Int) throws(JSONError) -> String {
        // What is written must be UTF-8 by itself; an escape cannot complete half a character.
        var decoded = ""
        var runStart = start
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                decoded += try text(of: bytes[runStart..<position], isASCII: false, from: start)
                position += 1
                return decoded
            }
            if byte == UInt8(ascii: "\\") {
                decoded += try text(of: bytes[runStart..<position], isASCII: false, from: start)
                decoded.unicodeScalars.append(try parseEscape())
                runStart = position
                continue
            }
            guard byte >= 0x20 else { throw error("a control character must be escaped") }
            position += 1
        }
        throw error("expected a closing quote, found the end")
    }

    private func text(
        of run: ArraySlice<UInt8>,
        isASCII: Bool,
        from start: Int
    ) throws(JSONError) -> String {
        guard run.endIndex - start <= limits.maximumStringBytes else {
            let maximum = limits.maximumStringBytes
            throw error("a string may have at most \(maximum) bytes", at: start)
        }
        if isASCII { return String(decoding: run, as: UTF8.self) }
        if let text = String(validating: run, as: UTF8.self) { return text }
        do {
            _ = try UTF8Span(validating: run.span)
        } catch let invalid {
            let offset = run.startIndex + invalid.byteOffsets.lowerBound
            throw error("the text is not valid UTF-8", at: offset)
        }
        throw error("the text is not valid UTF-8", at: run.startIndex)
    }

    private mutating func parseEscape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        position += 1
        guard position < bytes.count else { throw error("expected an escape, found the end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try parseUnicodeEscape(from: start)
        default: throw error("there is no such escape", at: start)
        }
    }

    /// One `\uXXXX`, or the two that make up a character beyond the first 65,536.
    private mutating func parseUnicodeEscape(from start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try parseFourHexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xdc00, skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) else {
            throw error("half of a surrogate pair stands alone", at: start)
        }
        let second = try parseFourHexDigits()
        guard (0xdc00...0xdfff).contains(second) else {
            throw error("half of a surrogate pair stands alone", at: start)
        }
        let value = 0x10000 + (UInt32(first - 0xd800) << 10 | UInt32(second - 0xdc00))
        guard let scalar = Unicode.Scalar(value) else {
            throw error("half of a surrogate pair stands alone", at: start)
        }
        return scalar
    }

    private mutating func parseFourHexDigits() throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard position < bytes.count, let digit = Self.hexDigit(bytes[position])
            else { throw error("expected four hexadecimal digits, found \(found)") }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }
}

extension JSONParser {
    /// The value of a hexadecimal digit of either case.
    private static func hexDigit(_ byte: UInt8) -> Int? {
        Character(UnicodeScalar(byte)).hexDigitValue
    }
}
