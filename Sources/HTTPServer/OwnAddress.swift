import Glibc

/// Our own end of a socket: the address and port that somebody has reached, or may reach.
struct OwnAddress {
    let address: String
    let port: UInt16

    /// The end of a socket; nothing when the system does not tell.
    init?(of descriptor: CInt) {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var service = [CChar](repeating: 0, count: Int(NI_MAXSERV))
        let flags = NI_NUMERICHOST | NI_NUMERICSERV
        let result = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            let address = unsafe UnsafeMutableRawPointer(pointer)
                .assumingMemoryBound(to: sockaddr.self)
            guard unsafe getsockname(descriptor, address, &size) == 0 else { return EAI_SYSTEM }
            return unsafe getnameinfo(
                address,
                size,
                &host,
                socklen_t(NI_MAXHOST),
                &service,
                socklen_t(NI_MAXSERV),
                flags
            )
        }
        guard result == 0, let port = UInt16(Self.text(service)) else { return nil }
        address = Self.text(host)
        self.port = port
    }

    /// As it stands in a URL: `127.0.0.1:8080`, `[::1]:8080`.
    var urlHost: String {
        // The name of an interface means something on this machine alone.
        let plain = address.prefix { $0 != "%" }
        return plain.contains(":") ? "[\(plain)]:\(port)" : "\(plain):\(port)"
    }

    private static func text(_ characters: [CChar]) -> String {
        let bytes = characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
