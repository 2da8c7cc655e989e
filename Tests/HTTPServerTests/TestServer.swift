import HTTP
import Synchronization
import Testing

@testable import HTTPServer

/// What the server wrote into its log.
final class Log: Sendable {
    private let entries = Mutex<[String]>([])

    var lines: [String] { entries.withLock { $0 } }

    func write(_ line: String) {
        entries.withLock { $0.append(line) }
    }
}

/// Starts a server on a free port, lends it, and stops it; every test thereby checks that no
/// request is left behind.
func withServer(
    _ application: TestApplication = TestApplication(),
    limits: HTTPLimits = .patient,
    threadCount: Int = 2,
    log: Log = Log(),
    router: Router? = nil,
    serving other: (any Application)? = nil,
    proxies: TrustedProxies = TrustedProxies(),
    _ body: (HTTPServer) async throws -> Void
) async throws {
    var configuration = HTTPServer.Configuration { log.write($0) }
    configuration.port = 0
    configuration.limits = limits
    configuration.trustedProxies = proxies
    configuration.threadCount = threadCount
    let served = other ?? router ?? application.router
    let server = try HTTPServer.start(configuration, application: served)
    do {
        try await body(server)
    } catch {
        application.gate.open()
        await server.drain(timeout: .seconds(1))
        throw error
    }
    application.gate.open()
    await server.drain(timeout: .seconds(20))
    #expect(server.activeRequestCount == 0, "Every request must have been released.")
}

extension HTTPServer {
    /// Sends one request on a connection of its own.
    func call(
        _ method: String,
        _ target: String,
        headers: [String] = [],
        body: String? = nil
    ) async throws -> WireClient.Answer {
        try await onThread { [port] in
            let client = try WireClient(port: port)
            client.send(method, target, headers: headers, body: body)
            return try client.receive(isHead: method == "HEAD")
        }
    }
}

/// A named line of a table of rules.
struct Row<Input: Sendable, Expected: Sendable>: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let input: Input
    let expected: Expected

    init(_ name: String, _ input: Input, _ expected: Expected) {
        testDescription = name
        self.input = input
        self.expected = expected
    }
}

extension HTTPLimits {
    /// Limits for tests that may wait long for a processor, as others run beside them.
    static var patient: HTTPLimits {
        var limits = HTTPLimits()
        limits.idleTimeout = .seconds(600)
        limits.arrivalTimeout = .seconds(600)
        return limits
    }
}
