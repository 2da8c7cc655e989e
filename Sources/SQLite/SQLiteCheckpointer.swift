private import Dispatch
private import Synchronization

/// Moves the pages of the log into the file, on a connection and a thread of its own, so that whoever
/// writes does not wait while they move.
///
/// The log begins anew once all of it has moved, which never happens while somebody goes on writing.
/// So the writer moves the last few pages itself, between two transactions.
final class SQLiteCheckpointer: Sendable {
    fileprivate enum State {
        /// Nothing moves. When pages moved last, the log had so many.
        case idle(lookedAt: Int)
        /// Pages are moving.
        case moving
        /// All but a few have moved.
        case nearlyDone
    }

    fileprivate enum Step {
        case nothing
        case move
        case finish
    }

    private let path: String
    private let limit: Int
    private let queue = DispatchQueue(label: "laurel.checkpoint")
    private let state = Mutex(State.idle(lookedAt: 0))

    /// What moves the log of a file once it has so many pages.
    init(path: String, pages limit: Int = SQLiteLimits.checkpointPages) {
        self.path = path
        self.limit = limit
    }

    /// Sees to it that the log does not grow without end; called between two transactions of the
    /// writer, which lends its connection.
    ///
    /// On a full disk a log of any length is moved: beginning anew, it needs no more room.
    func tend(_ writer: SQLiteConnection, isDiskFull: Bool = false) {
        let limit = isDiskFull ? 1 : limit
        switch state.withLock({ $0.next(logPages: writer.logPages, limit: limit) }) {
        case .nothing: break
        case .move: queue.async { [self] in move() }
        case .finish: _ = writer.moveLog()
        }
    }

    /// Returns once nothing moves any more.
    func wait() { queue.sync {} }

    /// Moves what there is, and then what was written meanwhile, which is less each time.
    ///
    /// Where it fails, such as on a full disk, nothing is lost: the log stays, and grows on.
    private func move() {
        defer { state.withLock { $0 = .nearlyDone } }
        guard let mover = try? SQLiteConnection(path: path, pragmas: SQLitePragmas.mover) else {
            return
        }
        var moved = 0
        for _ in 0..<SQLiteLimits.maximumMoves {
            guard let log = mover.moveLog() else { return }
            let freshCount = log.moved - moved
            if freshCount <= SQLiteLimits.pagesLeftToWriter { return }
            moved = log.moved
        }
    }
}

extension SQLiteCheckpointer.State {
    /// What is to be done now that the log has so many pages.
    fileprivate mutating func next(logPages: Int, limit: Int) -> SQLiteCheckpointer.Step {
        switch self {
        case .moving: return .nothing
        case .nearlyDone:
            self = .idle(lookedAt: logPages)
            return .finish
        case .idle(let lookedAt):
            // A reader may have kept the log from beginning anew; it is not moved all the time then.
            let hasBegunAnew = logPages < lookedAt
            guard logPages >= (hasBegunAnew ? limit : max(limit, lookedAt + limit / 4)) else {
                if hasBegunAnew { self = .idle(lookedAt: 0) }
                return .nothing
            }
            self = .moving
            return .move
        }
    }
}
