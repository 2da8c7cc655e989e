private import Dispatch
import Storage

/// Whether a transaction that failed is worth another try, and how long to wait before it.
///
/// A conflict, a lost connection and even a lost reply to COMMIT can be repeated blindly: what was
/// stored is recognised, by its idempotency key or by the number that its event was given.
struct Retry {
    private let started: ContinuousClock.Instant
    private var count = 0
    private var unknownOutcome: StorageError?

    /// For how long a caller is kept waiting for a database that is being replaced.
    private static let patience = Duration.seconds(8)
    private static let maximumPause = 250

    init(started: ContinuousClock.Instant) {
        self.started = started
    }

    /// Whether there was a try before.
    var isRetry: Bool { count > 0 }

    /// What a caller is to be told in the end.
    ///
    /// Once a reply to COMMIT was lost, no later failure can say that nothing was stored.
    func verdict(on error: StorageError) -> StorageError {
        unknownOutcome ?? error
    }

    /// Waits a moment if another try makes sense; false when it does not.
    mutating func waits(after error: StorageError) -> Bool {
        if error.code == .unknownOutcome { unknownOutcome = error }
        switch error.code {
        case .conflict, .duplicateKey, .disconnected, .unknownOutcome: break
        case .full, .busy, .unavailable, .corrupt, .newerSchema, .invalidValue, .outOfRange,
            .unexpected:
            return false
        }
        guard ContinuousClock.now - started < Self.patience else { return false }
        // A duplicate that does not go away is a mistake of ours; it is not tried for ever.
        guard error.code != .duplicateKey || count < 3 else { return false }
        count += 1
        let pause = min(Self.maximumPause, 1 << min(count, 8))
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(pause))
        return true
    }
}
