public import HTTP
import Synchronization

/// Serves an application over HTTP/1.1.
///
/// Requests are started on the server's threads. One whose answer is there at once is answered
/// there; one that waits, say for the intake's commit, frees its thread until it is resumed.
public final class HTTPServer: Sendable {
    /// How a server is set up.
    public struct Configuration: Sendable {
        /// The address to listen on: a name, an IPv4 or an IPv6 address.
        public var host = "127.0.0.1"
        /// The port; 0 takes a free one.
        public var port: UInt16 = 8080
        /// The number of threads that read, start requests, and write.
        public var threadCount = 2
        /// What clients may send.
        public var limits = HTTPLimits.standard
        /// The proxies that are believed who a request comes from.
        public var trustedProxies = TrustedProxies()
        /// Told what the server cannot tell a client; called on its threads.
        public var log: @Sendable (String) -> Void

        /// The usual set-up, to be changed.
        public init(log: @escaping @Sendable (String) -> Void) {
            self.log = log
        }
    }

    /// The address as it was bound: `127.0.0.1` or `::1`.
    public let boundAddress: String
    /// The port that was bound.
    public let port: UInt16

    private let context: ServerContext
    private let daemon: Mutex<Daemon?>

    /// Makes sure that the process may have as many descriptors as connections take.
    ///
    /// `start` does so too; asked before anything else is opened, a refusal leaves nothing behind.
    public static func reserveDescriptors(_ limits: HTTPLimits) throws(HTTPServerError) {
        try DescriptorLimit.raise(for: limits.maximumConnectionCount)
    }

    /// Starts to listen and to serve.
    public static func start(
        _ configuration: Configuration,
        application: any Application
    ) throws -> HTTPServer {
        configuration.limits.check()
        precondition(configuration.threadCount > 0, "A server needs a thread.")
        try reserveDescriptors(configuration.limits)
        let socket = try ListeningSocket(host: configuration.host, port: configuration.port)
        let bound = try socket.boundAddress()
        let context = ServerContext(
            application: application,
            limits: configuration.limits,
            proxies: configuration.trustedProxies,
            log: configuration.log
        )
        let daemon = try Daemon(
            on: socket,
            threadCount: configuration.threadCount,
            context: context
        )
        return HTTPServer(bound.address, bound.port, context, daemon)
    }

    private init(
        _ address: String,
        _ port: UInt16,
        _ context: ServerContext,
        _ daemon: consuming Daemon
    ) {
        boundAddress = address
        self.port = port
        self.context = context
        self.daemon = Mutex(daemon)
    }

    /// How many requests are being read, waited for, or answered.
    public var activeRequestCount: Int { context.traffic.activeCount }

    /// How many connections are open.
    public var connectionCount: Int { context.connectionCount.load(ordering: .relaxed) }

    /// How many bytes of bodies are in memory.
    public var bodyMemoryBytes: Int { context.bodyMemory.used }

    deinit {
        context.traffic.expire()
    }

    /// Stops: accepts nobody new, lets running requests finish, and closes.
    ///
    /// A request that is still being sent gets a moment to arrive. When the time is up, requests that still wait are answered with 503 and their tasks are
    /// cancelled; after a moment to send those answers, whatever is left is cut.
    public func drain(timeout: Duration) async {
        let traffic = context.traffic
        traffic.beginToDrain()
        daemon.withLock { $0?.stopAccepting() }
        let timer = Task {
            let moment = Duration.seconds(1)
            try await Task.sleep(for: min(moment, timeout))
            traffic.stopWaitingForArriving()
            try await Task.sleep(for: max(.zero, timeout - moment))
            traffic.expire()
            try await Task.sleep(for: moment)
            traffic.stopWaiting()
        }
        await traffic.waitUntilIdle()
        timer.cancel()
        traffic.expire()
        daemon.withLock { $0 = nil }
    }
}
