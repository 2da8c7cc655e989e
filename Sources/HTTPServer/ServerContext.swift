import HTTP
import Synchronization

/// What every request needs of the server.
final class ServerContext: Sendable {
    let application: any Application
    let limits: HTTPLimits
    let proxies: TrustedProxies
    let log: @Sendable (String) -> Void
    let traffic = Traffic()
    let bodyMemory: BodyMemory
    let addresses: AddressCounts
    /// How many connections are open, on all threads.
    let connectionCount = Atomic(0)
    /// Whether a thread waits for a connection to close before it accepts another.
    let isFull = Atomic(false)

    init(
        application: any Application,
        limits: HTTPLimits,
        proxies: TrustedProxies,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.application = application
        self.limits = limits
        self.proxies = proxies
        self.log = log
        bodyMemory = BodyMemory(maximum: limits.maximumBodyMemoryBytes)
        addresses = AddressCounts(
            maximum: limits.maximumConnectionCountPerAddress,
            exempting: proxies
        )
    }

    /// What those are told whose request the server cannot wait for any more.
    func shuttingDown(_ path: String) -> Response {
        let message = "The server is shutting down. Try again."
        let error = HTTPError.unavailable(message, retryAfter: .seconds(1))
        return application.response(to: error, path: path)
    }
}
