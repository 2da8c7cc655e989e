private import Glibc

/// A thread of the system, for work that blocks for as long as the program runs.
///
/// Dispatch lends threads from a pool with a bound; work that never gives one back would take them
/// from everybody else.
public enum SystemThread {
    private final class Work {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Starts a thread that runs a closure and then ends.
    public static func start(_ body: @escaping @Sendable () -> Void) {
        let work = unsafe Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread,
            nil,
            { context in
                guard let context = unsafe context else { return nil }
                // Signals are for those who wait for them.
                var signals = sigset_t()
                unsafe sigfillset(&signals)
                unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
                unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            },
            work.toOpaque()
        )
        precondition(status == 0, "the system has no room for another thread")
        pthread_detach(thread)
    }
}
