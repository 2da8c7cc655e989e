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

    private let traffic: Traffic
    private let sockets: OpenSockets
    private let daemon: Mutex<Daemon?>

    /// Starts to listen and to serve.
    public static func start(
        _ configuration: Configuration,
        application: any Application
    ) throws -> HTTPServer {
        configuration.limits.check()
        precondition(configuration.threadCount > 0, "A server needs a thread.")
        let socket = try ListeningSocket(host: configuration.host, port: configuration.port)
        let (address, port) = try socket.boundAddress()
        let traffic = Traffic()
        let sockets = OpenSockets()
        let front = Front(
            application: application,
            limits: configuration.limits,
            log: configuration.log,
            traffic: traffic,
            sockets: sockets
        )
        let daemon = try Daemon(
            on: socket,
            threadCount: configuration.threadCount,
            front: front
        )
        return HTTPServer(address, port, traffic, sockets, daemon)
    }

    private init(
        _ address: String,
        _ port: UInt16,
        _ traffic: Traffic,
        _ sockets: OpenSockets,
        _ daemon: consuming Daemon
    ) {
        boundAddress = address
        self.port = port
        self.traffic = traffic
        self.sockets = sockets
        self.daemon = Mutex(daemon)
    }

    /// How many requests are being read, waited for, or answered.
    public var activeRequestCount: Int { traffic.activeCount }

    deinit {
        traffic.expire()
    }

    /// Stops: accepts nobody new, lets running requests finish, and closes.
    ///
    /// A request that is still being sent gets a moment to arrive. When the time is up, requests that still wait are answered with 503 and their tasks are
    /// cancelled; after a moment to send those answers, whatever is left is cut.
    public func drain(timeout: Duration) async {
        traffic.beginToDrain()
        daemon.withLock { $0?.stopAccepting() }
        let timer = Task { [traffic] in
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
        await closeConnections()
        daemon.withLock { $0 = nil }
    }

    private func closeConnections() async {
        sockets.shutDown()
        let timer = Task { [sockets] in
            let moment = Duration.seconds(1)
            try await Task.sleep(for: moment)
            sockets.stopWaiting()
        }
        await sockets.waitUntilClosed()
        timer.cancel()
    }
}
