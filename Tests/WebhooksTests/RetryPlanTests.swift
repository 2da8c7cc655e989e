import CivilTime
import TestBasics
import Testing

@testable import Webhooks

/// When a delivery that failed is tried again.
@Suite struct RetryPlanTests {
    private static let plan = RetryPlan(pauses: WebhookLimits().pauses)
    private static let now = Instant(seconds: 1_772_366_400)  // 2026-03-01T12:00:00Z

    @Test(arguments: [
        Row("the second try", 1, 5), Row("the third", 2, 300), Row("the fourth", 3, 1_800),
        Row("the fifth", 4, 7_200), Row("the sixth", 5, 18_000), Row("the seventh", 6, 36_000),
        Row("the eighth", 7, 50_400), Row("the ninth", 8, 72_000), Row("the tenth", 9, 86_400),
        Row("no other", 10, nil),
    ])
    func `ten tries take three days`(row: Row<Int, Int64?>) {
        let pause = Self.plan.pause(
            after: row.input,
            retryAfter: nil,
            at: Self.now,
            spread: 0.5
        )
        #expect(pause == row.expected.map { .seconds($0) })
        #expect(Self.plan.maximumTries == 10)
    }

    @Test func `pauses are spread, by a tenth at most`() {
        for spread in [0, 0.25, 0.75, 1] {
            let pause = Self.plan.pause(after: 2, retryAfter: nil, at: Self.now, spread: spread)
            let expected = Duration.seconds(300) * (0.9 + 0.2 * spread)
            #expect(abs((pause ?? .zero) / expected - 1) < 0.000_001)
        }
    }

    @Test(arguments: [
        Row("seconds", "600", 600), Row("fewer than the plan has", "1", 300),
        Row("with the end of the line", "600\r\n", 600), Row("none", "0", 300),
        Row("a date", "Sun, 01 Mar 2026 12:20:00 GMT", 1_200),
        Row("a date that is over", "Sun, 01 Mar 2026 11:00:00 GMT", 300),
        Row("more than a day", "9999999", 86_400), Row("below nothing", "-5", 300),
        Row("words", "later", 300), Row("no date", "Sun, 99 Foo 2026 12:20:00 GMT", 300),
        Row("a huge number", "99999999999999999999", 300), Row("nothing", "", 300),
    ])
    func `an answer may ask for more time, up to a day`(row: Row<String, Int64>) {
        let pause = Self.plan.pause(
            after: 2,
            retryAfter: row.input,
            at: Self.now,
            spread: 0.5
        )
        #expect(pause == .seconds(row.expected))
    }
}
