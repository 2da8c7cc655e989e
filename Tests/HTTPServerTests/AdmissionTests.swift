import HTTP
import HTTPServer
import Testing

/// What is decided at the head, before a body is read.
@Suite struct AdmissionTests {
    /// Lets in who has the word, and echoes.
    static let router = Router([
        Route(.get, "/now/{id}", TestApplication.echoID),
        Route(open: .get, "/open") { _ in Response(.ok, body: .bytes([])) },
        Route(.post, "/echo", maximumBodyBytes: 1 << 20) { head in
            await TestApplication.hop()
            guard let word = head.headers["X-Word"] else {
                throw HTTPError.unauthorized("Say the word.")
            }
            return word
        } _: { request, word in
            Response(.created, headers: ["X-Word": word], body: .bytes(request.body))
        },
    ])

    static func head(_ path: String, _ fields: String..., by method: String = "POST") -> String {
        (["\(method) \(path) HTTP/1.1", "Host: a"] + fields).joined(separator: "\r\n")
            + "\r\n\r\n"
    }

    @Test(arguments: [
        Row("nobody who is known", head("/echo", "Content-Length: 900000"), 401),
        Row("no route", head("/nope", "X-Word: a", "Content-Length: 900000"), 404),
        Row("another method", head("/now/1", "X-Word: a", "Content-Length: 900000"), 405),
        Row("a body too long", head("/echo", "X-Word: a", "Content-Length: 2000000"), 413),
        Row(
            "a body that is compressed",
            head("/echo", "X-Word: a", "Content-Encoding: gzip", "Content-Length: 900000"),
            415
        ),
        Row("chunks of nobody who is known", head("/echo", "Transfer-Encoding: chunked"), 401),
        Row("a body for what anybody may ask", head("/open", "Content-Length: 1", by: "GET"), 413),
        Row(
            "chunks for what anybody may ask",
            head("/open", "Transfer-Encoding: chunked", by: "GET"),
            413
        ),
    ]) func `a refusal does not wait for the body`(row: Row<String, Int>) async throws {
        try await withServer(router: Self.router) { server in
            let status = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send(row.input)
                return try client.receive().status
            }
            #expect(status == row.expected)
            #expect(server.bodyMemoryBytes == 0)
        }
    }

    @Test func `the connection is kept once the refused body has been thrown away`() async throws {
        try await withServer(router: Self.router) { server in
            let statuses = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send(Self.head("/echo", "Content-Length: 900000"))
                let refused = try client.receive().status
                client.send(Array(repeating: UInt8(ascii: "a"), count: 900_000))
                client.send("GET", "/now/1")
                return [refused, try client.receive().status]
            }
            #expect(statuses == [401, 200])
        }
    }

    @Test(arguments: ["Content-Length: 4", "Transfer-Encoding: chunked"])
    func `what anybody may ask takes no body that is there already`(field: String) async throws {
        try await withServer(router: Self.router) { server in
            let statuses = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                let body = field.hasPrefix("C") ? "[12]" : "4\r\n[12]\r\n0\r\n\r\n"
                client.send(Self.head("/open", field, by: "GET") + body)
                client.send("GET", "/open")
                return [try client.receive().status, try client.receive().status]
            }
            #expect(statuses == [413, 200])
        }
    }

    @Test(arguments: [10, 5_000, 900_000])
    func `what was found out at the head is handed on`(size: Int) async throws {
        try await withServer(router: Self.router) { server in
            let body = String(repeating: "a", count: size)
            let answer = try await server.call(
                "POST",
                "/echo",
                headers: ["X-Word: please"],
                body: body
            )
            #expect(answer == .init(status: 201, body: body))
            #expect(answer.headers["X-Word"] == "please")
        }
    }

    @Test func `bodies together have a limit, and are forgotten when it is over`() async throws {
        var limits = HTTPLimits.patient
        limits.maximumRouteBodyBytes = 1 << 20
        limits.maximumBodyMemoryBytes = 2 << 20
        try await withServer(limits: limits, router: Self.router) { server in
            let outcome = try await onThread { [port = server.port] in
                let body = Array(repeating: UInt8(ascii: "a"), count: 800_000)
                let clients = try (0..<2).map { _ in try WireClient(port: port) }
                for client in clients {
                    client.send(Self.head("/echo", "X-Word: a", "Content-Length: 800001"))
                    client.send(body)
                }
                while server.bodyMemoryBytes < 1_600_000 {}
                let third = try WireClient(port: port)
                third.send(Self.head("/echo", "X-Word: a", "Content-Length: 800000"))
                third.send(body)
                let refusal = try third.receive()
                for client in clients { client.send("a") }
                return (refusal, try clients.map { try $0.receive().status })
            }
            #expect(outcome.0.status == 503)
            #expect(outcome.0.headers["Retry-After"] == "1")
            #expect(outcome.1 == [201, 201])
            let last = try await server.call(
                "POST",
                "/echo",
                headers: ["X-Word: a"],
                body: String(repeating: "a", count: 900_000)
            )
            #expect(last.status == 201)
        }
    }

    @Test func `large bodies that fill the memory keep no small one out`() async throws {
        var limits = HTTPLimits.patient
        limits.maximumRouteBodyBytes = 1 << 20
        limits.maximumBodyMemoryBytes = 1 << 20
        try await withServer(limits: limits, router: Self.router) { server in
            let status = try await onThread { [port = server.port] in
                let large = try WireClient(port: port)
                large.send(Self.head("/echo", "X-Word: a", "Content-Length: \(1 << 20)"))
                large.send(Array(repeating: UInt8(ascii: "a"), count: (1 << 20) - 1))
                while server.bodyMemoryBytes < 1 << 20 {}
                let small = try WireClient(port: port)
                small.send(Self.head("/echo", "X-Word: a", "Content-Length: 1"))
                small.send("a")
                return try small.receive().status
            }
            #expect(status == 201)
        }
    }

    @Test func `to announce a body takes no memory`() async throws {
        try await withServer(router: Self.router) { server in
            try await onThread { [port = server.port] in
                let clients = try (0..<20).map { _ in try WireClient(port: port) }
                for client in clients {
                    client.send(
                        Self.head(
                            "/echo",
                            "X-Word: a",
                            "Expect: 100-continue",
                            "Content-Length: 900000"
                        )
                    )
                    #expect(try client.receive().status == 100)
                }
                #expect(server.bodyMemoryBytes == 0)
            }
        }
    }
}
