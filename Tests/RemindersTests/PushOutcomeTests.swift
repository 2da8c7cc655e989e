import Curl
import Push
import TestBasics
import Testing

@testable import Reminders

/// What came of a message that went to several devices.
@Suite struct PushOutcomeTests {
    private static let rows: [Row<[PushResult], MailResult.Outcome>] = [
        Row("one has it", [.gone("a"), .taken, .failed("b")], .taken),
        Row("one may have it", [.failed("a"), .unclear("b"), .failed("c")], .unclear("b")),
        Row("one may have it later", [.gone("a"), .failed("b"), .refused("c")], .failed("b")),
        Row("all are gone", [.gone("a"), .refused("b")], .refused),
        Row("no devices", [], .refused),
    ]

    @Test(arguments: rows) func `nobody is sent again what one device has, or may have`(
        row: Row<[PushResult], MailResult.Outcome>
    ) {
        #expect(MailResult(row.input).outcome == row.expected)
    }
}
