import Dispatch
import HTTP
import HTTPServer
import Testing

/// Requests that wait: between the task that answers and the thread that suspends.
@Suite struct SuspensionTests {
    @Test func `a thousand requests wait at once, and each gets its own answer`() async throws {
        let application = TestApplication()
        try await withServer(application) { server in
            async let bodies = onThread { [port = server.port] in
                let clients = try (0..<1_000).map { _ in try WireClient(port: port) }
                for (index, client) in clients.enumerated() {
                    client.send("GET", "/gate/\(index)")
                }
                return try clients.map { client in
                    do {
                        return try client.receive().body
                    } catch {
                        // Without this the test would wait for a thousandth arrival for ever.
                        application.gate.giveUp()
                        throw error
                    }
                }
            }
            await application.gate.arrival(of: 1_000)
            application.gate.open()
            let expected = (0..<1_000).map { "{\"id\":\"\($0)\"}" }
            let received = try await bodies
            #expect(received == expected)
        }
    }

    @Test func `no answer is lost or mixed up, whoever is faster`() async throws {
        try await withServer { server in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for worker in 0..<16 {
                    group.addTask { [port = server.port] in
                        try await onThread { try Self.hammer(port: port, worker: worker) }
                    }
                }
                let count = try await group.reduce(0, +)
                #expect(count == 16 * 500)
            }
        }
    }

    /// Sends requests of every kind on one connection and counts the right answers.
    private static func hammer(port: UInt16, worker: Int) throws -> Int {
        let client = try WireClient(port: port)
        let ways = ["now", "hop", "yield", "hop"]
        return try (0..<500).count { index in
            let id = "\(worker)-\(index)"
            if index.isMultiple(of: 5) {
                client.send("POST", "/hop", body: "{\"id\":\"\(id)\"}")
            } else {
                client.send("GET", "/\(ways[index % ways.count])/\(id)")
            }
            return try client.receive().body == "{\"id\":\"\(id)\"}"
        }
    }

    @Test func `a client that leaves while its request waits harms nobody`() async throws {
        let application = TestApplication()
        try await withServer(application) { server in
            try await onThread { [port = server.port] in
                for index in 0..<50 {
                    try WireClient(port: port).send("GET", "/gate/\(index)")
                }
            }
            await application.gate.arrival(of: 50)
            application.gate.open()
            let answer = try await server.call("GET", "/now/1")
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: 0..<4) func `damaged requests harm nobody`(seed: UInt64) async throws {
        var random = SplitMix64(state: seed)
        let whole = Array(
            "POST /hop?a=%20 HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n[12]".utf8
        )
        let requests = (0..<100).map { _ in
            var bytes = whole
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            return bytes
        }
        try await withServer { server in
            try await onThread { [port = server.port] in
                for request in requests {
                    try WireClient(port: port).send(request + whole)
                }
            }
            let answer = try await server.call("GET", "/now/1")
            #expect(answer.status == 200)
        }
    }

    @Test func `a client that leaves in the middle of a body or a stream harms nobody`()
        async throws
    {
        try await withServer { server in
            try await onThread { [port = server.port] in
                for _ in 0..<20 {
                    let headers = ["Content-Length: 1000"]
                    try WireClient(port: port).send("POST", "/echo", headers: headers)
                    try WireClient(port: port).send("GET", "/stream/1000000")
                    try WireClient(port: port).send("GET /now/1 HTTP/1.1\r\nHo")
                }
            }
            let answer = try await server.call("GET", "/now/1")
            #expect(answer.status == 200)
        }
    }

    @Test func `streams that wait for their next chunk hold up nobody`() async throws {
        let application = TestApplication()
        try await withServer(application, threadCount: 1) { server in
            async let bodies = onThread { [port = server.port] in
                let clients = try (0..<20).map { _ in try WireClient(port: port) }
                for client in clients { client.send("GET", "/gated-stream") }
                return try clients.map { try $0.receive().body }
            }
            await application.gate.arrival(of: 20)
            let answer = try await server.call("GET", "/now/1")
            #expect(answer.status == 200)
            application.gate.open()
            let received = try await bodies
            #expect(received == Array(repeating: "1\n2\n3\n", count: 20))
        }
    }

    @Test func `streams from other threads arrive whole`() async throws {
        try await withServer { server in
            let expected = (1...300).filter { !$0.isMultiple(of: 7) }.map { "line \($0)\n" }
            for _ in 0..<20 {
                let answer = try await server.call("GET", "/hopping-stream/300")
                #expect(answer.body == expected.joined())
            }
        }
    }

    @Test func `clients that leave while their streams wait harm nobody`() async throws {
        let application = TestApplication()
        try await withServer(application) { server in
            let mayLeave = DispatchSemaphore(value: 0)
            async let leaving: Void = onThread { [port = server.port] in
                let clients = try (0..<20).map { _ in try WireClient(port: port) }
                for client in clients { client.send("GET", "/gated-stream") }
                mayLeave.wait()
            }
            await application.gate.arrival(of: 20)
            mayLeave.signal()
            try await leaving
            application.gate.open()
            let answer = try await server.call("GET", "/now/1")
            #expect(answer.status == 200)
        }
    }

    @Test func `a stream that waits when the time for draining is up is cut`() async throws {
        let application = TestApplication()
        try await withServer(application) { server in
            async let outcome = onThread { [port = server.port] in
                let client = try WireClient(port: port)
                client.send("GET", "/gated-stream")
                return try? client.receive()
            }
            await application.gate.arrival(of: 1)
            await server.drain(timeout: .seconds(1))
            let answer = try await outcome
            #expect(answer == nil)
        }
    }
}
