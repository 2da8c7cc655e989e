import OperatingSystem
import Synchronization

/// Runs a closure the first time it is asked to.
final class Once: Sendable {
    private struct State: Sendable {
        var isDone = false
        var signals: TerminationSignals?
    }

    private let state = Mutex(State())
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }

    /// Keeps the handlers of signals for as long as this lives.
    func keep(_ signals: TerminationSignals) {
        state.withLock { $0.signals = signals }
    }

    /// Runs the closure unless it has run.
    func run() {
        let isFirst = state.withLock { state in
            defer { state.isDone = true }
            return !state.isDone
        }
        if isFirst { body() }
    }
}
