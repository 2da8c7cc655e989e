/// A decimal number taken apart: sign, significant digits, and the power of ten they stand at.
///
/// Going through `Double` would lose the exact decimal that the caller wrote.
struct DecimalLiteral {
    private(set) var isNegative = false
    private(set) var digits: [UInt8] = []
    private(set) var exponent = 0

    /// Exponents beyond this are far outside every amount; clamping them keeps sums from overflowing.
    private static let maximumExponent = 100_000

    /// Reads `[-]digits[.digits][e[+-]digits]`; nothing when the text is anything else.
    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        let whole = rest.prefix(while: Self.isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: Self.isDigit)
            guard !fraction.isEmpty else { return nil }
            rest = rest.dropFirst(fraction.count + 1)
        }
        guard !whole.isEmpty, let power = Self.exponent(from: rest) else { return nil }
        digits = (whole + fraction).drop { $0 == UInt8(ascii: "0") }.map { $0 - UInt8(ascii: "0") }
        exponent = power - fraction.count
    }

    /// The value times ten to the power of `places`, rounded half away from zero; nothing when it
    /// does not fit.
    func scaled(places: Int) -> Int64? {
        let shift = exponent + places
        let kept = shift < 0 ? digits.dropLast(min(digits.count, -shift)) : digits[...]
        var value: Int64 = 0
        for digit in kept {
            guard let next = Self.append(digit, to: value) else { return nil }
            value = next
        }
        if shift < 0, -shift <= digits.count, digits[digits.count + shift] >= 5 {
            guard let next = Self.increment(value) else { return nil }
            value = next
        }
        if value != 0 {
            for _ in 0..<max(0, shift) {
                guard let next = Self.append(0, to: value) else { return nil }
                value = next
            }
        }
        return isNegative ? -value : value
    }

    private static func append(_ digit: UInt8, to value: Int64) -> Int64? {
        let (product, overflows) = value.multipliedReportingOverflow(by: 10)
        guard !overflows else { return nil }
        let (sum, overflowsAgain) = product.addingReportingOverflow(Int64(digit))
        return overflowsAgain ? nil : sum
    }

    private static func increment(_ value: Int64) -> Int64? {
        value == .max ? nil : value + 1
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func exponent(from text: ArraySlice<UInt8>) -> Int? {
        guard let mark = text.first else { return 0 }
        guard mark | 0x20 == UInt8(ascii: "e") else { return nil }
        var digits = text.dropFirst()
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
        let magnitude = digits.reduce(0) {
            min(maximumExponent, $0 * 10 + Int($1 - UInt8(ascii: "0")))
        }
        return isNegative ? -magnitude : magnitude
    }
}
