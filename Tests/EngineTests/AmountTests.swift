import Engine
import Testing

@Suite struct AmountTests {
    @Test(arguments: [
        Row("a whole number", "12", 12_000_000),
        Row("zero", "0", 0),
        Row("minus zero", "-0", 0),
        Row("a fraction", "0.1", 100_000),
        Row("a negative fraction", "-0.5", -500_000),
        Row("leading zeros", "007", 7_000_000),
        Row("trailing zeros", "1.500000000", 1_500_000),
        Row("an exponent", "1.5e3", 1_500_000_000),
        Row("a capital exponent", "1E2", 100_000_000),
        Row("a positive exponent", "1e+2", 100_000_000),
        Row("a negative exponent", "25e-1", 2_500_000),
        Row("the smallest amount", "1e-6", 1),
        Row("half of the smallest goes up", "5e-7", 1),
        Row("less than half goes down", "4.999999e-7", 0),
        Row("a negative half goes away from zero", "-0.0000005", -1),
        Row("a half after digits goes away from zero", "1.0000005", 1_000_001),
        Row("a negative half after digits", "-1.0000005", -1_000_001),
        Row("nines carry over", "0.9999999", 1_000_000),
        Row("a digit too small to matter", "1.00000049", 1_000_000),
        Row("far below the smallest", "1e-400", 0),
        Row("an absurd negative exponent", "9e-99999999999999999999", 0),
        Row("zero with an absurd exponent", "0e400", 0),
        Row("zero with zeros and an absurd exponent", "0.000e99999999999999999999", 0),
        Row("the largest amount", "1000000000000", 1_000_000_000_000_000_000),
        Row("the largest amount as an exponent", "1e12", 1_000_000_000_000_000_000),
        Row("the largest amount below zero", "-1e12", -1_000_000_000_000_000_000),
        Row("rounded down to the largest", "1000000000000.0000004", 1_000_000_000_000_000_000),
        Row("a thousand digits of fraction", "0." + ones(1_000), 111_111),
        Row("a thousand zeros before", zeros(1_000) + "3", 3_000_000),
        Row("a thousand digits and their exponent", "1" + zeros(1_000) + "e-1000", 1_000_000),
    ])
    func `a decimal is read exactly, to six places`(row: Row<String, Int64>) {
        #expect(Amount(decimal: row.input)?.millionths == row.expected)
    }

    @Test(arguments: [
        "", "-", "+1", ".5", "1.", "1e", "1e+", "1e-", "e5", "1.e5", "--1", "1 ", " 1", "1,5",
        "0x10",
        "1_000", "NaN", "nan", "Infinity", "-inf", "１", "1e1.5", "1e5e5", "1\u{0}",
    ])
    func `text that is no number is no amount`(text: String) {
        #expect(Amount(decimal: text) == nil)
    }

    @Test(arguments: [
        Row("a millionth above", "1000000000000.000001", true),
        Row("rounded up above", "1000000000000.0000005", true),
        Row("ten times too much", "1e13", true),
        Row("far too much", "1e308", true),
        Row("more than a double holds", "1e400", true),
        Row("more than a double holds, below zero", "-1e400", true),
        Row("an absurd exponent", "1e99999999999999999999", true),
        Row("nineteen digits", "9223372036854.775807", true),
        Row("the negative bound of the integer", "-9223372036854.775808", true),
        Row("a thousand digits", ones(1_000), true),
    ])
    func `a magnitude above a million millions is no amount`(row: Row<String, Bool>) {
        #expect((Amount(decimal: row.input) == nil) == row.expected)
    }

    @Test(arguments: [
        Row("zero", 0, "0"),
        Row("a whole number", 12_000_000, "12"),
        Row("a negative fraction", -500_000, "-0.5"),
        Row("the smallest", 1, "0.000001"),
        Row("the smallest below zero", -1, "-0.000001"),
        Row("inner zeros stay", 1_000_100, "1.0001"),
        Row("the largest total", .max, "9223372036854.775807"),
        Row("the smallest total", .min, "-9223372036854.775808"),
    ])
    func `an amount is spelled by its shortest decimal`(row: Row<Int64, String>) {
        #expect(Amount(millionths: row.input).description == row.expected)
    }

    @Test func `reading what an amount spells gives the amount`() {
        var random = SplitMix64(state: 0xA0)
        for _ in 0..<10_000 {
            let amount = random.amount()
            #expect(Amount(decimal: amount.description) == amount)
        }
    }

    @Test func `sums do not depend on the order, and taking back undoes adding`() throws {
        var random = SplitMix64(state: 0xA1)
        for _ in 0..<5_000 {
            let (left, right) = (random.amount(), random.amount())
            let sum = try #require(left.adding(right))
            #expect(right.adding(left) == sum)
            #expect(sum.adding(right.negated) == left)
            #expect((left < right) == (left.millionths < right.millionths))
        }
    }

    @Test func `a sum that cannot be kept exactly is none`() {
        #expect(Amount(millionths: .max).adding(Amount(millionths: 1)) == nil)
        #expect(Amount(millionths: .min).adding(Amount(millionths: -1)) == nil)
        #expect(Amount(millionths: .max).adding(.zero)?.millionths == .max)
    }

    @Test func `a tenth and two tenths are three tenths`() throws {
        let tenth = try #require(Amount(decimal: "0.1"))
        let twoTenths = try #require(Amount(decimal: "0.2"))
        #expect(tenth.adding(twoTenths) == Amount(decimal: "0.3"))
    }
}

private func ones(_ count: Int) -> String { String(repeating: "1", count: count) }
private func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }

extension SplitMix64 {
    /// An amount that an event may carry, of any size.
    fileprivate mutating func amount() -> Amount {
        let bound = Amount.maximumMagnitude.millionths >> Int64.random(in: 0..<60, using: &self)
        return Amount(millionths: .random(in: -bound...bound, using: &self))
    }
}
