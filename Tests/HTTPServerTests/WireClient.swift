import Foundation
import Glibc
import HTTP

/// A blocking client that sends whatever bytes it is told to, broken ones included.
///
/// Foundation is imported for its threads: a blocking call must not hold up the few that run tasks.
final class WireClient {
    struct Answer: Equatable {
        var status = 0
        var headers = Headers()
        var body = ""

        static func == (left: Answer, right: Answer) -> Bool {
            left.status == right.status && left.body == right.body
        }
    }

    struct ConnectionClosed: Error, Equatable {}

    private let descriptor: CInt
    private var buffer: [UInt8] = []
    private(set) var isReset = false

    /// Connects; with little room for answers, one who does not read soon stops the server's sending.
    init(port: UInt16, host: String = "127.0.0.1", receiveBufferBytes: CInt? = nil) throws {
        descriptor =
            try host.contains(":")
            ? WireClient.connect6(port) : WireClient.connect4(port, receiveBufferBytes)
        // Tests of all rooms run beside each other, perhaps on a machine that is busy itself.
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    }

    deinit {
        close(descriptor)
    }

    private static func connect4(_ port: UInt16, _ receiveBufferBytes: CInt?) throws -> CInt {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return try unsafe withUnsafePointer(to: &address) { pointer in
            try unsafe connect(AF_INET, UnsafeRawPointer(pointer), size, receiveBufferBytes)
        }
    }

    private static func connect6(_ port: UInt16) throws -> CInt {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        let size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        return try unsafe withUnsafePointer(to: &address) { pointer in
            try unsafe connect(AF_INET6, UnsafeRawPointer(pointer), size)
        }
    }

    private static func connect(
        _ family: CInt,
        _ address: UnsafeRawPointer,
        _ size: socklen_t,
        _ receiveBufferBytes: CInt? = nil
    ) throws -> CInt {
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        if var bytes = receiveBufferBytes {
            let size = socklen_t(MemoryLayout<CInt>.size)
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, size)
        }
        let address = unsafe address.assumingMemoryBound(to: sockaddr.self)
        guard unsafe Glibc.connect(descriptor, address, size) == 0 else {
            close(descriptor)
            throw ConnectionClosed()
        }
        return descriptor
    }

    /// Sends bytes; a connection that the server has closed is noticed when reading.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    descriptor,
                    buffer.baseAddress,
                    buffer.count,
                    CInt(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends bytes as one who also takes in what comes meanwhile: two sides that both only send wait
    /// for each other.
    func sendWhileReceiving(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    descriptor,
                    buffer.baseAddress,
                    buffer.count,
                    CInt(MSG_NOSIGNAL | MSG_DONTWAIT)
                )
            }
            if count > 0 {
                rest = rest.dropFirst(count)
                continue
            }
            guard errno == EAGAIN else { return }
            var request = pollfd(fd: descriptor, events: Int16(POLLIN | POLLOUT), revents: 0)
            guard unsafe poll(&request, 1, 30_000) > 0 else { return }
            if Int32(request.revents) & POLLIN != 0, (try? fill()) == nil { return }
        }
    }

    func send(_ text: String) {
        send(Array(text.utf8))
    }

    /// Sends a request with the header fields that it needs.
    func send(
        _ method: String,
        _ target: String,
        headers: [String] = [],
        body: String? = nil
    ) {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: test"] + headers
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        send(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
    }

    /// Sends nothing more, and goes on reading.
    func finishSending() {
        shutdown(descriptor, CInt(SHUT_WR))
    }

    /// Leaves in a way that the server is told of as an error, when this is let go.
    func reset() {
        isReset = true
        var linger = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_LINGER,
            &linger,
            socklen_t(MemoryLayout.size(ofValue: linger))
        )
    }

    /// Everything until the server closes.
    func receiveAll() -> String {
        while (try? fill()) != nil {}
        return String(decoding: buffer, as: UTF8.self)
    }

    /// Whether something can be read before the time is up.
    func isReadable(within milliseconds: CInt) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&request, 1, milliseconds) > 0
    }

    /// Reads one whole answer.
    func receive(isHead: Bool = false) throws -> Answer {
        var answer = Answer()
        let lines = try readLines()
        let words = (lines.first ?? "").split(separator: " ")
        answer.status = words.count > 1 ? Int(words[1]) ?? 0 : 0
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            answer.headers.add(String(line[..<colon]), String(value))
        }
        if isHead || answer.status == 100 || answer.status == 204 { return answer }
        let body: [UInt8]
        if answer.headers["Transfer-Encoding"] == "chunked" {
            body = try readChunks()
        } else {
            body = try read(Int(answer.headers["Content-Length"] ?? "") ?? 0)
        }
        answer.body = String(decoding: body, as: UTF8.self)
        return answer
    }

    /// Whether the server closes the connection without another word.
    func isClosed() -> Bool {
        buffer.isEmpty && (try? fill()) == nil
    }

    private func readChunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let size = Int(try readLine(), radix: 16) ?? 0
            body += try read(size)
            _ = try readLine()
            if size == 0 { return body }
        }
    }

    private func readLines() throws -> [String] {
        var lines: [String] = []
        while true {
            let line = try readLine()
            if line.isEmpty { return lines }
            lines.append(line)
        }
    }

    private func readLine() throws -> String {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: buffer[..<end].filter { $0 != 13 }, as: UTF8.self)
                buffer.removeSubrange(...end)
                return line
            }
            try fill()
        }
    }

    private func read(_ count: Int) throws -> [UInt8] {
        while buffer.count < count { try fill() }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private func fill() throws {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe chunk.withUnsafeMutableBytes { buffer in
            unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
        }
        guard count > 0 else { throw ConnectionClosed() }
        buffer += chunk.prefix(count)
    }
}

/// Runs blocking work on a thread of its own.
func onThread<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Result { try work() })
        }
    }
}
