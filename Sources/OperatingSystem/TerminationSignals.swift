private import Dispatch
private import Glibc

/// Waits for the signals that ask a program to end.
///
/// It is sendable because its sources are only kept, never touched again.
public final class TerminationSignals: @unchecked Sendable {
    private let sources: [any DispatchSourceSignal]

    /// Calls a closure when SIGTERM or SIGINT arrives, instead of ending at once.
    ///
    /// A second signal ends the program, for an operator who does not want to wait.
    public init(_ received: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "laurel.signals")
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                signal(number, SIG_DFL)
                received()
            }
            source.resume()
            return source
        }
    }

    /// Makes writing to a connection that its client has left an error instead of the end.
    public static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }
}
