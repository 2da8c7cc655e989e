import Glibc
import HTTP
import HTTPServer
import Testing

/// Many connections, and such as end halfway.
@Suite struct CrowdTests {
    @Test(arguments: ["GET /no", "GET /now/1 HTTP/1.1\r\nHo", ""])
    func `a client that closes in the middle of a request keeps no place`(
        begun: String
    ) async throws {
        try await withServer { server in
            try await onThread { [port = server.port] in
                for _ in 0..<50 { try WireClient(port: port).send(begun) }
            }
            try await Self.wait { server.connectionCount == 0 }
        }
    }

    private static func wait(until condition: () -> Bool) async throws {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(20)
        while !condition() {
            try #require(clock.now < end, "It did not come to that.")
            await Task.yield()
        }
    }

    @Test func `a client that has sent its last byte gets its answers`() async throws {
        let application = TestApplication()
        try await withServer(application) { server in
            async let bodies = onThread { [port = server.port] in
                try ["/now/1", "/hop/2", "/gate/3", "/stream/3"].map { target in
                    let client = try WireClient(port: port)
                    client.send("GET", target)
                    client.finishSending()
                    let body = try client.receive().body
                    #expect(client.isClosed())
                    return body
                }
            }
            await application.gate.arrival(of: 1)
            application.gate.open()
            let received = try await bodies
            #expect(
                received == [
                    #"{"id":"1"}"#, #"{"id":"2"}"#, #"{"id":"3"}"#, "line 1\nline 2\nline 3\n",
                ]
            )
        }
    }

    @Test func `HEAD of a stream has no body, and the connection goes on`() async throws {
        try await withServer { server in
            let answers = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("HEAD", "/stream/3")
                let first = try client.receive(isHead: true)
                client.send("GET", "/now/1")
                return [first, try client.receive()]
            }
            #expect(answers[0].headers["Transfer-Encoding"] == "chunked")
            #expect(answers.map(\.status) == [200, 200])
            #expect(answers[1].body == #"{"id":"1"}"#)
        }
    }

    @Test func `a stream to a client of HTTP 1 0 ends with the connection`() async throws {
        try await withServer { server in
            let text = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("GET /stream/3 HTTP/1.0\r\n\r\n")
                return client.receiveAll()
            }
            #expect(text.hasSuffix("\r\n\r\nline 1\nline 2\nline 3\n"))
            #expect(!text.contains("Transfer-Encoding"))
        }
    }

    @Test func `when all places are taken the oldest that still arrives is cut`() async throws {
        var limits = HTTPLimits.patient
        limits.maximumConnectionCount = 20
        try await withServer(limits: limits, threadCount: 1) { server in
            let outcome = try await onThread { [port = server.port] in
                let good = try WireClient(port: port)
                good.send("GET", "/now/1")
                _ = try good.receive()
                let slow = try (0..<50).map { _ in
                    let client = try WireClient(port: port)
                    client.send("GET /now")
                    return client
                }
                let late = try WireClient(port: port)
                late.send("GET", "/now/2")
                let status = try late.receive().status
                good.send("GET", "/now/3")
                return (status, try good.receive().status, slow[0].isClosed())
            }
            // Who has been served before, and rests, stays as long as others have sent nothing whole.
            #expect(outcome == (200, 200, true))
        }
    }

    @Test func `an address has a limit, which a trusted proxy has not`() async throws {
        var limits = HTTPLimits.patient
        limits.maximumConnectionCountPerAddress = 3
        for isTrusted in [false, true] {
            let ranges = isTrusted ? [AddressRange("127.0.0.0/8")].compactMap { $0 } : []
            try await withServer(limits: limits, proxies: TrustedProxies(ranges)) { server in
                let statuses = try await onThread { [port = server.port] in
                    var clients: [WireClient] = []
                    return try (0..<5).map { _ in
                        let client = try WireClient(port: port)
                        clients.append(client)
                        if !isTrusted, clients.count > 3 { return try client.receive().status }
                        client.send("GET", "/now/1")
                        return try client.receive().status
                    }
                }
                #expect(
                    statuses
                        == (isTrusted ? [200, 200, 200, 200, 200] : [200, 200, 200, 503, 503])
                )
                // Their places are free again.
                try await Self.wait { server.connectionCount == 0 }
                let answer = try await server.call("GET", "/now/1")
                #expect(answer.status == 200)
            }
        }
    }

    @Test func `a proxy is believed only if it is trusted`() async throws {
        let router = Router([
            Route(.get, "/who") { request in
                let words = [
                    request.clientAddress.map(\.description) ?? "-", request.origin ?? "-",
                ]
                return .json(value: words)
            }
        ])
        let fields = [
            "X-Forwarded-For: 198.51.100.1, 203.0.113.7", "X-Forwarded-Proto: https",
            "X-Forwarded-Host: laurel.example.com",
        ]
        for (range, expected) in [
            ("10.0.0.0/8", #"["127.0.0.1","http://test"]"#),
            ("127.0.0.1", #"["203.0.113.7","https://laurel.example.com"]"#),
        ] {
            let proxies = TrustedProxies([AddressRange(range)].compactMap { $0 })
            try await withServer(router: router, proxies: proxies) { server in
                let answer = try await server.call("GET", "/who", headers: fields)
                #expect(answer.body == expected)
            }
        }
    }

    @Test(arguments: [
        Row("no host", "GET /url HTTP/1.0\r\n\r\n", "own"),
        Row("an empty host", "GET /url HTTP/1.0\r\nHost:\r\n\r\n", "own"),
        Row("a host that no address can have", "GET /url HTTP/1.1\r\nHost: a'b\r\n\r\n", "own"),
        Row("a host", "GET /url HTTP/1.1\r\nHost: a.example:81\r\n\r\n", "http://a.example:81/b"),
        Row(
            "what a proxy says",
            "GET /url HTTP/1.1\r\nHost: a\r\nX-Forwarded-Host: b.example\r\n\r\n",
            "http://b.example/b"
        ),
        Row(
            "what a proxy says that is no host",
            "GET /url HTTP/1.1\r\nHost: a\r\nX-Forwarded-Host: b/x?\"<\r\n\r\n",
            "http://a/b"
        ),
        Row(
            "neither is a host",
            "GET /url HTTP/1.0\r\nX-Forwarded-Host: b/x\r\n\r\n",
            "own"
        ),
    ]) func `addresses for others are whole, whatever the client calls us`(
        row: Row<String, String>
    ) async throws {
        let router = Router([
            Route(.get, "/url") { .json(value: [$0.absolute("/b")]) }
        ])
        let proxies = TrustedProxies([AddressRange("127.0.0.1")].compactMap { $0 })
        try await withServer(router: router, proxies: proxies) { server in
            let body = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send(row.input)
                return try client.receive().body
            }
            let own = "http://127.0.0.1:\(server.port)/b"
            #expect(body == #"["\#(row.expected == "own" ? own : row.expected)"]"#)
        }
    }

    @Test func `more connections than the system allows are said to be too many`() {
        var configuration = HTTPServer.Configuration { _ in }
        configuration.port = 0
        configuration.limits.maximumConnectionCount = 1 << 30
        let error = #expect(throws: HTTPServerError.self) {
            try HTTPServer.start(configuration, application: TestApplication().router)
        }
        #expect(error?.code == .tooFewDescriptors)
        #expect(error?.message.contains("--max-connections") == true)
    }

    @Test func `a stream that nobody reads is not made ahead`() async throws {
        let made = Counter()
        let router = Router([
            Route(.get, "/endless") { _ in
                Response(
                    .ok,
                    body: .stream(
                        ChunkSource {
                            made.count(1_000)
                            return Array(repeating: 97, count: 1_000)
                        }
                    )
                )
            }
        ])
        try await withServer(router: router) { server in
            try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("GET", "/endless")
                #expect(client.isReadable(within: 20_000))
                // What the system takes is made, and then nothing more.
                var last = 0
                repeat {
                    last = made.total
                    usleep(200_000)
                } while made.total != last
                #expect(made.total < 16 << 20)
            }
        }
    }
}
