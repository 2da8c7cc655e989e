import OperatingSystem
private import Synchronization

/// Hands mails to one server, some at a time, each thread on a connection that it keeps.
public final class MailTransport: Sendable {
    private struct Waiting: Sendable {
        let mail: OutgoingMail
        let finish: @Sendable (MailResult) -> Void
    }

    private struct State {
        var waiting: [Waiting] = []
        var isStopped = false
    }

    private let server: MailServer
    private let limits: CurlLimits
    private let connections: Int
    private let state = Mutex(State())
    private let arrivals = Semaphore()

    /// A transport, whose threads run until it is stopped.
    public init(
        to server: MailServer,
        connections: Int = CurlLimits.mailConnections,
        limits: CurlLimits = CurlLimits()
    ) {
        self.server = server
        self.connections = connections
        self.limits = limits
        for _ in 0..<connections {
            SystemThread.start { self.work() }
        }
    }

    /// Hands a mail over, and waits for what comes of it.
    public func send(_ mail: OutgoingMail) async -> MailResult {
        await withCheckedContinuation { continuation in
            let isStopped = state.withLock { state in
                if !state.isStopped {
                    state.waiting.append(
                        Waiting(mail: mail) { continuation.resume(returning: $0) }
                    )
                }
                return state.isStopped
            }
            guard isStopped else { return arrivals.signal() }
            continuation.resume(returning: .stopped)
        }
    }

    /// Ends the threads once what has been accepted is done.
    public func stop() {
        state.withLock { $0.isStopped = true }
        for _ in 0..<connections { arrivals.signal() }
    }

    private func work() {
        let connection = MailConnection(to: server, limits)
        while true {
            arrivals.wait()
            let (waiting, isStopped) = state.withLock { state in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isStopped)
            }
            guard let waiting else {
                if isStopped { return }
                continue
            }
            waiting.finish(connection?.send(waiting.mail) ?? .noMemory)
        }
    }
}

extension MailResult {
    fileprivate static let stopped = MailResult(.failed("the server is shutting down"))
    fileprivate static let noMemory = MailResult(.failed("the system has no memory left"))
}
