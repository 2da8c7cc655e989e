/// How fast batches are taken in, and so how many of their events make a slice that keeps a live
/// event waiting no longer than it may.
struct BatchPace {
    /// What an event of a batch takes; at first a guess.
    private var secondsPerEvent = 0.000_1

    /// How many events fit into a stretch of time; at least one.
    func events(in time: Duration) -> Int {
        max(1, Int((time.inSeconds / secondsPerEvent).rounded(.down)))
    }

    /// Learns from a group of batches; the last ones count most, since what comes next is likely to
    /// be like them.
    mutating func note(events: Int, duration: Duration) {
        guard events > 0 else { return }
        let measured = max(duration.inSeconds / Double(events), 0.000_001)
        secondsPerEvent += (measured - secondsPerEvent) / 4
    }
}

extension Duration {
    fileprivate var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
