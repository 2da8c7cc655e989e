import Engine
import Storage

// MARK: - Leaderboards

extension ConfigurationBench {
    /// Has a leaderboard as it should be; it is found by its key.
    public func put(_ wanted: BoardChange) throws -> ConfigurationStep? {
        guard let key = wanted.key else { return nil }
        var editor = try Editor<Board>(change, of: workspace)
        guard let known = editor.items.first(where: { $0.key.isSameID(as: key) }) else {
            let created = try check(
                try editor.create(wanted, atMost: change.limits.maximumBoards),
                .leaderboard,
                key
            )
            return step(.created, key, before: nil, after: created, editor)
        }
        var wanted = wanted
        wanted.publicID = known.publicID
        wanted.key = nil
        let changed = try check(try editor.update(wanted), .leaderboard, key)
        guard changed != known else { return nil }
        return step(.changed, key, before: known, after: changed, editor)
    }

    /// Ends leaderboards that should not be.
    ///
    /// One that has finished is history, and stays.
    public func pruneBoards(keeping keys: Set<String>) throws -> [ConfigurationStep] {
        let now = try Board.surroundings(in: workspace, change).now
        return try prune(Board.self) { board in
            keys.contains { $0.isSameID(as: board.key) } || board.status(at: now) == .finished
        }
    }
}
