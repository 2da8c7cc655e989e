import OperatingSystem

/// The moment at which somebody asks the program to end.
struct Termination: Sendable {
    private let moments: AsyncStream<Void>
    private let signals: TerminationSignals

    /// Heeds signals from now on.
    init() {
        let (moments, moment) = AsyncStream.makeStream(of: Void.self)
        self.moments = moments
        signals = TerminationSignals { moment.yield() }
    }

    /// Waits for the first signal, which may have come already.
    func wait() async {
        for await _ in moments { return }
    }
}
