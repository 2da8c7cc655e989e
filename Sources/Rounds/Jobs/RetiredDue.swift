import Engine
public import Storage
private import Synchronization

/// Entries of the due list that are dead, until a round removes them.
///
/// Removing each with the event that outdates it would write a page for it; many at a time share
/// pages. Whoever reads the list asks whether an entry is alive, so nothing depends on their going:
/// those that are forgotten here, or after a crash, go when their moment comes.
public final class RetiredDue: Sendable {
    private let entries = Mutex<[DueEntry]>([])

    /// None so far.
    public init() {}

    /// How many are remembered at most.
    private static let capacity = 200_000

    /// Remembers entries to be removed, once what outdated them is committed.
    public func add(_ dead: [DueEntry]) {
        guard !dead.isEmpty else { return }
        entries.withLock { entries in
            entries += dead.prefix(max(0, Self.capacity - entries.count))
        }
    }

    /// How many wait to be removed.
    var count: Int { entries.withLock(\.count) }

    /// Takes some of them, in the order in which they lie.
    func take(_ limit: Int) -> [DueEntry] {
        entries.withLock { entries in
            let taken = entries.prefix(limit)
            entries.removeFirst(taken.count)
            return taken.sorted { left, right in
                (left.at, left.number) < (right.at, right.number)
            }
        }
    }
}
