import HTTP
import HTTPServer
import Testing

/// Clients that do not read, and what comes between requests.
@Suite struct UnreadAnswerTests {
    private static let router = Router([
        Route(.get, "/now/{id}", TestApplication.echoID),
        Route(.post, "/echo", TestApplication.echoBody),
        Route(.get, "/long/{kibibytes}") { request in
            let count = (Int(request.parameter("kibibytes")) ?? 0) << 10
            return Response(.ok, body: .bytes(Array(repeating: UInt8(ascii: "a"), count: count)))
        },
    ])

    @Test func `a client is told to send its body even behind an answer that it has not read`()
        async throws
    {
        try await withServer(router: Self.router) { server in
            let statuses = try await onThread { [port = server.port] in
                let client = try WireClient(port: port, receiveBufferBytes: 4_096)
                client.send("GET", "/long/31")
                let headers = ["Expect: 100-continue", "Content-Length: 2"]
                client.send("POST", "/echo", headers: headers)
                var statuses = [try client.receive().status, try client.receive().status]
                client.send("[]")
                statuses.append(try client.receive().status)
                return statuses
            }
            #expect(statuses == [200, 100, 201])
        }
    }

    @Test(arguments: ["\r\n", "\n", "\r\n\r\n"])
    func `empty lines behind a request begin no other`(lines: String) async throws {
        try await withServer(router: Self.router) { server in
            let client = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("POST", "/echo", body: "[]")
                client.send(lines)
                _ = try client.receive()
                return SendableBox(client)
            }
            _ = try await server.call("GET", "/now/1")
            let end = ContinuousClock.now + .seconds(20)
            while server.activeRequestCount > 0 {
                try #require(.now < end, "A request seems to arrive.")
                await Task.yield()
            }
            withExtendedLifetime(client) {}
        }
    }

    @Test func `who does not read an answer loses the place when all are taken`() async throws {
        var limits = HTTPLimits.patient
        limits.maximumConnectionCount = 1
        limits.stallTimeout = .milliseconds(100)
        try await withServer(limits: limits, threadCount: 1, router: Self.router) { server in
            let status = try await onThread { [port = server.port] in
                let idler = try WireClient(port: port, receiveBufferBytes: 4_096)
                idler.send("GET", "/long/8192")
                #expect(idler.isReadable(within: 20_000))
                let other = try WireClient(port: port)
                other.send("GET", "/now/1")
                return try other.receive().status
            }
            #expect(status == 200)
        }
    }
}
