import Dispatch
import HTTP
import Testing

@testable import HTTPServer

/// Events that come at the same moment, to a thread that was busy until then.
@Suite struct SimultaneityTests {
    /// Holds the thread that calls `hold()`, so that events gather meanwhile.
    private final class Brake: Sendable {
        private let held = DispatchSemaphore(value: 0)
        private let released = DispatchSemaphore(value: 0)

        func hold() {
            held.signal()
            released.wait()
        }

        func waitUntilHeld() { held.wait() }
        func release() { released.signal() }
    }

    @Test func `any number of requests that arrive at the same moment are answered`() async throws {
        let brake = Brake()
        let router = Router([
            Route(.get, "/hold") { _ in
                brake.hold()
                return Response(.noContent)
            },
            Route(.get, "/now/{id}", TestApplication.echoID),
        ])
        var configuration = HTTPServer.Configuration { _ in }
        configuration.port = 0
        configuration.threadCount = 1
        let server = try HTTPServer.start(configuration, application: router)
        // The library collects 128 events at a time.
        let answered = try await onThread { [port = server.port] in
            try (126...130).map { try Self.answerCount(of: $0, at: port, brake) }
        }
        #expect(answered == Array(126...130))
        await server.drain(timeout: .seconds(5))
    }

    /// Lets so many clients send while the thread is held, and counts the answers.
    private static func answerCount(of count: Int, at port: UInt16, _ brake: Brake) throws -> Int {
        let clients = try (0..<count).map { _ in try WireClient(port: port) }
        for client in clients {
            client.send("GET", "/now/first")
            _ = try client.receive()
        }
        let holder = try WireClient(port: port)
        holder.send("GET", "/hold")
        brake.waitUntilHeld()
        for client in clients { client.send("GET", "/now/second") }
        brake.release()
        return clients.count { client in
            client.isReadable(within: 5_000) && (try? client.receive().status) == 200
        }
    }

    @Test func `a line before a chunk that does not end harms nobody`() async throws {
        try await withServer(threadCount: 1) { server in
            let client = try await onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("POST", "/echo", headers: ["Transfer-Encoding: chunked"])
                client.send("5;" + String(repeating: "x", count: 100_000))
                return SendableBox(client)
            }
            for _ in 0..<20 {
                let answer = try await server.call("GET", "/now/1")
                #expect(answer.status == 200)
            }
            withExtendedLifetime(client) {}
        }
    }
}
