import HTTP
import Testing

@testable import HTTPServer

/// Starting and stopping.
@Suite struct LifecycleTests {
    private static func configuration(_ host: String, _ port: UInt16) -> HTTPServer.Configuration {
        var configuration = HTTPServer.Configuration { _ in }
        configuration.host = host
        configuration.port = port
        return configuration
    }

    @Test func `a request that waits gets its answer when the server drains`() async throws {
        let application = TestApplication()
        try await withServer(application) { server in
            async let answer = server.call("GET", "/gate/7")
            await application.gate.arrival(of: 1)
            async let drained: Void = server.drain(timeout: .seconds(20))
            // Nobody new is let in any more, sooner or later.
            try await onThread { [port = server.port] in
                while (try? WireClient(port: port)) != nil {}
            }
            application.gate.open()
            let body = try await answer
            #expect(body.body == #"{"id":"7"}"#)
            #expect(body.headers["Connection"]?.lowercased() == "close")
            await drained
        }
    }

    @Test func `a request that waits too long for the drain is told so`() async throws {
        let application = TestApplication()
        try await withServer(application) { server in
            async let answer = server.call("GET", "/gate/7")
            await application.gate.arrival(of: 1)
            await server.drain(timeout: .milliseconds(10))
            let refusal = try await answer
            let body = #"{"error":"The server is shutting down. Try again."}"#
            #expect(refusal == .init(status: 503, body: body))
            #expect(refusal.headers["Retry-After"] == "1")
        }
    }

    @Test func `draining twice is the same as once`() async throws {
        try await withServer { server in
            let answer = try await server.call("GET", "/now/1")
            #expect(answer.status == 200)
            // The second drain returns too, and opens nothing again.
            for _ in 0..<2 {
                await server.drain(timeout: .seconds(1))
                let isRefused = try await onThread { [port = server.port] in
                    (try? WireClient(port: port)) == nil
                }
                #expect(isRefused)
            }
        }
    }

    @Test func `an idle connection does not hold up a drain`() async throws {
        try await withServer { server in
            let client = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("GET", "/now/1")
                _ = try client.receive()
                return SendableBox(client)
            }
            await server.drain(timeout: .seconds(20))
            let isClosed = try await onThread { client.value.isClosed() }
            #expect(isClosed)
        }
    }

    @Test func `a request that never arrives does not hold up a drain`() async throws {
        let clock = ContinuousClock()
        try await withServer { server in
            let client = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send(
                    "POST",
                    "/echo",
                    headers: ["Content-Length: 10", "Expect: 100-continue"]
                )
                // The server has begun to read the request when it asks for more.
                _ = try client.receive()
                return SendableBox(client)
            }
            let length = await clock.measure { await server.drain(timeout: .seconds(30)) }
            #expect(length < .seconds(15))
            let isClosed = try await onThread { client.value.isClosed() }
            #expect(isClosed)
        }
    }

    @Test func `a server that is only dropped stops too`() async throws {
        let application = TestApplication()
        var server: HTTPServer? = try HTTPServer.start(
            Self.configuration("127.0.0.1", 0),
            application: application.router
        )
        let port = try #require(server?.port)
        async let answer = onThread {
            let client = try WireClient(port: port)
            client.send("GET", "/gate/7")
            return try client.receive().status
        }
        await application.gate.arrival(of: 1)
        server = nil
        _ = try? await answer
        #expect(throws: WireClient.ConnectionClosed.self) { try WireClient(port: port) }
        application.gate.open()
    }

    @Test func `a port in use is said to be`() async throws {
        try await withServer { server in
            let error = #expect(throws: HTTPServerError.self) {
                try HTTPServer.start(
                    Self.configuration("127.0.0.1", server.port),
                    application: TestApplication().router
                )
            }
            #expect(error?.code == .addressInUse)
            #expect(error?.message.contains("Port \(server.port) on 127.0.0.1 is in use.") == true)
        }
    }

    @Test(arguments: ["no.such.host.invalid", "999.1.1.1", ""])
    func `a host that is none is said to be`(host: String) async throws {
        let error = #expect(throws: HTTPServerError.self) {
            try HTTPServer.start(Self.configuration(host, 0), application: TestApplication().router)
        }
        #expect(error?.code == .unknownHost)
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func `both kinds of address are served`(host: String) async throws {
        let server = try HTTPServer.start(
            Self.configuration(host, 0),
            application: TestApplication().router
        )
        #expect(server.boundAddress == host)
        let status = try await onThread { [port = server.port] in
            let client = try WireClient(port: port, host: host)
            client.send("GET", "/now/1")
            return try client.receive().status
        }
        #expect(status == 200)
        await server.drain(timeout: .seconds(5))
    }
}

/// Carries a value to another thread; the test sees to it that one at a time uses it.
struct SendableBox<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}
