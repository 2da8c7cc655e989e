private import Dispatch
import OperatingSystem

/// A thread that looks at something again and again, however busy everybody else is.
public final class Watch: Sendable {
    private let ending = DispatchSemaphore(value: 0)

    /// Looks every so often until it is stopped.
    public init(
        every pause: Duration,
        _ look: @escaping @Sendable (ContinuousClock.Instant) -> Void
    ) {
        let (seconds, attoseconds) = pause.components
        let milliseconds = Int(seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
        SystemThread.start { [ending] in
            while ending.wait(timeout: .now() + .milliseconds(milliseconds)) == .timedOut {
                look(.now)
            }
        }
    }

    /// Has it end; a look that has begun goes on to its end.
    public func stop() {
        ending.signal()
    }
}
