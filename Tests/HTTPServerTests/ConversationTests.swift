import HTTP
import HTTPServer
import Testing

/// What one client and the server say to each other, good and bad.
@Suite struct ConversationTests {
    @Test func `a connection is kept for the next request`() async throws {
        try await withServer { server in
            let ids = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                return try ["now/1", "hop/2", "yield/3", "nope", "hop/5"].map { target in
                    client.send("GET", "/\(target)")
                    return try client.receive().status
                }
            }
            #expect(ids == [200, 200, 200, 404, 200])
        }
    }

    @Test func `requests sent ahead are answered in order`() async throws {
        try await withServer { server in
            let bodies = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                for target in ["hop/1", "now/2", "yield/3"] { client.send("GET", "/\(target)") }
                return try (0..<3).map { _ in try client.receive().body }
            }
            #expect(bodies == [#"{"id":"1"}"#, #"{"id":"2"}"#, #"{"id":"3"}"#])
        }
    }

    @Test func `HEAD has the length of GET, and no body`() async throws {
        try await withServer { server in
            let answer = try await server.call("HEAD", "/now/7")
            #expect(answer.status == 200)
            #expect(answer.headers["Content-Length"] == "10")
        }
    }

    @Test func `a chunked body is put together`() async throws {
        try await withServer { server in
            let answer = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("POST", "/echo", headers: ["Transfer-Encoding: chunked"])
                client.send("5\r\n[1,2,\r\n")
                client.send("2\r\n3]\r\n0\r\n\r\n")
                return try client.receive()
            }
            #expect(answer == .init(status: 201, body: "[1,2,3]"))
        }
    }

    @Test func `a client that waits to be told is told to continue`() async throws {
        try await withServer { server in
            let statuses = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                let headers = ["Expect: 100-continue", "Content-Length: 3"]
                client.send("POST", "/echo", headers: headers)
                let first = try client.receive().status
                client.send("[1]")
                return [first, try client.receive().status]
            }
            #expect(statuses == [100, 201])
        }
    }

    @Test func `a header that would split the response is left out and logged`() async throws {
        let log = Log()
        try await withServer(log: log) { server in
            let answer = try await server.call("GET", "/split-header")
            #expect(answer.status == 200)
            #expect(answer.headers["X-Good"] == "c")
            #expect(answer.headers["X-Injected"] == nil)
        }
        #expect(log.lines.contains { $0.contains("X-Bad") })
    }

    @Test func `a long stream arrives whole`() async throws {
        try await withServer { server in
            let answer = try await server.call("GET", "/stream/100000")
            #expect(answer.body.hasSuffix("line 99999\nline 100000\n"))
        }
    }

    @Test func `a stream that fails is cut, and cannot be taken for whole`() async throws {
        let log = Log()
        try await withServer(log: log) { server in
            await #expect(throws: WireClient.ConnectionClosed.self) {
                try await server.call("GET", "/broken-stream")
            }
        }
        #expect(log.lines.contains { $0.contains("A streamed response was cut") })
    }

    @Test(arguments: [
        Row("no host", "GET /now/1 HTTP/1.1\r\n\r\n", 400),
        Row("an old version", "GET /now/1 HTTP/1.0\r\n\r\n", 200),
        Row("a whole address as the target", "GET http://a/now/1 HTTP/1.1\r\nHost: a\r\n\r\n", 200),
        Row(
            "a length that is none",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
            400
        ),
        Row("an unknown method", "BREW /now/1 HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    ]) func `a raw request gets an answer`(row: Row<String, Int>) async throws {
        try await withServer { server in
            let status = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send(row.input)
                return try client.receive().status
            }
            #expect(status == row.expected)
        }
    }

    @Test(arguments: [
        Row(
            "a length and chunks",
            ["Content-Length: 5", "Transfer-Encoding: chunked"],
            "0\r\n\r\nGET /now/1 HTTP/1.1\r\nHost: a\r\n\r\n"
        ),
        Row("two lengths", ["Content-Length: 2", "Content-Length: 3"], "[]1"),
    ]) func `a body with two ends is refused, and nothing read behind it`(
        row: Row<[String], String>
    ) async throws {
        try await withServer { server in
            let (status, isClosed) = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("POST", "/echo", headers: row.input)
                client.send(row.expected)
                return (try client.receive().status, client.isClosed())
            }
            #expect(status == 400)
            #expect(isClosed)
        }
    }

    @Test func `a line that is no request is told so, and the connection closed`() async throws {
        try await withServer { server in
            let (answer, isClosed) = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("GARBAGE\r\n\r\n")
                return (try client.receive(), client.isClosed())
            }
            #expect(answer.status == 400)
            #expect(answer.headers["Connection"] == "close")
            #expect(isClosed)
        }
    }

    @Test func `a path that is not UTF-8 is refused`() async throws {
        try await withServer { server in
            let answer = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send(
                    Array("GET /now/".utf8) + [0xff] + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
                )
                return try client.receive()
            }
            let body = #"{"error":"The path is not UTF-8. Percent-encode it."}"#
            #expect(answer == .init(status: 400, body: body))
        }
    }
}
