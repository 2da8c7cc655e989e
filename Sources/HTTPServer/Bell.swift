import CLinux
import Glibc
import Synchronization

/// Wakes a thread that waits for events.
///
/// Whoever rings first says what there is to do; the thread silences the bell before it looks, so
/// that no ring is lost between the two.
final class Bell: Sendable {
    /// Readable from the first ring until the bell is silenced.
    let descriptor: CInt
    /// Spares all rings but the first a call of the system.
    private let isRung = Atomic(false)

    init() throws {
        descriptor = eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else {
            throw HTTPServerError(.cannotStart, "The system has no descriptor left for a thread.")
        }
    }

    deinit {
        close(descriptor)
    }

    /// Wakes the thread, now or when it is about to wait; may be called on any thread.
    func ring() {
        guard !isRung.exchange(true, ordering: .acquiringAndReleasing) else { return }
        eventfd_write(descriptor, 1)
    }

    /// Makes the next ring count again; to be called when the descriptor is readable, and before
    /// looking what there is to do.
    func silence() {
        // A ring before the last line is not written, but its reason is seen when looking.
        var count: eventfd_t = 0
        unsafe eventfd_read(descriptor, &count)
        _ = isRung.exchange(false, ordering: .acquiringAndReleasing)
    }
}
