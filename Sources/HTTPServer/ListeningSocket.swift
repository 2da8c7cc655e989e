import Glibc

/// A socket that is bound and listens until its owner and all duplicates are closed.
struct ListeningSocket: ~Copyable {
    private let descriptor: CInt

    private static let backlog: CInt = 4_096

    /// Listens on the first of the host's addresses.
    init(host: String, port: UInt16) throws {
        descriptor = try ListeningSocket.open(host: host, port: port)
    }

    deinit {
        close(descriptor)
    }

    /// Another descriptor of the socket, which the caller must close.
    func duplicate() throws -> CInt {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else {
            throw HTTPServerError(.cannotStart, "The system has no descriptor left for a thread.")
        }
        return copy
    }

    private static func open(host: String, port: UInt16) throws -> CInt {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let result = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard result == 0, let address = unsafe list else {
            throw HTTPServerError(.unknownHost, "\(host) is not an address of this machine.")
        }
        defer { unsafe freeaddrinfo(list) }
        let descriptor = unsafe socket(address.pointee.ai_family, address.pointee.ai_socktype, 0)
        guard descriptor >= 0 else { throw failure(host, port) }
        var on: CInt = 1
        let size = socklen_t(MemoryLayout<CInt>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size)
        guard unsafe bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0,
            listen(descriptor, backlog) == 0,
            fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0,
            // Threads that hear of the same connection do not all get it.
            fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0
        else {
            let error = failure(host, port)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func failure(_ host: String, _ port: UInt16) -> HTTPServerError {
        let code = errno
        if code == EADDRINUSE {
            let message = "Port \(port) on \(host) is in use. Stop who uses it, or choose another."
            return HTTPServerError(.addressInUse, message)
        }
        let reason = unsafe String(cString: strerror(code))
        return HTTPServerError(.cannotListen, "Cannot listen on \(host), port \(port): \(reason).")
    }

    /// The address and port that the system has bound.
    func boundAddress() throws -> OwnAddress {
        guard let address = OwnAddress(of: descriptor) else {
            throw HTTPServerError(.cannotListen, "The system does not tell the bound address.")
        }
        return address
    }
}
