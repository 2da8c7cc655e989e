import CivilTime
import ServiceRuntime
import Storage
private import Synchronization

/// Whether the server can do what it is for: answer, and take events.
public enum Readiness: Sendable, Equatable {
    /// It can.
    case ready
    /// It cannot, and why, in a few words.
    case unready(String)
}

/// Asks the database whether it answers and takes what it is to store, and does not wait for long.
///
/// It is asked by one at a time on a thread of its own, so that neither those who wait for the
/// database nor those who ask too often keep it from anybody.
final class ReadinessProbe: Sendable {
    private typealias Waiter = CheckedContinuation<Readiness, Never>

    private struct State {
        var isAsking = false
        var nextNumber = 0
        var waiters: [Int: Waiter] = [:]
    }

    private let database: any Database
    private let health: WriteHealth
    private let clock: any Clock
    private let worker = Workers(count: 1, maximumJobs: 1)
    private let state = Mutex(State())

    init(database: any Database, health: WriteHealth, clock: any Clock) {
        self.database = database
        self.health = health
        self.clock = clock
    }

    /// What the database says, or that it says nothing within so long.
    func readiness(within patience: Duration) async -> Readiness {
        await withCheckedContinuation { continuation in
            let (number, begins) = state.withLock { state in
                state.nextNumber += 1
                state.waiters[state.nextNumber] = continuation
                defer { state.isAsking = true }
                return (state.nextNumber, !state.isAsking)
            }
            Task { [self] in
                try? await Task.sleep(for: patience)
                let waiter = state.withLock { $0.waiters.removeValue(forKey: number) }
                waiter?.resume(returning: .unready(StorageError.Code.timedOut.reason))
            }
            if begins { Task { [self] in await ask() } }
        }
    }

    func stop() {
        worker.stop()
    }

    private func ask() async {
        let readiness =
            (try? await worker.run { [self] in answer() }) ?? .unready("the server is stopping")
        let waiters = state.withLock { state in
            defer {
                state.isAsking = false
                state.waiters.removeAll()
            }
            return state.waiters.values.map { $0 }
        }
        for waiter in waiters { waiter.resume(returning: readiness) }
    }

    private func answer() -> Readiness {
        do throws(StorageError) {
            _ = try database.look { (connection) throws(StorageError) in
                try connection.installation.configurationVersion()
            }
            if health.wantsProof(at: clock.now()) { try prove() }
        } catch {
            health.note(error)
            return .unready(error.code.reason)
        }
        return health.trouble.map { .unready($0.reason) } ?? .ready
    }

    private func prove() throws(StorageError) {
        do throws(StorageError) {
            try database.proveWritable()
            health.noteProof()
        } catch  where error.code == .busy && health.trouble == nil {
            // Another process writes, so it can be written.
        }
    }
}
