private import Dispatch
import Storage

/// Whether a transaction that failed is worth another try, and how long to wait before it.
///
/// Who has waited long enough is not in the next try any more (`GroupProcessor`).
///
/// A conflict, a lost connection and even a lost reply to COMMIT can be repeated blindly: what was
/// stored is recognised, by its idempotency key or by the number that its event was given.
struct Retry {
    private var count = 0
    private var unknownOutcome: StorageError?

    /// Whether another transaction was quicker, so that users are held from now on.
    private(set) var hasLost = false

    private static let maximumPause = 250

    /// Whether there was a try before.
    var isRetry: Bool { count > 0 }

    /// What a caller is to be told in the end.
    ///
    /// Once a reply to COMMIT was lost, no later failure can say that nothing was stored.
    func verdict(on error: StorageError) -> StorageError {
        unknownOutcome ?? error
    }

    /// Whether another try makes sense after an error.
    mutating func allows(another error: StorageError) -> Bool {
        if error.code == .unknownOutcome { unknownOutcome = error }
        if error.code == .conflict { hasLost = true }
        switch error.code {
        case .conflict, .disconnected, .timedOut, .unknownOutcome: return true
        // A duplicate that does not go away is a mistake of ours; it is not tried for ever.
        case .duplicateKey: return count < 3
        // Whoever may have stored something finds that out, if a server is there to be asked in time.
        case .unavailable: return unknownOutcome != nil
        case .full, .busy, .corrupt, .foreign, .newerSchema, .invalidValue,
            .outOfRange, .unexpected:
            return false
        }
    }

    /// Waits a moment before the next try.
    mutating func pause() {
        count += 1
        let pause = min(Self.maximumPause, 1 << min(count, 8))
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(pause))
    }
}
