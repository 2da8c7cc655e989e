import TestBasics
import Testing

@testable import Mail

/// The address of a server that takes mail, as people write it.
@Suite struct MailRelayTests {
    @Test(arguments: [
        Row("a host", "smtp://mail.example.com", ["smtp://mail.example.com", ""]),
        Row("a port", "smtps://mail.example.com:465", ["smtps://mail.example.com:465", ""]),
        Row("a user", "smtp://ada@mail.example.com:587", ["smtp://mail.example.com:587", "ada"]),
        Row(
            "an address as a user",
            "smtp://a@b.c@mail.example.com",
            ["smtp://mail.example.com", "a@b.c"]
        ),
        Row("version 6", "smtp://ada@[2001:db8::1]:25", ["smtp://[2001:db8::1]:25", "ada"]),
    ]) func `an address names a server and who signs in`(row: Row<String, [String]>) throws {
        let relay = try MailRelay(row.input)
        #expect([relay.url, relay.user ?? ""] == row.expected)
        #expect(relay.text == row.input)
    }

    @Test(arguments: [
        Row("nothing", "", MailRelay.Problem.scheme),
        Row("another protocol", "http://mail.example.com", .scheme),
        Row("a password", "smtp://ada:secret@mail.example.com", .password),
        Row("no host", "smtp://", .host),
        Row("a user alone", "smtp://ada@", .host),
        Row("no user", "smtp://@mail.example.com", .host),
        Row("a path", "smtp://mail.example.com/x", .host),
        Row("a question", "smtp://mail.example.com?x", .host),
        Row("a fragment", "smtp://mail.example.com#x", .host),
        Row("an escape", "smtp://mail%2eexample.com", .host),
        Row("two lines", "smtp://mail.example.com\r\nRSET", .host),
        Row("a user of two lines", "smtp://a\nb@mail.example.com", .host),
        Row("other letters", "smtp://münchen.example", .host),
        Row("too long", "smtp://" + String(repeating: "a", count: 500), .host),
    ]) func `what is none says what is wrong`(row: Row<String, MailRelay.Problem>) {
        #expect(throws: row.expected) { try MailRelay(row.input) }
    }

    /// Only there mail may go without encryption.
    @Test(arguments: [
        Row("a name", "smtp://localhost:25", true),
        Row("version 4", "smtp://ada@127.0.0.1", true),
        Row("version 6", "smtp://[::1]:25", true),
        Row("a name that begins like it", "smtp://localhost.example.com", false),
        Row("a name that begins like an address", "smtp://127.0.0.1.example.com", false),
        Row("elsewhere", "smtp://mail.example.com", false),
    ]) func `mail stays on this machine`(row: Row<String, Bool>) throws {
        #expect(try MailRelay(row.input).isLocal == row.expected)
    }
}
