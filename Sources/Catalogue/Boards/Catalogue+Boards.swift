import CivilTime
public import Engine
import ServiceRuntime
import Storage

extension Catalogue {
    /// Creates leaderboards; what keeps one from being is an issue of its item alone.
    public func createBoards(
        _ drafts: [BoardChange],
        in workspace: WorkspaceID
    ) async throws -> [Result<Board, ItemIssue>] {
        let limit = limits.maximumBoards
        return try await edit(Board.self, in: workspace, for: drafts) {
            (editor, draft) throws(StorageError) in
            try editor.create(draft, atMost: limit)
        }
    }

    /// Changes leaderboards; one that is opened counts what was done before, on its days.
    public func updateBoards(
        _ changes: [BoardChange],
        in workspace: WorkspaceID
    ) async throws -> [Result<Board, ItemIssue>] {
        try await edit(Board.self, in: workspace, for: changes) {
            (editor, change) throws(StorageError) in
            try editor.update(change)
        }
    }

    /// Ends leaderboards; nobody sees them any more.
    public func deleteBoards(
        _ publicIDs: [String],
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        try await archive(publicIDs, of: Board.self, in: workspace)
    }
}

extension Editor<Board> {
    /// Creates a leaderboard, where there are not too many.
    mutating func create(
        _ draft: BoardChange,
        atMost limit: Int
    ) throws(StorageError) -> Result<Board, ItemIssue> {
        guard items.count < limit else {
            return .failure(.tooMany(.leaderboard, maximum: limit))
        }
        let id = try change.connection.boards.nextID()
        let result = judge(draft, of: nil, id: id, publicID: PublicID.make(at: change.now))
        guard case .success(var board) = result else { return result }
        try open(&board, from: nil)
        try create(board)
        return .success(board)
    }

    /// Changes a leaderboard; one that is opened counts what was done before, on its days.
    mutating func update(_ change: BoardChange) throws(StorageError) -> Result<Board, ItemIssue> {
        guard let known = try find(change.publicID ?? "") else { return .failure(Board.notFound) }
        let result = judge(change, of: known, id: known.id, publicID: known.publicID)
        guard case .success(var board) = result else { return result }
        // What stays as it is has no change to be recorded.
        if board == known { return result }
        try open(&board, from: known)
        try update(board)
        return .success(board)
    }

    fileprivate func judge(
        _ change: BoardChange,
        of known: Board?,
        id: BoardID,
        publicID: String
    ) -> Result<Board, ItemIssue> {
        let draft = BoardDraft(
            change: change,
            known: known,
            id: id,
            surroundings: surroundings,
            boards: items
        )
        return Result { () throws(ItemIssue) in try draft.board(publicID: publicID) }
    }

    /// Has a leaderboard that begins to count begin anew.
    fileprivate func open(_ board: inout Board, from known: Board?) throws(StorageError) {
        guard board.state != .inactive, known?.state ?? .inactive == .inactive else { return }
        try change.connection.open(&board, in: workspace, at: surroundings.now)
    }
}

extension ConfigurationChange {
    /// Has the leaderboards of the primary streak begin anew, as that is another one.
    func reopenStreakBoards(in workspace: WorkspaceID, at now: Instant) throws(StorageError) {
        for var board in try connection.boards.active(in: workspace)
        where board.source == .streak && board.state != .inactive {
            try connection.open(&board, in: workspace, at: now)
            try connection.boards.update(board)
        }
    }
}

extension Connection {
    /// Has a leaderboard begin anew: what its runs hold follows from what was done, of those users too
    /// who do nothing more.
    ///
    /// Also a run that was final counts again, if its days go on.
    fileprivate func open(
        _ board: inout Board,
        in workspace: WorkspaceID,
        at now: Instant
    ) throws(StorageError) {
        // Two openings of one moment are two: whoever has read the first reads again.
        board.openedAt = board.openedAt == now ? now.adding(microseconds: 1) : now
        try boardScores.removeOpen(of: board.id)
        try boardWatches.remove(of: board.id)
        try leagueSeats.removeOpen(of: board.id)
        for run in board.openRuns(at: now) {
            let place = ScorePlace(board: board.id, run: run.first)
            try boardScores.remove(at: place)
            try leagueSeats.remove(at: place)
            var stored = try boardRuns.find(place)
            guard stored.finishedAt != nil else { continue }
            stored.finishedAt = nil
            try boardRuns.store(stored)
        }
        guard try userCounts.count(in: workspace) > 0 else { return }
        // Nothing can have been done on days that have begun nowhere.
        if board.source != .streak, now < BoardRun.begins(board.start) { return }
        try boardFills.start(board.id, in: workspace, at: now)
    }
}
