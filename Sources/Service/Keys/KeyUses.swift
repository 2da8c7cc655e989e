import CivilTime
private import Synchronization

/// Which keys were used when, until that is written down.
final class KeyUses: Sendable {
    private let uses = Mutex<[String: Instant]>([:])

    /// Notes a use.
    func note(_ prefix: String, at moment: Instant) {
        uses.withLock { $0[prefix] = moment }
    }

    /// The uses since the last call.
    func take() -> [(prefix: String, at: Instant)] {
        uses.withLock { uses in
            let taken = uses.map { (prefix: $0.key, at: $0.value) }
            uses.removeAll()
            return taken
        }
    }
}
