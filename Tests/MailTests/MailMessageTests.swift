import CivilTime
import TestBasics
import Testing

@testable import Mail

/// Mails as they go over the wire.
@Suite struct MailMessageTests {
    private static func message(subject: String = "Hi", name: String = "") -> MailMessage {
        MailMessage(
            from: Mailbox(name: "Pages", address: "mail@example.com"),
            to: Mailbox(name: name, address: "ada@example.com"),
            subject: subject,
            text: "Plain – text",
            html: "<p>\(String(repeating: "x", count: 500))</p>",
            date: Instant(seconds: 1_794_340_800),
            messageID: "reminder-1@example.com"
        )
    }

    private static func lines(_ message: MailMessage) -> [String] {
        String(decoding: message.bytes, as: UTF8.self)
            .split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func `a mail is ASCII in short lines, with the text before the page`() {
        let message = Self.message(subject: "Grüße an 🦊 " + String(repeating: "ä", count: 100))
        #expect(message.bytes.allSatisfy { $0 < 0x80 })
        let lines = Self.lines(message)
        #expect(lines.allSatisfy { $0.utf8.count <= 78 }, "\(lines)")
        let types = lines.filter { $0.hasPrefix("Content-Type") }
        #expect(types.count == 3)
        #expect(types[1].contains("text/plain") && types[2].contains("text/html"))
        #expect(lines.contains("Date: Tue, 10 Nov 2026 20:00:00 +0000"))
    }

    @Test func `nobody slips a header field in`() {
        var message = Self.message(
            subject: "Hi\r\nBcc: eve@example.com",
            name: "Ada\"\r\nBcc: eve@example.com"
        )
        message.headers = [("List-Id", "a\r\nBcc: eve@example.com")]
        #expect(!Self.lines(message).contains { $0.hasPrefix("Bcc") })
    }

    private static let mailboxes: [Row<String, Mailbox?>] = [
        Row("a name", "Pages <a@b.c>", Mailbox(name: "Pages", address: "a@b.c")),
        Row("a quoted name", "\"P, A\" <a@b.c>", Mailbox(name: "P, A", address: "a@b.c")),
        Row("an address", "a@b.c", Mailbox(address: "a@b.c")),
        Row("no address", "Pages", nil),
        Row("two", "a@b@c", nil),
        Row("a space", "a b@c", nil),
        Row("nothing before it", "@b", nil),
    ]

    @Test(arguments: mailboxes) func `who sends is a name and an address`(
        row: Row<String, Mailbox?>
    ) {
        #expect(Mailbox(row.input) == row.expected)
    }
}
