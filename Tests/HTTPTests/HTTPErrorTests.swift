import HTTP
import JSONText
import Testing

@Suite struct HTTPErrorTests {
    private struct DiskOnFire: Error {}

    private static let router = Router([
        Route(.get, "/unknown") { _ in throw DiskOnFire() },
        Route(.get, "/invalid") { _ in throw InvalidInput(path: "tz", problem: "is required") },
        Route(.get, "/json") { _ in .json(value: try JSON(parsing: "[")) },
        Route(.get, "/busy") { _ in
            throw HTTPError.tooManyRequests("Slow down.", retryAfter: .milliseconds(1_500))
        },
    ])

    @Test(arguments: [
        Row(
            "an unknown error says nothing",
            "/unknown",
            #"500 {"error":"Something went wrong on the server. It has been logged."}"#
        ),
        Row("invalid input", "/invalid", #"422 {"error":"tz is required."}"#),
        Row(
            "malformed JSON",
            "/json",
            "400 {\"error\":\"Malformed JSON at line 1, column 2 (byte 1): "
                + "expected a value, found the end.\"}"
        ),
        Row("an error with a header", "/busy", #"429 {"error":"Slow down."}"#),
    ]) func `a thrown error becomes an answer`(row: Row<String, String>) async {
        let response = await Self.router.respond(to: Request(.get, row.input))
        let text = String(decoding: response.bytes ?? [], as: UTF8.self)
        #expect("\(response.status) \(text)" == row.expected)
    }

    @Test func `the log learns what the caller does not`() async {
        let failure = await Self.router.match(Request(.get, "/unknown")).answer().failure
        #expect(failure?.underlying is DiskOnFire)
    }

    @Test(arguments: [
        Row("whole seconds", Duration.seconds(3), "3"),
        Row("a fraction is rounded up", .milliseconds(1_001), "2"),
        Row("never zero", .zero, "1"),
    ]) func `a retry is never invited too early`(row: Row<Duration, String>) {
        let error = HTTPError.unavailable("Later.", retryAfter: row.input)
        #expect(error.headers["retry-after"] == row.expected)
    }
}
