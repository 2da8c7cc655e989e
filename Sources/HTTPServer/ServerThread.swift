import CMicroHTTPD
import Glibc
import HTTP
import Synchronization

/// A thread that reads, starts requests, and writes, with an instance of the library of its own.
///
/// The library could have made its own threads. They wait for at most 128 events at a time, and
/// when exactly 128 have come they wait for more before they work on those (versions 0.9.75 to
/// 1.0.1): 128 clients that send at the same moment got no answer until something else happened.
/// Run from here the library only ever collects what is there, and the waiting is ours.
///
/// It may be passed between threads: all but the orders and the bell is used by the thread alone
/// from the moment that it runs until it is joined.
@safe
final class ServerThread: @unchecked Sendable {
    private struct Orders {
        var mustQuiesce = false
        var mustStop = false
    }

    /// What the requests that it serves need.
    let front: Front

    private let bell: Bell
    private let orders = Mutex(Orders())
    private let log = UnsafeMutablePointer<microhttpd_log>.allocate(capacity: 1)
    private var handle: OpaquePointer?
    private var thread = pthread_t()
    private var pace = Pace()
    private var arrivals = Arrivals()
    private var hasClosedConnection = false

    /// Starts to accept connections, at most so many.
    init(accepting socket: borrowing ListeningSocket, connectionCount: Int, front: Front) throws {
        self.front = front
        bell = try Bell()
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe log.initialize(to: microhttpd_log(line: logLine, context: context))
        let descriptor = try socket.duplicate()
        unsafe handle = start(descriptor, connectionCount, context)
        guard unsafe handle != nil else {
            close(descriptor)
            throw ServerThread.failure
        }
        let retained = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(&thread, nil, runServerThread, retained.toOpaque())
        guard code == 0 else {
            unsafe retained.release()
            unsafe MHD_stop_daemon(handle)
            throw ServerThread.failure
        }
    }

    deinit {
        unsafe log.deallocate()
    }

    private static var failure: HTTPServerError {
        HTTPServerError(.cannotStart, "The server's threads could not be started.")
    }

    /// Lets it see that a connection has been resumed.
    func wake() {
        bell.ring()
    }

    /// Closes its listening socket; open connections are served on.
    func stopAccepting() {
        orders.withLock { $0.mustQuiesce = true }
        bell.ring()
    }

    /// Closes its connections and ends, soon; none may be suspended.
    func stop() {
        orders.withLock { $0.mustStop = true }
        bell.ring()
    }

    /// Returns when the thread has ended.
    func join() {
        pthread_join(thread, nil)
    }

    private func start(
        _ descriptor: CInt,
        _ connectionCount: Int,
        _ context: UnsafeMutableRawPointer
    ) -> OpaquePointer? {
        let options = unsafe DaemonOptions.list(
            descriptor,
            connectionCount,
            front.limits,
            context,
            log
        )
        return unsafe withVaList(options) { list in
            unsafe MHD_start_daemon_va(
                DaemonOptions.flags,
                0,
                nil,
                nil,
                requestProgressed,
                context,
                list
            )
        }
    }
}

// What follows happens on the thread itself.
extension ServerThread {
    /// The library has called back.
    func makeProgress() {
        pace.makeProgress()
    }

    /// The library closes a connection.
    func closeConnection() {
        hasClosedConnection = true
    }

    /// The connection's next request is waited for from now on.
    func awaitArrival(on visitor: Arrivals.Visitor) {
        arrivals.await(visitor)
    }

    /// The request has arrived, or the connection is closed.
    func endArrival(on visitor: Arrivals.Visitor) {
        arrivals.end(visitor)
    }

    private func dismissLate() {
        for visitor in arrivals.takeLate(after: front.limits.arrivalTimeout) {
            dismiss(visitor, .requestTimeout, "The request took too long to arrive.")
        }
    }

    /// The library is about to refuse a length, in HTML and with its header written twice; it
    /// does not say whose.
    func dismissMeasureless() {
        for visitor in arrivals.takeMeasureless() {
            let isTooMuch = visitor.announcesTooMuch
            dismiss(
                visitor,
                isTooMuch ? .payloadTooLarge : .badRequest,
                isTooMuch ? "The request body is too large." : "Content-Length must be a number."
            )
        }
    }

    private func dismiss(_ visitor: Arrivals.Visitor, _ status: Status, _ message: String) {
        let response = front.application.response(to: HTTPError(status, message), path: "")
        visitor.dismiss(with: response)
    }

    fileprivate func run() {
        blockBrokenPipes()
        while true {
            wait()
            let orders = orders.withLock { $0 }
            if orders.mustStop { break }
            if orders.mustQuiesce { quiesce() }
            arrivals.beginRound()
            dismissLate()
            unsafe MHD_run(handle)
        }
        // What has been resumed must have left the library's list of the suspended.
        unsafe MHD_run(handle)
        unsafe MHD_stop_daemon(handle)
    }

    private func wait() {
        // At its limit the library does not listen, and a round begins with listening again.
        if hasClosedConnection {
            hasClosedConnection = false
            return
        }
        var milliseconds = pace.next(libraryTimeout())
        guard milliseconds != 0 else { return }
        if let patience = arrivals.patience {
            milliseconds = min(milliseconds ?? patience, patience)
        }
        let library = unsafe microhttpd_epoll_descriptor(handle)
        let events = Int16(POLLIN)
        var requests: InlineArray<2, pollfd> = [
            pollfd(fd: bell.descriptor, events: events, revents: 0),
            pollfd(fd: library, events: events, revents: 0),
        ]
        var span = requests.mutableSpan
        let count = unsafe span.withUnsafeMutableBufferPointer { buffer in
            unsafe poll(buffer.baseAddress, nfds_t(buffer.count), milliseconds ?? -1)
        }
        if count > 0, requests[0].revents != 0 { bell.silence() }
    }

    /// How long the library has nothing to do if nothing happens; nil is for ever.
    private func libraryTimeout() -> CInt? {
        var milliseconds: UInt64 = 0
        guard unsafe MHD_get_timeout(handle, &milliseconds) == .YES else { return nil }
        return CInt(clamping: milliseconds)
    }

    private func quiesce() {
        orders.withLock { $0.mustQuiesce = false }
        let descriptor = unsafe MHD_quiesce_daemon(handle)
        if descriptor >= 0 { close(descriptor) }
    }

    /// A client that has left must not end the process.
    private func blockBrokenPipes() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}

/// Decides how long to wait between two rounds.
///
/// The library asks for rounds without a wait while a connection has work that needs no event. It
/// also does when the line before a chunk fills the buffer and does not end: then nothing can be
/// done until the idle timeout, and asking must not cost a whole core.
struct Pace {
    private static let maximumBusyRounds = 16
    private static let rest: CInt = 1

    private var busyRounds = 0

    /// Something came of a round.
    mutating func makeProgress() {
        busyRounds = 0
    }

    /// The milliseconds to wait, given those that the library allows; nil is for ever.
    mutating func next(_ allowed: CInt?) -> CInt? {
        guard allowed == 0 else {
            busyRounds = 0
            return allowed
        }
        guard busyRounds < Pace.maximumBusyRounds else { return Pace.rest }
        busyRounds += 1
        return 0
    }
}

private func runServerThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<ServerThread>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
