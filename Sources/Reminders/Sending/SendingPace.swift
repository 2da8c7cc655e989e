/// How many messages may be on their way to a service: as many as it takes in a short while.
///
/// After a crash it is not known of that many whether they have arrived, and they are not sent
/// again. So a service that takes its time is handed few, and a quick one many.
struct SendingPace: Sendable {
    private(set) var count: Int
    private let limits: RemindingLimits
    private var seen = 0
    private var took = Duration.zero
    /// Whether more might have been on their way.
    private var wasFull = false

    init(_ limits: RemindingLimits) {
        self.limits = limits
        count = limits.sentAtOnce.lowerBound
    }

    /// Learns that as many are on their way as may be.
    mutating func fill() { wasFull = true }

    /// Learns how long one took; judges by as many as may be on their way.
    mutating func note(_ duration: Duration) {
        seen += 1
        took += duration
        guard seen >= count else { return }
        let usual = took / seen
        if usual > limits.patience {
            count = max(limits.sentAtOnce.lowerBound, count / 2)
        } else if wasFull, usual < limits.patience / 2 {
            count = min(limits.sentAtOnce.upperBound, count * 2)
        }
        (seen, took, wasFull) = (0, .zero, false)
    }
}
