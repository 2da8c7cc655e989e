import HTTP
import HTTPServer
import JSONText
import Testing

/// Requests whose end two servers could find at two places: refused, closed, and nothing behind
/// them is run.
@Suite struct SmugglingTests {
    private static let behind = "GET /now/smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let chunks = "0\r\n\r\n"

    private static func post(_ fields: String, version: String = "HTTP/1.1") -> String {
        "POST /echo \(version)\r\nHost: a\r\n\(fields)\r\n\r\n"
    }

    @Test(arguments: [
        Row("a space before the colon of a coding", post("Transfer-Encoding : chunked"), chunks),
        Row("a tab before the colon of a coding", post("Transfer-Encoding\t: chunked"), chunks),
        Row("a space before the colon of a length", post("Content-Length : 5"), "aaaaa"),
        Row("a tab before the colon of a length", post("Content-Length\t: 5"), "aaaaa"),
        Row("a space before any colon", post("X-Note : a"), ""),
        Row("a space before a name", post("X-Note: a\r\n Content-Length: 5"), "aaaaa"),
        Row("a name that is none", post("X(Note): a"), ""),
        Row("no name", post(": a"), ""),
        Row("no colon", post("Content-Length"), ""),
        Row("two hosts", post("Host: b"), ""),
        Row("two equal hosts", post("Host: a"), ""),
        Row("a host that is none", "GET /now/1 HTTP/1.1\r\nHost: a/b\r\n\r\n", ""),
        Row("an empty host", "GET /now/1 HTTP/1.1\r\nHost: \r\n\r\n", ""),
        Row("no host", "GET /now/1 HTTP/1.1\r\n\r\n", ""),
        Row("a carriage return in a value", post("X-Note: a\rContent-Length: 5"), "aaaaa"),
        Row("a carriage return at the end of a value", post("X-Note: a\r\r"), ""),
        Row(
            "a carriage return in the request line",
            "GET /now/1\r HTTP/1.1\r\nHost: a\r\n\r\n",
            ""
        ),
        Row(
            "a coding on HTTP/1.0",
            post("Transfer-Encoding: chunked", version: "HTTP/1.0"),
            chunks
        ),
        Row(
            "a length and a coding",
            post("Content-Length: 5\r\nTransfer-Encoding: chunked"),
            chunks
        ),
        Row(
            "a coding and a length",
            post("Transfer-Encoding: chunked\r\nContent-Length: 5"),
            chunks
        ),
        Row("two lengths", post("Content-Length: 2\r\nContent-Length: 3"), "[]1"),
        Row("two equal lengths", post("Content-Length: 2\r\nContent-Length: 2"), "[]"),
        Row("a list of lengths", post("Content-Length: 2, 2"), "[]"),
        Row("a length with a sign", post("Content-Length: +2"), "[]"),
        Row("a length in hexadecimal", post("Content-Length: 0x2"), "[]"),
        Row("no length", post("Content-Length:"), ""),
        Row(
            "two codings",
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
            chunks
        ),
        Row("a line feed in a chunk's extension", chunked, "5;a\nb\r\naaaaa\r\n0\r\n\r\n"),
        Row("a line feed after a chunk's size", chunked, "5\naaaaa\r\n0\r\n\r\n"),
        Row("a carriage return in a chunk's extension", chunked, "5;a\rb\r\naaaaa\r\n0\r\n\r\n"),
        Row("a chunk longer than its size", chunked, "2\r\naaaaa\r\n0\r\n\r\n"),
        Row("a line feed after a chunk", chunked, "2\r\naa\n0\r\n\r\n"),
        Row("a size with a sign", chunked, "+2\r\naa\r\n0\r\n\r\n"),
        Row("a size with a prefix", chunked, "0x2\r\naa\r\n0\r\n\r\n"),
        Row("a size with a space behind", chunked, "2 \r\naa\r\n0\r\n\r\n"),
        Row("no size", chunked, "\r\naa\r\n0\r\n\r\n"),
        Row("a line feed in a trailer", chunked, "0\r\nX: a\nb\r\n\r\n"),
        Row("a space before the colon of a trailer", chunked, "0\r\nX : a\r\n\r\n"),
        Row("a trailer on two lines", chunked, "0\r\nX: a\r\n b\r\n\r\n"),
        Row("a trailer without a name", chunked, "0\r\n: a\r\n\r\n"),
        Row("a trailer without a colon", chunked, "0\r\nX\r\n\r\n"),
        Row("no more than a line feed at the end", chunked, "0\r\n\n"),
    ]) func `a request whose end is in doubt is refused and closed`(
        row: Row<String, String>
    ) async throws {
        try await withServer { server in
            let (answer, isClosed) = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send(row.input + row.expected + Self.behind)
                return (try client.receive(), client.isClosed())
            }
            #expect(answer.status == 400)
            #expect(answer.headers["Content-Type"] == "application/json")
            #expect(answer.headers["Connection"] == "close")
            let body = try JSONCursor(try JSON(parsing: Array(answer.body.utf8))).fields()
            #expect(try body.string("error").hasSuffix("."))
            #expect(isClosed)
        }
    }

    private static let chunked = post("Transfer-Encoding: chunked")

    @Test(arguments: [
        Row("an extension", "5;a=b;c=\"d\"\r\n[1,2]\r\n0\r\n\r\n", "[1,2]"),
        Row("a space before an extension", "5 ;a\r\n[1,2]\r\n0\r\n\r\n", "[1,2]"),
        Row("zeros before a size", "0005\r\n[1,2]\r\n000\r\n\r\n", "[1,2]"),
        Row("capital digits", "A\r\n[1,2,3,45]\r\n0\r\n\r\n", "[1,2,3,45]"),
        Row("a trailer", "2\r\n[]\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n", "[]"),
        Row("nothing", "0\r\n\r\n", ""),
    ]) func `chunks that are in order are read, byte by byte too, and the next request after them`(
        row: Row<String, String>
    ) async throws {
        try await withServer { server in
            let answers = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send(Self.chunked + row.input + Self.behind)
                var answers = [try client.receive(), try client.receive()]
                for byte in (Self.chunked + row.input + Self.behind).utf8 { client.send([byte]) }
                answers += [try client.receive(), try client.receive()]
                return answers
            }
            #expect(answers.map(\.status) == [201, 200, 201, 200])
            #expect(answers[0].body == row.expected)
            #expect(answers[2].body == row.expected)
        }
    }

    @Test(arguments: [
        Row(
            "a line too many before the request",
            "\r\n\r\nGET /now/1 HTTP/1.1\r\nHost: a\r\n\r\n",
            200
        ),
        Row("another version", "GET /now/1 HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        Row("a greeting of TLS", "\u{16}\u{3}\u{1}", 400),
        Row("two spaces", "GET  /now/1 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Row("a control character in the path", "GET /now/\u{1} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Row(
            "a control character in a value",
            "GET /now/1 HTTP/1.1\r\nHost: a\r\nX: \u{1}\r\n\r\n",
            400
        ),
    ]) func `a first line is read strictly`(row: Row<String, Int>) async throws {
        try await withServer { server in
            let status = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send(row.input)
                return try client.receive().status
            }
            #expect(status == row.expected)
        }
    }
}
