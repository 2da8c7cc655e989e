import CivilTime
import Storage
private import Synchronization

/// Whether the database has refused to store something, and takes it again.
final class WriteHealth: Sendable {
    private struct State {
        var trouble: StorageError.Code?
        var askedAt: Instant?
        /// How many are about to store something, who will find out.
        var writerCount = 0
    }

    private let doubtsSilence: Bool
    private let state = Mutex(State())

    /// The health of a database, which may be asked for a proof also while there is no trouble: one
    /// whose disk is this machine's costs little to ask, and a disk that is full tells nobody.
    init(doubtsSilence: Bool) {
        self.doubtsSilence = doubtsSilence
    }

    /// Why nothing can be stored, as far as is known.
    var trouble: StorageError.Code? { state.withLock(\.trouble) }

    /// Notes that the database has refused to store something, unless it did so for a reason that
    /// says nothing of the next write.
    func note(_ error: StorageError) {
        switch error.code {
        case .full, .unavailable, .disconnected, .timedOut, .unknownOutcome, .corrupt:
            state.withLock { $0.trouble = error.code }
        case .busy, .conflict, .duplicateKey, .outOfRange, .foreign, .newerSchema, .invalidValue,
            .unexpected:
            break
        }
    }

    /// Whether it is time to ask the database for a proof, since there is trouble or it is not known
    /// that there is none; whoever is told so asks.
    func wantsProof(at now: Instant) -> Bool {
        state.withLock { state in
            // Whoever stores something just now may take longer than an answer can wait.
            guard state.trouble != nil || doubtsSilence && state.writerCount == 0 else {
                return false
            }
            if let last = state.askedAt, last <= now, now - last < ServiceLimits.proofInterval {
                return false
            }
            state.askedAt = now
            return true
        }
    }

    /// Notes that the database has stored something that it would not store on a full disk.
    func noteProof() {
        state.withLock { $0.trouble = nil }
    }

    fileprivate func beginWrite() { state.withLock { $0.writerCount += 1 } }

    fileprivate func endWrite() { state.withLock { $0.writerCount -= 1 } }
}

extension StorageError.Code {
    /// The word by which an operator is told why nothing can be stored or read.
    var reason: String {
        switch self {
        case .full: "disk full"
        case .unavailable: "cannot be written"
        case .timedOut, .unknownOutcome: "no answer"
        case .disconnected: "no connection"
        case .busy, .conflict: "busy"
        case .corrupt: "damaged"
        case .duplicateKey, .outOfRange, .foreign, .newerSchema, .invalidValue, .unexpected:
            "unexpected"
        }
    }
}

/// A database whose refusals to store something are noted.
struct WatchedDatabase: Database {
    let inner: any Database
    let health: WriteHealth

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
        health.beginWrite()
        defer { health.endWrite() }
        do throws(StorageError) {
            return try inner.write(body)
        } catch {
            health.note(error)
            throw error
        }
    }

    func proveWritable() throws(StorageError) { try inner.proveWritable() }
    var displayName: String { inner.displayName }
    var answersLocally: Bool { inner.answersLocally }
    var laneCount: Int { inner.laneCount }
    func gauges() -> [DatabaseGauge] { inner.gauges() }
}
