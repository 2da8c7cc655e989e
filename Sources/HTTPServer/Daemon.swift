import CMicroHTTPD
import Glibc
import HTTP

/// The running library: its threads, its connections, its socket.
///
/// It may be passed between threads: the library lets any of them, but its own, stop it.
@safe
struct Daemon: ~Copyable, @unchecked Sendable {
    private let handle: OpaquePointer
    private let front: Unmanaged<Front>
    private let log: UnsafeMutablePointer<microhttpd_log>

    /// Starts the threads.
    init(on socket: consuming ListeningSocket, threadCount: Int, front: Front) throws {
        raiseDescriptorLimit(for: front.limits.maximumConnectionCount)
        let retained = unsafe Unmanaged.passRetained(front)
        let log = UnsafeMutablePointer<microhttpd_log>.allocate(capacity: 1)
        unsafe log.initialize(to: microhttpd_log(line: logLine, context: retained.toOpaque()))
        let descriptor = socket.giveAway()
        let options = unsafe Daemon.options(descriptor, threadCount, front.limits, retained, log)
        let started = unsafe withVaList(options) { list in
            unsafe MHD_start_daemon_va(
                Daemon.flags,
                0,
                nil,
                nil,
                requestProgressed,
                retained.toOpaque(),
                list
            )
        }
        guard let started = unsafe started else {
            close(descriptor)
            unsafe log.deallocate()
            unsafe retained.release()
            throw HTTPServerError(.cannotStart, "The server's threads could not be started.")
        }
        unsafe handle = started
        unsafe self.front = retained
        unsafe self.log = log
    }

    /// Stops and joins the threads; no connection may be suspended.
    deinit {
        unsafe MHD_stop_daemon(handle)
        unsafe log.deallocate()
        unsafe front.release()
    }

    /// Closes the listening socket; open connections are served on.
    func stopAccepting() {
        let descriptor = unsafe MHD_quiesce_daemon(handle)
        if descriptor >= 0 { close(descriptor) }
    }
}

extension Daemon {
    /// Epoll threads with a log, whose connections can be suspended; without the inter-thread
    /// channel a resumed connection would never wake.
    private static let flags =
        MHD_USE_ERROR_LOG.rawValue | MHD_USE_EPOLL_INTERNAL_THREAD.rawValue
        | MHD_USE_ITC.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue

    private static func options(
        _ descriptor: CInt,
        _ threadCount: Int,
        _ limits: HTTPLimits,
        _ front: Unmanaged<Front>,
        _ log: UnsafeMutablePointer<microhttpd_log>
    ) -> [any CVarArg] {
        let context = unsafe Int(bitPattern: front.toOpaque())
        var options: [any CVarArg] = []
        func add(_ option: MHD_OPTION, _ values: any CVarArg...) {
            options.append(option.rawValue)
            options += values
        }
        // The logger comes first, so that nothing about the other options is lost.
        unsafe add(
            .EXTERNAL_LOGGER,
            Int(bitPattern: microhttpd_logger()),
            Int(bitPattern: log)
        )
        add(.LISTEN_SOCKET, descriptor)
        // A pool of one is refused; no pool is the same.
        if threadCount > 1 { add(.THREAD_POOL_SIZE, UInt32(threadCount)) }
        add(.CONNECTION_LIMIT, UInt32(limits.maximumConnectionCount))
        add(.CONNECTION_MEMORY_LIMIT, UInt(limits.connectionMemoryBytes))
        add(.CONNECTION_TIMEOUT, UInt32(limits.idleTimeout.components.seconds))
        add(.STRICT_FOR_CLIENT, CInt(1))
        unsafe add(.URI_LOG_CALLBACK, unsafeBitCast(requestBegan, to: Int.self), context)
        unsafe add(
            .NOTIFY_CONNECTION,
            unsafeBitCast(connectionChanged, to: Int.self),
            context
        )
        unsafe add(.UNESCAPE_CALLBACK, unsafeBitCast(keepEscapes, to: Int.self), context)
        unsafe add(.NOTIFY_COMPLETED, unsafeBitCast(requestEnded, to: Int.self), context)
        add(.END)
        return options
    }
}

/// Lets the process have as many descriptors as connections, as far as the system allows.
private func raiseDescriptorLimit(for connectionCount: Int) {
    let spareDescriptors = 256
    let wanted = rlim_t(connectionCount + spareDescriptors)
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    guard limit.rlim_cur < wanted else { return }
    limit.rlim_cur = min(wanted, limit.rlim_max)
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}
