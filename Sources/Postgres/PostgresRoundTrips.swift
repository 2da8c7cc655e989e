private import Synchronization

/// Counts how often somebody has waited for a server.
final class PostgresRoundTrips: Sendable {
    private let number = Atomic(0)

    /// How often so far.
    var count: Int { number.load(ordering: .relaxed) }

    /// Counts another one.
    func add() { number.wrappingAdd(1, ordering: .relaxed) }
}
