import CLinux
import HTTP

/// A connection: what it waits for, and what has arrived and not been read.
///
/// It belongs to one thread. What happens on other threads reaches it as a wake.
final class ClientConnection {
    enum Phase {
        /// A request is waited for, or its head is arriving.
        case head
        /// Somebody judges the head.
        case admitting(Awaited<Admission>)
        case body(Upload)
        case answering(Awaited<Response>)
        case sending
        /// A stream makes its next chunk.
        case streaming(Awaited<Outgoing.Portion>)
        /// A request was refused, and the rest of its body is thrown away.
        case discarding(BodyReader)
        /// The last answer is sent; what the client still sends is thrown away, as closing under
        /// its hands could take the answer from it.
        case lingering
        case closed
    }

    /// A body that is arriving.
    struct Upload {
        var reader: BodyReader
        let body: ArrivingBody
        let maximumBytes: Int
        let answer: @Sendable ([UInt8]) async -> Response
    }

    let socket: ClientSocket
    let peer: IPAddress
    let tag: UInt64
    unowned let thread: ServerThread
    let context: ServerContext

    var phase = Phase.head
    /// What has been received, and how much of it has been read.
    var input: [UInt8] = []
    var inputStart = 0
    var parser: HeadParser
    /// The request that is being served.
    var head: RequestHead?
    /// What is left of its body when it was refused before it had arrived.
    var leftover: BodyReader?
    var discardedCount = 0
    var outgoing = Outgoing()
    var hasServed = false
    var closesAfterAnswer = false
    /// Whether it counts as a request that is being served, and as one that is arriving.
    var isCounted = false
    var isCountedAsArriving = false

    var canReceive = true
    var canSend = true
    /// The client has sent its last byte, which may be still to be read.
    var clientIsDone = false
    /// Everything that it sent has been received.
    var hasEnded = false
    var isLost = false

    /// Since when the present wait for the client lasts, and when the client last did something.
    var waitsSince: ContinuousClock.Instant
    var activeAt: ContinuousClock.Instant

    init(
        _ socket: consuming ClientSocket,
        from peer: IPAddress,
        tag: UInt64,
        on thread: ServerThread
    ) {
        self.socket = socket
        self.peer = peer
        self.tag = tag
        self.thread = thread
        context = thread.context
        parser = HeadParser(limits: thread.context.limits)
        waitsSince = thread.now
        activeAt = thread.now
    }

    var isClosed: Bool {
        if case .closed = phase { true } else { false }
    }

    /// What has been received and not been read.
    var hasInput: Bool { inputStart < input.count }

    /// The system tells of the socket.
    func heed(_ event: linux_event) {
        if event.is_readable != 0 { canReceive = true }
        if event.is_writable != 0 { canSend = true }
        if event.has_ended != 0 { clientIsDone = true }
        if event.is_lost != 0 { lose() }
        advance()
    }

    /// A task has finished.
    func wakeUp() {
        if isLost { return close() }
        advance()
    }

    /// Goes on for as long as something can be done, and no longer than is fair to others.
    func advance() {
        var patience = 64
        while !isClosed, step() {
            patience -= 1
            guard patience > 0 else { return thread.takeUpAgain(self) }
        }
    }

    private func step() -> Bool {
        switch phase {
        case .head: readHead()
        case .admitting(let awaited): awaited.take().map(decide) != nil
        case .body: readBody()
        case .answering(let awaited): awaited.take().map(answer) != nil
        case .sending: send()
        case .streaming(let awaited): goOnStreaming(awaited)
        case .discarding: discard()
        case .lingering: linger()
        case .closed: false
        }
    }

    /// The connection can carry nothing any more.
    func lose() {
        isLost = true
        switch phase {
        case .admitting, .answering:
            // Whoever works on the request is counted until done.
            break
        default: close()
        }
    }

    /// Closes, in whatever phase.
    func close() {
        guard !isClosed else { return }
        switch phase {
        case .admitting(let awaited): awaited.cancel()
        case .streaming(let awaited): awaited.cancel()
        case .answering(let awaited): awaited.cancel()
        default: break
        }
        phase = .closed
        input = []
        outgoing = Outgoing()
        head = nil
        endTraffic()
        thread.forget(self)
    }

    /// The request has arrived, or is not wanted.
    func endArrival() {
        guard isCountedAsArriving else { return }
        isCountedAsArriving = false
        context.traffic.arrive()
    }

    func endTraffic() {
        guard isCounted else { return }
        isCounted = false
        context.traffic.end(wasArriving: isCountedAsArriving)
        isCountedAsArriving = false
    }
}

// How long it may take.
extension ClientConnection {
    /// How much the connection may be missed when there are too many: nil when it is being served.
    enum Dispensability: Int, Comparable {
        case resting, arriving, leaving

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// Whether the connection waits for its client, and how.
    var dispensability: Dispensability? {
        switch phase {
        case .head: hasInput || head == nil && !hasServed ? .arriving : .resting
        case .body: .arriving
        case .discarding, .lingering: .leaving
        case .sending, .streaming: isStalled ? .leaving : nil
        case .admitting, .answering, .closed: nil
        }
    }

    /// Whether the client has not read of its answer for long.
    private var isStalled: Bool {
        !canSend && outgoing.unsentCount > 0
            && thread.now - activeAt >= context.limits.stallTimeout
    }

    /// Gives up on a client that takes too long; called once a second.
    func checkTime(_ now: ContinuousClock.Instant) {
        let limits = context.limits
        switch phase {
        case .head where !hasInput:
            if now - waitsSince >= limits.idleTimeout { close() }
        case .head, .body:
            if now - activeAt >= limits.idleTimeout { return close() }
            if now - waitsSince >= limits.arrivalTimeout {
                refuse(HTTPError(.requestTimeout, "The request took too long to arrive."))
                advance()
            }
        case .sending, .discarding:
            if now - activeAt >= limits.idleTimeout || isDiscardingTooLong(now) { close() }
        case .lingering:
            if now - waitsSince >= ClientConnection.lingerTimeout { close() }
        case .streaming where outgoing.unsentCount > 0:
            if now - activeAt >= limits.idleTimeout { close() }
        case .admitting, .answering, .streaming, .closed: break
        }
    }

    private func isDiscardingTooLong(_ now: ContinuousClock.Instant) -> Bool {
        guard case .discarding = phase else { return false }
        return now - waitsSince >= context.limits.arrivalTimeout
    }

    private static let lingerTimeout = Duration.seconds(2)
}
