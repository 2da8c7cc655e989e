import Dispatch
import Storage
import Synchronization

/// A database that counts its writes, holds them back, and fails when a test says so.
final class FaultyDatabase: Database {
    /// When a write fails.
    enum Failure: Sendable {
        case before(StorageError.Code)
        case atCommit(StorageError.Code)
        /// The commit is carried out, and nobody hears of it.
        case afterCommit
    }

    private struct State {
        var failures: [Failure] = []
        var writeCount = 0
    }

    private let inner: any Database
    private let hasOneLane: Bool
    private let state = Mutex(State())
    private let gate = DispatchSemaphore(value: 1)

    init(_ inner: any Database, hasOneLane: Bool = false) {
        self.inner = inner
        self.hasOneLane = hasOneLane
    }

    /// How many writes have begun.
    var writeCount: Int { state.withLock(\.writeCount) }

    /// Has the next write fail.
    func failNext(_ failure: Failure) { state.withLock { $0.failures.append(failure) } }

    /// Lets no write begin until `release`.
    func hold() { gate.wait() }

    func release() { gate.signal() }

    func read<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try inner.read(body)
    }

    func look<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try inner.look(body)
    }

    func write<Value>(
        _ body: (any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        let failure = state.withLock { state in
            state.writeCount += 1
            return state.failures.isEmpty ? nil : state.failures.removeFirst()
        }
        gate.wait()
        defer { gate.signal() }
        if case .before(let code) = failure { throw StorageError(code, "made to fail") }
        let value = try inner.write { (connection) throws(StorageError) in
            let value = try body(connection)
            if case .atCommit(let code) = failure { throw StorageError(code, "made to fail") }
            return value
        }
        if case .afterCommit = failure { throw StorageError(.unknownOutcome, "made to fail") }
        return value
    }

    var displayName: String { inner.displayName }
    var answersLocally: Bool { inner.answersLocally }
    var laneCount: Int { hasOneLane ? 1 : inner.laneCount }
    func gauges() -> [DatabaseGauge] { inner.gauges() }
}
