public import HTTP
import OperatingSystem
private import Synchronization

/// Sends requests to other servers: many at a time, on one thread of its own.
///
/// Connections are kept and shared, and a server that speaks HTTP/2 gets many requests on one. A
/// request goes only to addresses that are allowed, whatever its name is looked up to; it follows
/// no redirect and uses no proxy.
public final class HTTPClient: Sendable {
    private struct Waiting: Sendable {
        let request: OutgoingRequest
        let finish: @Sendable (OutgoingResult) -> Void
    }

    private struct State {
        var waiting: [Waiting] = []
        var isStopped = false
    }

    private let addresses: OutgoingAddresses
    private let certificates: String?
    private let limits: CurlLimits
    private let multi: MultiHandle
    private let state = Mutex(State())

    /// A client, whose thread runs until it is stopped; a file may name the authorities that are
    /// trusted instead of the system's.
    public init(
        to addresses: OutgoingAddresses = OutgoingAddresses(),
        certificates: String? = nil,
        limits: CurlLimits = CurlLimits()
    ) {
        limits.check()
        self.addresses = addresses
        self.certificates = certificates
        self.limits = limits
        multi = MultiHandle()
        // Nobody waits for it, so those who answer callers come first.
        SystemThread.start(isInBackground: true) { self.work() }
    }

    /// Sends a request; what comes of it is told on the client's thread, which must not wait.
    public func send(
        _ request: OutgoingRequest,
        finish: @escaping @Sendable (OutgoingResult) -> Void
    ) {
        let isStopped = state.withLock { state in
            if !state.isStopped { state.waiting.append(Waiting(request: request, finish: finish)) }
            return state.isStopped
        }
        guard isStopped else { return multi.wake() }
        finish(Self.stopped)
    }

    /// Sends a request and waits for what comes of it.
    public func send(_ request: OutgoingRequest) async -> OutgoingResult {
        await withCheckedContinuation { continuation in
            send(request) { continuation.resume(returning: $0) }
        }
    }

    /// Gives up what is under way, and ends the thread.
    public func stop() {
        state.withLock { $0.isStopped = true }
        multi.wake()
    }

    private static let stopped: OutgoingResult = {
        var result = OutgoingResult()
        result.failure = "the server is shutting down"
        return result
    }()
}

// MARK: - The thread

extension HTTPClient {
    private func work() {
        var transfers: [UInt: Transfer] = [:]
        var idle: [EasyHandle] = []
        while true {
            let (begun, isStopped) = take(limits.maximumTransfers - transfers.count)
            for waiting in begun { begin(waiting, &transfers, &idle) }
            if isStopped { break }
            multi.perform()
            while let (number, code) = multi.nextFinished() {
                guard let transfer = transfers.removeValue(forKey: number) else { continue }
                multi.remove(transfer.handle)
                idle.append(transfer.handle)
                transfer.finish(transfer.outcome(code))
            }
            let isFull = transfers.count >= limits.maximumTransfers
            if isFull || state.withLock({ $0.waiting.isEmpty && !$0.isStopped }) { multi.wait() }
        }
        for transfer in transfers.values {
            multi.remove(transfer.handle)
            transfer.finish(Self.stopped)
        }
        for waiting in take(.max).0 { waiting.finish(Self.stopped) }
    }

    /// Takes as many requests as there is room for, and says whether to stop.
    private func take(_ count: Int) -> ([Waiting], Bool) {
        state.withLock { state in
            let taken = Array(state.waiting.prefix(count))
            state.waiting.removeFirst(taken.count)
            return (taken, state.isStopped)
        }
    }

    private func begin(
        _ waiting: Waiting,
        _ transfers: inout [UInt: Transfer],
        _ idle: inout [EasyHandle]
    ) {
        guard let handle = idle.popLast() ?? EasyHandle() else {
            var result = OutgoingResult()
            result.failure = "the system has no memory left"
            return waiting.finish(result)
        }
        transfers[handle.number] = Transfer(
            waiting.request,
            on: handle,
            to: addresses,
            certificates: certificates,
            limits,
            finish: waiting.finish
        )
        multi.add(handle)
    }
}
