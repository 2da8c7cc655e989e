private import Glibc

/// A thread of the system, for work that blocks for as long as the program runs.
///
/// Dispatch lends threads from a pool with a bound; work that never gives one back would take them
/// from everybody else.
public enum SystemThread {
    private final class Work {
        let body: @Sendable () -> Void
        let isInBackground: Bool

        init(_ body: @escaping @Sendable () -> Void, isInBackground: Bool) {
            self.body = body
            self.isInBackground = isInBackground
        }

        func run() {
            // Of the system's threads, each has a number of its own.
            if isInBackground { nice(SystemThread.backgroundNiceness) }
            body()
        }
    }

    private static let backgroundNiceness: Int32 = 5

    /// Starts a thread that runs a closure and then ends.
    ///
    /// One in the background has the processors that others leave to it. It must hold nothing that
    /// others wait for: they would wait for whoever is in front of it.
    public static func start(
        isInBackground: Bool = false,
        _ body: @escaping @Sendable () -> Void
    ) {
        let work = unsafe Unmanaged.passRetained(Work(body, isInBackground: isInBackground))
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
                unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            },
            work.toOpaque()
        )
        precondition(status == 0, "the system has no room for another thread")
        pthread_detach(thread)
    }
}
