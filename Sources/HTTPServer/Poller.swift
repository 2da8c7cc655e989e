import CLinux
import Glibc

/// Waits for what happens to descriptors.
struct Poller: ~Copyable {
    private let descriptor: CInt
    private var events = [linux_event](repeating: linux_event(), count: 256)

    init() throws {
        descriptor = epoll_create1(CInt(EPOLL_CLOEXEC))
        guard descriptor >= 0 else {
            throw HTTPServerError(.cannotStart, "The system has no descriptor left for a thread.")
        }
    }

    deinit {
        close(descriptor)
    }

    /// Tells of every change of a connection, once.
    func watch(connection: CInt, tag: UInt64) -> Bool {
        linux_watch_connection(descriptor, connection, tag) == 0
    }

    /// Tells of a descriptor for as long as it is readable; of a shared one, one of its pollers.
    func watch(readable: CInt, tag: UInt64, isShared: Bool) -> Bool {
        linux_watch_readable(descriptor, readable, tag, isShared ? 1 : 0) == 0
    }

    func unwatch(_ other: CInt) {
        _ = linux_unwatch(descriptor, other)
    }

    /// What has happened, at the latest after so many milliseconds; nil is for ever.
    mutating func wait(milliseconds: CInt?) -> ArraySlice<linux_event> {
        let count = unsafe events.withUnsafeMutableBufferPointer { buffer in
            unsafe linux_wait(
                descriptor,
                buffer.baseAddress,
                CInt(buffer.count),
                milliseconds ?? -1
            )
        }
        return events[..<Int(max(count, 0))]
    }
}
