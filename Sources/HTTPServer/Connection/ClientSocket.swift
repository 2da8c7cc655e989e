import CLinux
import Glibc
import HTTP

/// The socket of a connection; it never blocks.
struct ClientSocket: ~Copyable {
    let descriptor: CInt

    /// What came of reading.
    enum Received: Equatable {
        case bytes(Int)
        /// There is nothing now.
        case nothing
        /// The client has sent its last byte.
        case end
        case lost
    }

    deinit {
        close(descriptor)
    }

    /// Answers go out as they are written, and only so much of them waits in the system that a
    /// client who does not read costs little.
    func prepare(maximumUnsentBytes: Int) {
        linux_prepare_connection(descriptor, CInt(maximumUnsentBytes))
    }

    /// Our own end of it, which is where the client has found us.
    var ownAddress: OwnAddress? { OwnAddress(of: descriptor) }

    /// Reads what is there, into the beginning of a buffer.
    func receive(into buffer: inout [UInt8], atMost room: Int) -> Received {
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe recv(descriptor, bytes.baseAddress, min(room, bytes.count), 0)
        }
        guard count <= 0 else { return .bytes(count) }
        guard count < 0 else { return .end }
        return errno == EAGAIN || errno == EINTR ? .nothing : .lost
    }

    /// Sends what the system takes; nil when the connection is lost.
    func send(_ bytes: ArraySlice<UInt8>, hasMore: Bool) -> Int? {
        let flags = CInt(MSG_NOSIGNAL) | (hasMore ? CInt(MSG_MORE) : 0)
        let count = unsafe bytes.withUnsafeBytes { buffer in
            unsafe Glibc.send(descriptor, buffer.baseAddress, buffer.count, flags)
        }
        guard count < 0 else { return count }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    /// Tells the client that nothing more is sent.
    func finishSending() {
        _ = linux_finish_sending(descriptor)
    }

    /// Whoever is on the other side gets to hear that the connection ended in the middle.
    func abort() {
        linux_close_abruptly(descriptor)
    }
}
