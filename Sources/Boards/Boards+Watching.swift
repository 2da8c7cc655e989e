import Catalogue
import CivilTime
import Engine
import Ranking
import ServiceRuntime
import Storage
import Synchronization

// Whose rank has changed is found by looking at those who are first, every few seconds: that costs
// the same however many events there are, and no event waits for it.

extension Boards {
    /// Looks whose rank has changed where something has, and tells it.
    func watch() async throws {
        let now = ContinuousClock.now
        let boards = state.withLock { state -> [LiveBoard] in
            if let last = state.watchedAt, now - last < BoardLimits.watchInterval { return [] }
            state.watchedAt = now
            return Array(state.boards.values)
        }
        for live in boards.sorted(by: { $0.board.id < $1.board.id }) {
            let touched = live.takeTouched(atMost: BoardLimits.watchedGroups)
            guard !touched.isEmpty, let view = try await catalogue.viewIfExists(of: live.workspace)
            else { continue }
            for (run, group) in touched {
                do {
                    let isDone = try await watch(group, of: run, live, at: view.now)
                    if !isDone { live.touch(group, of: run) }
                } catch {
                    live.touch(group, of: run)
                    throw error
                }
            }
        }
    }

    /// Tells whose rank has changed in a group; false when something is left to tell later.
    private func watch(
        _ group: BoardGroup,
        of first: CivilDate,
        _ live: LiveBoard,
        at now: Instant
    ) async throws -> Bool {
        let board = live.board
        let place = ScorePlace(board: board.id, run: first)
        guard let run = board.run(holding: first), board.isOpen(run, at: now) else { return true }
        let known = try await database.readSlowly { (connection) throws(StorageError) in
            try connection.boardWatches.find(place, group)
        }
        let found = live.withRun(first) { run -> BoardWatch in
            let ranking = run.ranking(of: group)
            let most = min(board.maximumParticipants ?? .max, BoardLimits.watchedPlaces)
            var watch = BoardWatch(known, of: place, group, at: now)
            watch.look(
                at: ranking.page(from: 0, limit: most).map { BoardWatch.Current($0, on: board) },
                openedAt: board.openedAt
            ) { user in
                ranking.place(of: user.number).map { BoardWatch.Current($0, on: board) }
            }
            return watch
        }
        guard let watch = found else { return false }
        guard watch.isNews(after: known) else { return !watch.isWaiting }
        let facts = watch.facts(of: board, run, group, at: now)
        let isTold = try await catalogue.tell(facts, keeping: watch.stored, in: live.workspace)
        return isTold && !watch.isWaiting
    }
}

extension BoardWatch.Current {
    fileprivate init(_ place: Ranking.Place, on board: Board) {
        self.init(
            user: UserKey(place.entry.member),
            rank: board.hasPlace(place.position) ? place.rank : nil,
            score: place.entry.score,
            reached: place.entry.reached
        )
    }
}

extension BoardWatch {
    /// What is told, the first ranks first.
    fileprivate func facts(
        of board: Board,
        _ run: BoardRun,
        _ group: BoardGroup,
        at now: Instant
    ) -> [(user: UserKey, fact: BoardFact)] {
        var facts: [(user: UserKey, fact: BoardFact)] = []
        let values = board.isDivided ? group.values : []
        for change in changes {
            var fact = BoardFact(.rankChanged, of: board, run: run.first, at: now)
            fact.groupValues = values
            fact.rank = change.current.rank
            fact.previousRank = change.before?.rank
            fact.value = Int(board.value(of: change.current.score))
            fact.previousValue = change.before.map { Int(board.value(of: $0.score)) }
            facts.append((change.current.user, fact))
        }
        // Brackets are many and small, and each of their users is told of.
        if tellsChange, board.leagues == nil {
            var fact = BoardFact(.changed, of: board, run: run.first, at: now)
            fact.groupValues = values
            facts.append((.nobody, fact))
        }
        return facts
    }
}
