import JSONText
import Testing

@Suite struct JSONNumberTests {
    private static func number(_ text: String) throws -> JSONNumber {
        guard case .number(let number) = try JSON(parsing: text) else {
            throw InvalidInput(path: "", problem: "must be a number")
        }
        return number
    }

    @Test(arguments: [
        Row<String, Int64?>("zero", "0", 0),
        Row("minus zero", "-0", 0),
        Row("an integer", "5", 5),
        Row("a zero fraction", "5.0", 5),
        Row("an exponent", "5e0", 5),
        Row("a large exponent", "5E+3", 5_000),
        Row("a negative exponent", "50e-1", 5),
        Row("a fraction that its exponent lifts", "-1.25e2", -125),
        Row("the largest", "9223372036854775807", .max),
        Row("the largest, with a fraction", "9223372036854775807.000", .max),
        Row("the smallest", "-9223372036854775808", .min),
        Row("the smallest, with an exponent", "-922337203685477580.8e1", .min),
        Row("zero with any exponent", "0e99999999999999999999", 0),
        Row("one too many", "9223372036854775808", nil),
        Row("a fraction", "5.5", nil),
        Row("a small fraction", "1e-1", nil),
        Row("a fraction with a huge exponent", "1e-99999999999999999999", nil),
        Row("too large", "1e400", nil),
        Row("much too large", "1e99999999999999999999", nil),
    ]) func `an integer is exact or none`(row: Row<String, Int64?>) throws {
        #expect(try Self.number(row.input).integer == row.expected)
    }

    @Test(arguments: [
        Row<String, Double?>("an integer", "5", 5.0),
        Row("a fraction", "-0.1", -0.1),
        Row("the largest", "1.7976931348623157e308", .greatestFiniteMagnitude),
        Row("the least", "5e-324", .leastNonzeroMagnitude),
        Row("too small is zero", "1e-400", 0),
        Row("too large is none", "1e400", nil),
        Row("too large, negative", "-1e309", nil),
    ]) func `a double is finite or none`(row: Row<String, Double?>) throws {
        #expect(try Self.number(row.input).double == row.expected)
    }

    @Test func `no digit is lost`() throws {
        let text = "123456789012345678901234567890.123456789012345678901234567890"
        #expect(try Self.number(text).literal == text)
        #expect(try JSON(parsing: text).text == text)
    }

    @Test func `infinities and NaN are no numbers`() {
        #expect(JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(2.5)?.literal == "2.5")
    }
}
