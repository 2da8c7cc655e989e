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
            guard editor.items.count < limit else {
                return .failure(.tooMany(.leaderboard, maximum: limit))
            }
            let id = try editor.change.connection.boards.nextID()
            let publicID = PublicID.make(at: editor.change.now)
            var result = editor.judge(draft, of: nil, id: id, publicID: publicID)
            guard case .success(var board) = result else { return result }
            try editor.open(&board, from: nil)
            result = .success(board)
            try editor.create(board)
            return result
        }
    }

    /// Changes leaderboards; one that is opened counts what was done before, on its days.
    public func updateBoards(
        _ changes: [BoardChange],
        in workspace: WorkspaceID
    ) async throws -> [Result<Board, ItemIssue>] {
        try await edit(Board.self, in: workspace, for: changes) {
            (editor, change) throws(StorageError) in
            guard let known = try editor.find(change.publicID ?? "") else {
                return .failure(Board.notFound)
            }
            let result = editor.judge(change, of: known, id: known.id, publicID: known.publicID)
            guard case .success(var board) = result else { return result }
            try editor.open(&board, from: known)
            try editor.update(board)
            return .success(board)
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
            boards: items,
            now: self.change.now
        )
        return Result { () throws(ItemIssue) in try draft.board(publicID: publicID) }
    }

    /// Has a leaderboard that begins to count begin anew: what its runs hold follows from what was
    /// done, of those users too who do nothing more.
    fileprivate func open(_ board: inout Board, from known: Board?) throws(StorageError) {
        guard board.state != .inactive, known?.state ?? .inactive == .inactive else { return }
        let now = change.now
        board.openedAt = now
        let connection = change.connection
        try connection.boardScores.removeOpen(of: board.id)
        guard try connection.userCounts.count(in: workspace) > 0 else { return }
        // Nothing can have been done on days that have begun nowhere.
        if board.source != .streak, now < BoardRun.begins(board.start) { return }
        try connection.boardFills.start(board.id, in: workspace, at: now)
    }
}
