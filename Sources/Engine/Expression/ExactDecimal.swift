/// A decimal number of any size, compared digit by digit.
///
/// `Amount` would round the seventh place away and has no room for an order number of twenty
/// digits; `Double` would hold two such numbers for equal.
struct ExactDecimal: Hashable, Sendable {
    private let isNegative: Bool
    /// The digits without zeros at either end; none for zero.
    private let digits: [UInt8]
    /// How many of the digits stand before the decimal point; negative for zeros right behind it.
    private let wholeCount: Int

    /// Powers of ten beyond this are taken for no number: nobody counts that far.
    private static let maximumExponent = 10_000

    /// The number that a text spells as JSON spells numbers; nothing when it spells none.
    init?(_ text: String) {
        guard let literal = DecimalLiteral(text),
            literal.exponent.magnitude <= Self.maximumExponent
        else { return nil }
        let zeros = literal.digits.reversed().prefix { $0 == 0 }.count
        digits = literal.digits.dropLast(zeros)
        wholeCount = digits.isEmpty ? 0 : literal.digits.count + literal.exponent
        isNegative = literal.isNegative && !digits.isEmpty
    }
}

extension ExactDecimal: Comparable {
    /// Orders numbers by value.
    static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative
            ? right.isSmaller(than: left) : left.isSmaller(than: right)
    }

    /// Whether the magnitude is smaller.
    private func isSmaller(than other: ExactDecimal) -> Bool {
        // Zero has no digit whose place could be compared.
        if digits.isEmpty || other.digits.isEmpty { return digits.count < other.digits.count }
        if wholeCount != other.wholeCount { return wholeCount < other.wholeCount }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// The number written out, without needless zeros: `12`, `-0.5`.
    var description: String {
        let sign = isNegative ? "-" : ""
        let text = String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
        if digits.isEmpty { return "0" }
        if wholeCount <= 0 {
            return sign + "0." + String(repeating: "0", count: -wholeCount) + text
        }
        if wholeCount >= digits.count {
            return sign + text + String(repeating: "0", count: wholeCount - digits.count)
        }
        return sign + text.prefix(wholeCount) + "." + text.dropFirst(wholeCount)
    }
}
