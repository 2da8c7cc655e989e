/// A number as it was written, so that no digit is lost before its reader decides what it is.
public struct JSONNumber: Sendable, Equatable {
    /// The text; two numbers are equal when it is the same.
    public let literal: String

    /// A literal known to follow JSON's grammar.
    init(literal: String) {
        self.literal = literal
    }

    /// An integer.
    public init(_ value: some FixedWidthInteger) {
        literal = String(value)
    }

    /// A finite number; nil for infinities and NaN, which JSON cannot write.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        literal = JSONNumber.text(of: value)
    }

    /// The nearest double; nil when there is no finite one, as for `1e400`.
    public var double: Double? {
        guard let value = Double(literal), value.isFinite else { return nil }
        return value
    }

    /// The exact integer, however it was written: `5`, `5.0` and `50e-1` are 5; nil when the
    /// number has a fraction or does not fit.
    public var integer: Int64? {
        Int64(literal) ?? Decimal(literal)?.integer
    }

    /// The shortest text that reads back as the same double; integers have no `.0`.
    static func text(of value: Double) -> String {
        let largestExactInteger = 9_007_199_254_740_992.0
        if value == value.rounded(), abs(value) <= largestExactInteger {
            return String(Int64(value))
        }
        return value.description
    }
}

/// A literal taken apart: digits without leading or trailing zeros, times a power of ten.
private struct Decimal {
    var isNegative = false
    var digits: [UInt8] = []
    var exponent = 0

    /// An exponent beyond this makes no difference: no literal is that long.
    private static let largestExponent = 1_000_000

    init?(_ literal: String) {
        var text = literal.utf8[...]
        if text.first == UInt8(ascii: "-") {
            isNegative = true
            text.removeFirst()
        }
        let mantissa = text.prefix { $0 | 0x20 != UInt8(ascii: "e") }
        if mantissa.endIndex != text.endIndex {
            let sign = text[text.index(after: mantissa.endIndex)...]
            exponent = Decimal.exponent(sign)
        }
        let parts = mantissa.split(separator: UInt8(ascii: "."))
        guard let whole = parts.first else { return nil }
        digits = Array(whole)
        if parts.count == 2 {
            digits += Array(parts[1])
            exponent -= parts[1].count
        }
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        digits = Array(digits.drop { $0 == UInt8(ascii: "0") })
    }

    var integer: Int64? {
        if digits.isEmpty { return 0 }
        let maximumDigits = 19
        guard exponent >= 0, digits.count + exponent <= maximumDigits else { return nil }
        let text = String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: exponent)
        return Int64((isNegative ? "-" : "") + text)
    }

    private static func exponent(_ text: Substring.UTF8View) -> Int {
        let isNegative = text.first == UInt8(ascii: "-")
        var value = 0
        for byte in text where byte >= UInt8(ascii: "0") {
            value = min(value * 10 + Int(byte - UInt8(ascii: "0")), largestExponent)
        }
        return isNegative ? -value : value
    }
}
