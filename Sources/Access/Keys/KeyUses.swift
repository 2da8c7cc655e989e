import CivilTime
private import Synchronization

/// Which keys were used when, until that is written down.
final class KeyUses: Sendable {
    private let uses = Mutex<[String: Instant]>([:])

    /// Notes a use.
    func note(_ prefix: String, at moment: Instant) {
        uses.withLock { $0[prefix] = moment }
    }

    /// When a key was last used, as far as that is not written down yet.
    func last(of prefix: String) -> Instant? {
        uses.withLock { $0[prefix] }
    }

    /// The uses since the last call.
    func take() -> [(prefix: String, at: Instant)] {
        uses.withLock { uses in
            let taken = uses.map { (prefix: $0.key, at: $0.value) }
            uses.removeAll()
            return taken
        }
    }

    /// Takes back uses that could not be written down.
    func giveBack(_ taken: [(prefix: String, at: Instant)]) {
        uses.withLock { uses in
            for use in taken where uses[use.prefix] == nil { uses[use.prefix] = use.at }
        }
    }
}
