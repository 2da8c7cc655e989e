import CPostgres
import Glibc
import Storage

/// The one place that waits for a server.
enum PostgresSocket {
    /// Waits until a connection can be read or written, but not beyond a moment; tells which.
    ///
    /// A server that lives and says nothing looks like one that works, so only a deadline of our own
    /// finds it out. Whoever gets `timedOut` closes the connection: what was asked may be done yet.
    static func wait(
        on connection: OpaquePointer,
        for events: Int32,
        until deadline: ContinuousClock.Instant
    ) throws(StorageError) -> Int32 {
        while true {
            let left = deadline - .now
            guard left > .zero else {
                throw StorageError(.timedOut, "the server has not answered in time")
            }
            // The socket may be another one while hosts are tried, so it is asked for each time.
            var descriptor = unsafe pollfd(
                fd: PQsocket(connection),
                events: Int16(events),
                revents: 0
            )
            let count = unsafe poll(&descriptor, 1, Self.milliseconds(left))
            if count > 0 { return Int32(descriptor.revents) }
            guard count == 0 || errno == EINTR else {
                throw StorageError(.disconnected, "the connection cannot be waited for")
            }
        }
    }

    /// Rounded up, so that the last wait is not many of no time at all.
    private static func milliseconds(_ duration: Duration) -> Int32 {
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000 + 1
        return Int32(clamping: milliseconds)
    }
}
