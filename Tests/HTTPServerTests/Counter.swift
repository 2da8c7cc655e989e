import Synchronization

/// Counts on several threads.
final class Counter: Sendable {
    private let value = Mutex(0)

    var total: Int { value.withLock { $0 } }

    func count(_ number: Int) {
        value.withLock { $0 += number }
    }
}
