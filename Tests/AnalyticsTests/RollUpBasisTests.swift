import TestBasics
import Testing

@testable import Analytics

/// By which values users are told apart.
@Suite struct RollUpBasisTests {
    private static let rows: [Row<String, String>] = [
        Row("nothing", "", ""),
        Row("a short one stays", "Oslo", "Oslo"),
        Row(
            "a long one is cut, so that a row has a bound",
            String(repeating: "x", count: 101),
            String(repeating: "x", count: 100)
        ),
        Row(
            "what is counted are scalars, as a letter may be made of any number of them",
            "e" + String(repeating: "\u{301}", count: 200),
            "e" + String(repeating: "\u{301}", count: 99)
        ),
    ]

    @Test(arguments: rows)
    func `a value is told apart by its beginning`(row: Row<String, String>) {
        #expect(
            Array(RollUpBasis.cut(row.input).unicodeScalars) == Array(row.expected.unicodeScalars)
        )
    }

    @Test func `a report takes rows as wide as its columns`() {
        var report = Report(["day", "count"])
        report.add(.text("a"), .count(1))
        report.add(.text("b"), .optional(nil as Int64?))
        #expect(report.rows == [[.text("a"), .count(1)], [.text("b"), .nothing]])
        #expect(report.isComplete)
    }
}
