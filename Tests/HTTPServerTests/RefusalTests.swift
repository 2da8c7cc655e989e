import HTTP
import JSONText
import Testing

@testable import HTTPServer

/// Requests that are refused for how they are written: at once, in words, and never guessed at.
@Suite struct RefusalTests {
    struct Refusal: Equatable {
        let status: Int
        let error: String
    }

    static let host = "Host: a\r\n"

    private static func refusal(
        of request: [UInt8],
        from server: HTTPServer
    ) async throws -> Refusal {
        let answer = try await onThread { [port = server.port] in
            let client = try WireClient(port: port)
            client.send(request)
            guard client.isReadable(within: 5_000) else { throw WireClient.ConnectionClosed() }
            return try client.receive()
        }
        #expect(answer.headers["Content-Type"] == "application/json")
        let body = try JSONCursor(try JSON(parsing: Array(answer.body.utf8))).fields()
        return Refusal(status: answer.status, error: try body.string("error"))
    }

    @Test(arguments: [
        Row("Latin-1", Array("a".utf8) + [0xe9], "The header field X-Note is not UTF-8."),
        Row("a NUL in the middle", [97, 0, 98], note),
        Row("a NUL at the end", [97, 0, 0, 0], note),
        Row("a NUL alone", [0, 0, 0], note),
        Row("a second line", Array("a\r\n b".utf8), "A header field spans lines."),
    ]) func `a header value that would be read wrongly is refused`(
        row: Row<[UInt8], String>
    ) async throws {
        try await withServer { server in
            for last in ["\r\n\r\n", "\r\nX-Last: 1\r\n\r\n", "\n\n"] {
                let before = Array("GET /query HTTP/1.1\r\nHost: a\r\nX-Note: ".utf8)
                let request = before + row.input + Array(last.utf8)
                let refusal = try await Self.refusal(of: request, from: server)
                #expect(refusal == Refusal(status: 400, error: row.expected))
            }
        }
    }

    private static let note = "The header field X-Note has a NUL."

    @Test(arguments: [
        Row("nothing strange", "X-Note: a\r\n", "a"),
        Row("an emoji", "X-Note: 🔥\r\n", "🔥"),
        Row("no value, and one more", "X-None:\r\nX-Note: a\r\n", "a"),
        Row("spaces around", "X-Spaces:    \r\nX-Note:  \t a\r\n", "a"),
        Row("bare line feeds", "X-Other: b\nX-Note: a\n", "a"),
        Row("cookies before", "Cookie: a=b; c=\"d\"\r\nX-Note: a\r\n", "a"),
        Row("an empty value at the end", "X-Note: a\r\nX-None:\r\n", "a"),
    ]) func `a header that is in order is read`(row: Row<String, String>) async throws {
        try await withServer { server in
            let bodies = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                return try (0..<3).map { _ in
                    client.send("GET /query?ids=q HTTP/1.1\r\n\(Self.host)\(row.input)\r\n")
                    return try client.receive().body
                }
            }
            #expect(bodies == Array(repeating: #"["q","\#(row.expected)"]"#, count: 3))
        }
    }

    @Test(arguments: [
        Row("no host", "GET /now/1 HTTP/1.1\r\n\r\n", 400),
        Row("a space in the path", "GET /now/1 2 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Row(
            "a length that is none",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
            400
        ),
        Row(
            "a negative length",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
            400
        ),
        Row(
            "a length beyond counting",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n",
            413
        ),
        Row(
            "a coding before the chunks",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            501
        ),
        Row(
            "no coding at all",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
            501
        ),
        Row(
            "no coding, and a length",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}",
            400
        ),
    ]) func `a request that is not in order is refused at once, in JSON`(
        row: Row<String, Int>
    ) async throws {
        try await withServer { server in
            let refusal = try await Self.refusal(of: Array(row.input.utf8), from: server)
            #expect(refusal.status == row.expected)
            #expect(refusal.error.hasSuffix("."))
        }
    }

    @Test(arguments: [500, 1_000, 1_001, 2_000, 4_000])
    func `many query parameters are counted, however little memory there is`(
        count: Int
    ) async throws {
        try await withServer { server in
            let query = Array(repeating: "a", count: count).joined(separator: "&")
            let answer = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("GET", "/query?\(query)")
                guard client.isReadable(within: 5_000) else { throw WireClient.ConnectionClosed() }
                return try client.receive()
            }
            #expect(answer.status == (count > 1_000 ? 400 : 200))
        }
    }
}
