import CMicroHTTPD
import Glibc
import HTTP

/// The connections of a thread whose request has not arrived, and since when they are waited for.
///
/// A connection counts from its beginning, from the end of its last answer, and again from its
/// request line, so that a kept one may rest before its next request.
struct Arrivals {
    /// A connection as the library knows it, for as long as it is open.
    @safe
    struct Visitor {
        fileprivate let handle: OpaquePointer?
        fileprivate let descriptor: CInt

        @unsafe
        init(handle: OpaquePointer?) {
            unsafe self.handle = handle
            descriptor = unsafe microhttpd_descriptor(handle)
        }
    }

    private struct Wait {
        let visitor: Visitor
        let since: ContinuousClock.Instant
    }

    private static let pause = Duration.seconds(1)

    private var waits: [CInt: Wait] = [:]
    private var now = ContinuousClock.now
    private var lastLook = ContinuousClock.now

    /// The longest wait for events that is still in time for the next look, in milliseconds.
    var patience: CInt? { waits.isEmpty ? nil : 1_000 }

    /// A round begins.
    mutating func beginRound() {
        now = .now
    }

    /// The connection's next request is waited for from now on.
    mutating func await(_ visitor: Visitor) {
        waits[visitor.descriptor] = Wait(visitor: visitor, since: now)
    }

    /// The request has arrived, or the connection is closed.
    mutating func end(_ visitor: Visitor) {
        waits[visitor.descriptor] = nil
    }

    /// Takes out those who have had their time; looks once a second.
    mutating func takeLate(after timeout: Duration) -> [Visitor] {
        guard now - lastLook >= Arrivals.pause else { return [] }
        lastLook = now
        let late = waits.values.filter { now - $0.since >= timeout }.map(\.visitor)
        for visitor in late { waits[visitor.descriptor] = nil }
        return late
    }

    /// Takes out those whose length is no number, which is what the library is about to refuse.
    mutating func takeMeasureless() -> [Visitor] {
        let measureless = waits.values.map(\.visitor).filter(\.isMeasureless)
        for visitor in measureless { waits[visitor.descriptor] = nil }
        return measureless
    }
}

extension Arrivals.Visitor {
    /// Whether it announced a length that no number can hold, or that is none.
    var announcesTooMuch: Bool {
        guard let length, !length.isEmpty else { return false }
        return length.utf8.allSatisfy(Self.isDigit)
    }

    fileprivate var isMeasureless: Bool {
        guard let length else { return false }
        return !length.utf8.allSatisfy(Self.isDigit) || UInt64(length) == nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private var length: String? {
        let value = unsafe MHD_lookup_connection_value(handle, .HEADER_KIND, "Content-Length")
        return unsafe value.map { unsafe String(cString: $0) }
    }

    /// Answers past the library, and closes: what the library still writes goes nowhere.
    func dismiss(with response: Response) {
        var text = "HTTP/1.1 \(response.status.code) \(response.status.reason)\r\n"
        for field in response.headers.fields { text += "\(field.name): \(field.value)\r\n" }
        let body = response.bytes ?? []
        text += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n"
        text += "Connection: close\r\n\r\n"
        let bytes = Array(text.utf8) + body
        // The buffer of a socket that nothing was written to since the last answer has room.
        _ = unsafe bytes.withUnsafeBytes { buffer in
            unsafe send(
                descriptor,
                buffer.baseAddress,
                buffer.count,
                CInt(MSG_NOSIGNAL | MSG_DONTWAIT)
            )
        }
        _ = microhttpd_shut_down(descriptor)
    }
}

extension Status {
    /// The words of the statuses that are answered past the library.
    fileprivate var reason: String {
        switch self {
        case .requestTimeout: "Request Timeout"
        case .payloadTooLarge: "Content Too Large"
        default: "Bad Request"
        }
    }
}
