import HTTP
import HTTPServer
import JSONText
import Testing

@Suite struct LimitTests {
    private static let tooLong =
        #"{"error":"The request body is too large: at most 100000 bytes are accepted."}"#

    @Test func `a body at its limit is taken`() async throws {
        try await withServer { server in
            let body = String(repeating: "a", count: 100_000)
            let answer = try await server.call("POST", "/echo", body: body)
            #expect(answer.body == body)
        }
    }

    @Test func `a body over its limit is refused, and the connection kept`() async throws {
        try await withServer { server in
            let answers = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("POST", "/echo", body: String(repeating: "a", count: 100_001))
                let first = try client.receive()
                client.send("GET", "/now/1")
                return [first, try client.receive()]
            }
            #expect(answers.map(\.status) == [413, 200])
            #expect(answers[0].body == Self.tooLong)
        }
    }

    @Test func `a chunked body over its limit is refused at its end`() async throws {
        try await withServer { server in
            let answer = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("POST", "/echo", headers: ["Transfer-Encoding: chunked"])
                let chunk = "2710\r\n" + String(repeating: "a", count: 10_000) + "\r\n"
                for _ in 0..<30 { client.send(chunk) }
                client.send("0\r\n\r\n")
                return try client.receive()
            }
            #expect(answer == .init(status: 413, body: Self.tooLong))
        }
    }

    @Test(arguments: [
        Row(
            "a client that waits to be told",
            ["Expect: 100-continue", "Content-Length: 200000"],
            413
        ),
        Row("a length beyond reading", ["Content-Length: 99999999999"], 413),
    ]) func `a body that is not worth reading is refused at once`(
        row: Row<[String], Int>
    ) async throws {
        try await withServer { server in
            let answer = try await server.call("POST", "/echo", headers: row.input)
            #expect(answer == .init(status: row.expected, body: Self.tooLong))
        }
    }

    @Test func `a chunked body without end is cut`() async throws {
        var limits = HTTPLimits.patient
        limits.maximumBodyBytes = 50_000
        limits.maximumRouteBodyBytes = 100_000
        limits.maximumDiscardedBytes = 200_000
        limits.json.maximumStringBytes = 50_000
        try await withServer(limits: limits) { server in
            let (status, isClosed) = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("POST", "/echo", headers: ["Transfer-Encoding: chunked"])
                let chunk = "2710\r\n" + String(repeating: "a", count: 10_000) + "\r\n"
                for _ in 0..<11 { client.send(chunk) }
                let status = try client.receive().status
                for _ in 0..<40 { client.send(chunk) }
                return (status, client.isClosed())
            }
            #expect(status == 413)
            #expect(isClosed)
        }
    }

    @Test(arguments: [
        Row("a path of 10 kB", "/now/" + String(repeating: "a", count: 10_000), 414),
        Row("a query of 10 kB", "/query?ids=" + String(repeating: "a", count: 10_000), 414),
        Row("a path of 8 kB", "/now/" + String(repeating: "a", count: 8_000), 200),
        Row(
            "a path beyond the connection's memory",
            "/" + String(repeating: "a", count: 200_000),
            414
        ),
    ]) func `a target that is too long is refused`(row: Row<String, Int>) async throws {
        try await withServer { server in
            let answer = try await server.call("GET", row.input)
            #expect(answer.status == row.expected)
        }
    }

    @Test(arguments: [
        Row("a hundred", (0..<98).map { "X-\($0): a" }, 200),
        Row("more than a hundred", (0..<101).map { "X-\($0): a" }, 431),
        Row("one of 17 kB", ["X: " + String(repeating: "a", count: 17_000)], 431),
        Row("one of 11 kB", ["X: " + String(repeating: "a", count: 11_000)], 200),
        Row(
            "beyond the connection's memory",
            ["X: " + String(repeating: "a", count: 100_000)],
            431
        ),
    ]) func `header fields have a limit`(row: Row<[String], Int>) async throws {
        try await withServer { server in
            let answer = try await server.call("GET", "/now/1", headers: row.input)
            #expect(answer.status == row.expected)
        }
    }

    @Test func `one connection more waits until one of those that are served is closed`()
        async throws
    {
        var limits = HTTPLimits.patient
        limits.maximumConnectionCount = 2
        let application = TestApplication()
        try await withServer(application, limits: limits, threadCount: 1) { server in
            let outcome = try await onThread { [port = server.port] in
                let clients = try (0..<2).map { _ in try WireClient(port: port) }
                for client in clients { client.send("GET", "/gate/1") }
                let late = try WireClient(port: port)
                late.send("GET", "/now/2")
                let wasEarly = late.isReadable(within: 100)
                application.gate.open()
                return (
                    wasEarly, try late.receive().status, try clients.map { try $0.receive().status }
                )
            }
            #expect(outcome == (false, 200, [200, 200]))
        }
    }

    @Test func `a silent connection is closed`() async throws {
        var limits = HTTPLimits.patient
        limits.idleTimeout = .seconds(1)
        try await withServer(limits: limits) { server in
            let isClosed = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("GET /now/1 HTTP/1.1\r\nHos")
                return client.isClosed()
            }
            #expect(isClosed)
        }
    }

    @Test(arguments: [
        Row("the request line", "", "GET /now/1"),
        Row("the header", "GET /now/1 HTTP/1.1\r\n", "X-Note: "),
        Row(
            "the body",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n",
            "["
        ),
    ]) func `a request that drips in is given up`(row: Row<String, String>) async throws {
        var limits = HTTPLimits.patient
        limits.arrivalTimeout = .seconds(1)
        try await withServer(limits: limits) { server in
            let answers = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("GET", "/now/1")
                let first = try client.receive()
                client.send(row.input + row.expected)
                for _ in 0..<200 where !client.isReadable(within: 50) { client.send("a") }
                return [first, try client.receive()]
            }
            let error = #"{"error":"The request took too long to arrive."}"#
            #expect(answers.map(\.status) == [200, 408])
            #expect(answers.last?.body == error)
        }
    }

    @Test func `an answer may take longer than a request`() async throws {
        var limits = HTTPLimits.patient
        limits.arrivalTimeout = .seconds(1)
        let application = TestApplication()
        try await withServer(application, limits: limits) { server in
            let status = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("GET", "/gate/1")
                let isEarly = client.isReadable(within: 2_500)
                application.gate.open()
                return isEarly ? 0 : try client.receive().status
            }
            #expect(status == 200)
        }
    }

    @Test func `a client that leaves is not worth a line in the log`() async throws {
        let log = Log()
        try await withServer(log: log) { server in
            for begun in [
                "GET /no", "GET /now/1 HTTP/1.1\r\nHo",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n[",
            ] {
                try await onThread { [port = server.port] in
                    try WireClient(port: port).send(begun)
                }
            }
            let answer = try await server.call("GET", "/nope", headers: ["Content-Length: x"])
            #expect(answer.status == 400)
        }
        #expect(log.lines == [])
    }
}
