import CMicroHTTPD
import HTTP

/// How the library is set up.
enum DaemonOptions {
    /// An epoll descriptor, which our thread waits for; a log; connections that can be suspended.
    static let flags =
        MHD_USE_ERROR_LOG.rawValue | MHD_USE_EPOLL.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue

    /// The variadic options; the context is the server thread's.
    @unsafe
    static func list(
        _ descriptor: CInt,
        _ connectionCount: Int,
        _ limits: HTTPLimits,
        _ context: UnsafeMutableRawPointer,
        _ log: UnsafeMutablePointer<microhttpd_log>
    ) -> [any CVarArg] {
        let context = Int(bitPattern: context)
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
        add(.CONNECTION_LIMIT, UInt32(connectionCount))
        add(.CONNECTION_MEMORY_LIMIT, UInt(limits.maximumHeadBytes))
        add(.CONNECTION_TIMEOUT, UInt32(limits.idleTimeout.components.seconds))
        // What the library is strict about it refuses in HTML, twice; the exchange is as strict.
        add(.STRICT_FOR_CLIENT, CInt(0))
        add(.SIGPIPE_HANDLED_BY_APP, CInt(1))
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
