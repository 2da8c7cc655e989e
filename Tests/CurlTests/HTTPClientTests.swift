import HTTP
import HTTPServer
import Synchronization
import TestBasics
import Testing

@testable import Curl

/// What the client asks others, and whom it never asks.
@Suite struct HTTPClientTests {
    /// Every spelling of an address of this machine that libraries know, and names of it.
    @Test(arguments: [
        "127.0.0.1", "127.1", "127.0.1", "0x7f.1", "0x7f000001", "0177.0.0.1", "2130706433",
        "017700000001", "127.000.000.001", "0", "0.0.0.0", "0x0", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]",
        "[0:0:0:0:0:0:0:1]", "localhost", "LOCALHOST", "localhost.", "１２７.0.0.1",
    ])
    func `nothing reaches this machine, however it is called`(host: String) async throws {
        try await withReceiver { receiver in
            let client = HTTPClient()
            defer { client.stop() }
            let result = await client.send(
                OutgoingRequest("POST", "http://\(host):\(receiver.port)/", body: [1])
            )
            #expect(result.status == nil)
            #expect(result.failure != nil)
            #expect(receiver.requests == 0)
        }
    }

    @Test func `a closed address is named in what is told`() async throws {
        let client = HTTPClient()
        defer { client.stop() }
        let result = await client.send(OutgoingRequest("POST", "http://127.1:9/"))
        #expect(result.failure == "the address 127.0.0.1 is not on the public Internet")
    }

    @Test(arguments: [
        "file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "dict://127.0.0.1/",
        "scp://127.0.0.1/a", "nonsense", "",
    ])
    func `no other protocol is spoken`(url: String) async throws {
        let client = HTTPClient(to: .everywhere)
        defer { client.stop() }
        let result = await client.send(OutgoingRequest("GET", url))
        #expect(result.status == nil)
        #expect(result.body.isEmpty)
    }

    @Test func `a redirect is an answer, and is not followed`() async throws {
        try await withReceiver { receiver in
            let result = await receiver.ask("/elsewhere")
            #expect(result.status == 302)
            #expect(receiver.requests == 1)
        }
    }

    @Test func `bodies and fields arrive as they are`() async throws {
        try await withReceiver { receiver in
            let body = [UInt8](repeating: 0, count: 3) + Array("äöü".utf8)
            let result = await receiver.ask("/echo", body: body)
            #expect(result.status == 201)
            #expect(result.body == body)
            let empty = await receiver.ask("/echo")
            #expect(empty.status == 201)
            #expect(empty.body.isEmpty)
        }
    }

    @Test func `an answer is read as far as it counts`() async throws {
        try await withReceiver { receiver in
            let result = await receiver.ask("/long")
            #expect(result.status == 200)
            #expect(result.body.count == CurlLimits().maximumAnswerBytes)
        }
    }

    @Test func `an answer that somebody takes as it arrives is not kept`() async throws {
        try await withReceiver { receiver in
            let taken = Counter()
            var request = OutgoingRequest("POST", "http://127.0.0.1:\(receiver.port)/long")
            request.onBytes = { taken.add($0.count) }
            let long = await receiver.client.send(request)
            #expect(long.status == 200)
            #expect(long.body.isEmpty)
            #expect(taken.value == 1 << 20)
            request.url = "http://127.0.0.1:\(receiver.port)/nowhere"
            let none = await receiver.client.send(request)
            #expect(none.status == 404)
            #expect(!none.body.isEmpty)
            #expect(taken.value == 1 << 20)
        }
    }

    @Test func `an answer that wants to be left alone says so`() async throws {
        try await withReceiver { receiver in
            let result = await receiver.ask("/busy")
            #expect(result.status == 503)
            #expect(result.retryAfter == "120")
            #expect(!result.isSuccess)
        }
    }

    @Test func `whoever hangs keeps nobody else waiting, and not for ever`() async throws {
        var limits = CurlLimits()
        limits.patience = .seconds(6)
        limits.connectPatience = .seconds(5)
        try await withReceiver(limits) { receiver in
            let hasEnded = Counter()
            let hanging = Task {
                defer { hasEnded.add() }
                return await receiver.ask("/hang")
            }
            for _ in 0..<20 {
                let result = await receiver.ask("/echo")
                #expect(result.isSuccess)
            }
            #expect(hasEnded.value == 0)
            let result = await hanging.value
            #expect(result.status == nil)
            #expect(result.failure == "Timeout was reached")
        }
    }

    @Test func `a client that is stopped answers everybody`() async throws {
        let receiver = try Receiver(CurlLimits())
        async let hanging = receiver.ask("/hang")
        while receiver.requests == 0 { await Task.yield() }
        receiver.client.stop()
        let result = await hanging
        #expect(result.failure == "the server is shutting down")
        let later = await receiver.ask("/echo")
        #expect(later.failure == "the server is shutting down")
        await receiver.stop()
    }
}

extension OutgoingAddresses {
    /// This machine too.
    fileprivate static let everywhere = OutgoingAddresses(
        alsoAllowing: [AddressRange("127.0.0.0/8"), AddressRange("::1")].compactMap { $0 }
    )
}

/// A server that is asked, and a client that may ask it.
private final class Receiver: Sendable {
    let client: HTTPClient
    private let server: HTTPServer
    private let count: Counter

    init(_ limits: CurlLimits) throws {
        let count = Counter()
        self.count = count
        client = HTTPClient(to: .everywhere, limits: limits)
        var configuration = HTTPServer.Configuration { _ in }
        configuration.port = 0
        server = try HTTPServer.start(configuration, application: Self.router(count))
    }

    var port: UInt16 { server.port }
    var requests: Int { count.value }

    func ask(_ path: String, body: [UInt8] = []) async -> OutgoingResult {
        await client.send(
            OutgoingRequest(
                "POST",
                "http://127.0.0.1:\(port)\(path)",
                headers: [("Content-Type", "application/octet-stream")],
                body: body
            )
        )
    }

    func stop() async {
        client.stop()
        await server.drain(timeout: .milliseconds(1))
    }

    private static func router(_ count: Counter) -> Router {
        Router([
            route("/", count) { _ in Response(.ok) },
            route("/elsewhere", count) { _ in
                Response(Status(302), headers: ["Location": "/echo"])
            },
            route("/echo", count) { Response(.created, body: .bytes($0.body)) },
            route("/long", count) { _ in
                Response(.ok, body: .bytes([UInt8](repeating: 65, count: 1 << 20)))
            },
            route("/busy", count) { _ in
                Response(.unavailable, headers: ["Retry-After": "120"])
            },
            route("/hang", count) { _ in
                try await Task.sleep(for: .seconds(9))
                return Response(.ok)
            },
        ])
    }

    private static func route(
        _ path: String,
        _ count: Counter,
        _ answer: @escaping Handler
    ) -> Route {
        Route(.post, path) { request in
            count.add()
            return try await answer(request)
        }
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add(_ number: Int = 1) { count.withLock { $0 += number } }
}

/// Lends a receiver, and stops it.
private func withReceiver(
    _ limits: CurlLimits = CurlLimits(),
    _ body: (Receiver) async throws -> Void
) async throws {
    let receiver = try Receiver(limits)
    do {
        try await body(receiver)
    } catch {
        await receiver.stop()
        throw error
    }
    await receiver.stop()
}
