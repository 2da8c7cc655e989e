import Catalogue
import CivilTime
import Engine
import ServiceRuntime
import Storage
import Synchronization

/// Gives those who have become active in a run their brackets, in the order in which they came.
///
/// Whoever was in a bracket of an earlier run that is not final yet waits until it is, since only then
/// the tier is certain. A seat is stored first, and then the user is ranked there; whoever was stored
/// and not ranked, before a crash, is found again.
final class BoardLeagueJob: Job {
    let name = "leagues"
    private let tools: JobTools
    private let pace = Pace(every: RoundLimits.leagueInterval)
    /// Up to whom those who wait have been looked at, so that they are not looked at all the time.
    private let seen = Mutex<[ScorePlace: Seen]>([:])

    private struct Seen {
        /// The last user who was looked at.
        var last: (since: Int64, user: UserKey)?
        /// The runs that were final then.
        var finishedRuns: Set<CivilDate>
    }

    init(tools: JobTools) { self.tools = tools }

    func step() async throws -> Bool {
        guard pace.isTime(at: tools.clock.now()) else { return false }
        let workspaces = try await tools.read { (connection) throws(StorageError) in
            try connection.boards.workspaces()
        }
        for workspace in workspaces {
            guard let view = try await tools.view(workspace) else { continue }
            for board in view.rulebook.boards.counting where board.leagues != nil {
                for run in board.openRuns(at: view.now) {
                    while try await fill(run, of: board, in: view) {}
                }
            }
        }
        return false
    }

    /// Gives some of those who wait their brackets; false when nobody else is there.
    private func fill(
        _ run: BoardRun,
        of board: Board,
        in view: WorkspaceView
    ) async throws -> Bool {
        let place = ScorePlace(board: board.id, run: run.first)
        let seen = seen.withLock { $0[place] }
        let look = try await tools.read { (connection) throws(StorageError) -> BoardWaitingUsers? in
            // Who was there before comes in no order, so they are looked at once all are there.
            try connection.boardFills.isGoingOn(board.id)
                ? nil : connection.lookAtWaiting(place, after: seen?.last, seen?.finishedRuns)
        }
        guard let look else {
            self.seen.withLock { $0[place] = nil }
            return false
        }
        if !look.users.isEmpty {
            try await tools.catalogue.seat(look.users, of: board, at: place)
            try await tools.submit(
                look.users.map { (view.id, SeatUser($0.user, on: board.id)) }
            )
        }
        // Somebody may have committed a little later than the clock says.
        let margin = tools.clock.now().microseconds - RoundLimits.leagueMargin
        var last = look.last
        if let known = last, known.since > margin { last = seen?.last }
        self.seen.withLock { $0[place] = Seen(last: last, finishedRuns: look.finishedRuns) }
        return look.hasMore && last?.since != seen?.last?.since
    }
}
