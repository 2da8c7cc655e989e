public import Engine
public import Storage

extension Catalogue {
    /// Tells that a run of a leaderboard has begun, once.
    public func tellStart(
        of run: BoardRun,
        of board: Board,
        in workspace: WorkspaceID
    ) async throws {
        // Nothing that rules follow from is another, so nobody's rules are read again.
        try await changeConfiguration { (change) throws(StorageError) in
            let place = ScorePlace(board: board.id, run: run.first)
            var stored = try change.connection.boardRuns.find(place)
            guard stored.startedAt == nil else { return }
            stored.startedAt = change.now
            try change.connection.boardRuns.store(stored)
            let fact = BoardFact(.started, of: board, run: run.first, at: run.beginsAt)
            change.tell(Fact(fact), about: .nobody, in: workspace)
        }
    }

    /// Notes that the ranks of a run have been written for good, and tells so, once.
    public func tellEnd(
        of run: BoardRun,
        of board: Board,
        in workspace: WorkspaceID
    ) async throws {
        try await changeConfiguration { (change) throws(StorageError) in
            let place = ScorePlace(board: board.id, run: run.first)
            var stored = try change.connection.boardRuns.find(place)
            guard stored.finishedAt == nil else { return }
            stored.finishedAt = change.now
            try change.connection.boardRuns.store(stored)
            try change.connection.boardWatches.remove(of: place)
            if board.leagues != nil { try change.connection.leagueSeats.settleRest(at: place) }
            let fact = BoardFact(.finished, of: board, run: run.first, at: board.finalAt(run))
            change.tell(Fact(fact), about: .nobody, in: workspace)
        }
    }

    /// Tells whose rank has changed, and keeps what has been told; false when somebody else has told
    /// something meanwhile.
    ///
    /// Nothing is told of whoever has been erased.
    public func tell(
        _ facts: [(user: UserKey, fact: BoardFact)],
        keeping watch: StoredBoardWatch,
        in workspace: WorkspaceID
    ) async throws -> Bool {
        try await changeConfiguration { (change) throws(StorageError) in
            guard try change.connection.boardWatches.store(watch) else { return false }
            let users = facts.map(\.user).filter { $0 != .nobody }
            let rows = users.isEmpty ? [] : try change.connection.users.rows(of: users)
            var known = Set(rows.filter { $0.user != nil }.map(\.key))
            known.insert(.nobody)
            for each in facts where known.contains(each.user) {
                change.tell(Fact(each.fact), about: each.user, in: workspace)
            }
            return true
        }
    }
}
