public import Catalogue
import CivilTime
public import Engine
import Ranking
public import ServiceRuntime
public import Storage
import Synchronization

/// The leaderboards of this process: who is where, in memory, as of the last commit.
///
/// They follow from rows that the fold writes. A process reads these in the background when it starts;
/// after that it takes in its own commits before it answers, and those of other processes from the
/// log.
public final class Boards: Sendable {
    struct State {
        var boards: [BoardID: LiveBoard] = [:]
        var workspaces: Set<WorkspaceID> = []
        var place: BoardLogPlace?
        /// Up to where entries have been taken in that may still be preceded by others.
        var earlyPlace: BoardLogPlace?
        /// When the log was read last, as far as it goes.
        var readAt: ContinuousClock.Instant?
        var discoveredAt: ContinuousClock.Instant?
        var refreshedAt: ContinuousClock.Instant?
        var watchedAt: ContinuousClock.Instant?
        var tasks: [Task<Void, Never>] = []
        var isStopped = false
    }

    let database: AsyncDatabase
    let catalogue: Catalogue
    let keyring: UserKeyring
    let state = Mutex(State())

    /// The leaderboards of a database.
    public init(database: AsyncDatabase, catalogue: Catalogue, keyring: UserKeyring) {
        self.database = database
        self.catalogue = catalogue
        self.keyring = keyring
    }

    /// Begins to read what there is, and to follow what changes.
    public func start() {
        state.withLock { state in
            guard state.tasks.isEmpty, !state.isStopped else { return }
            // What takes long, such as reading a large leaderboard, keeps no other behind.
            state.tasks = [
                Task.detached { [weak self] in
                    await self?.goOn { boards in try await boards.readLog() }
                },
                Task.detached { [weak self] in
                    await self?.goOn { boards in
                        try await boards.discover()
                        try await boards.refresh()
                        try await boards.watch()
                    }
                },
            ]
        }
    }

    /// Follows nothing any more.
    public func stop() {
        let tasks = state.withLock { state in
            state.isStopped = true
            defer { state.tasks = [] }
            return state.tasks
        }
        for task in tasks { task.cancel() }
    }

    /// Takes in what this process has committed, before its callers are answered.
    public func note(_ changes: [ScoreChange]) {
        for change in changes { live(change.place.board)?.apply(change) }
    }

    /// How many leaderboards are in memory, and how many of them answer.
    public var figures: (known: Int, whole: Int) {
        let boards = state.withLock { Array($0.boards.values) }
        return (boards.count, boards.count { $0.isWhole })
    }

    func live(_ id: BoardID) -> LiveBoard? { state.withLock { $0.boards[id] } }
}

// MARK: - Following

extension Boards {
    private func goOn(_ step: (Boards) async throws -> Void) async {
        while !Task.isCancelled {
            do {
                try await step(self)
            } catch {
                // The database is away; everything goes on when it is back.
            }
            try? await Task.sleep(for: BoardLimits.pollInterval)
        }
    }

    /// Takes one step of everything that goes on by itself, for tests.
    public func step() async throws {
        state.withLock { ($0.discoveredAt, $0.refreshedAt, $0.watchedAt) = (nil, nil, nil) }
        try await discover()
        try await refresh()
        try await readLog()
        try await watch()
    }

    /// Looks for workspaces that have leaderboards.
    private func discover() async throws {
        let now = ContinuousClock.now
        let isTime = state.withLock { state in
            state.discoveredAt.map { now - $0 >= BoardLimits.discoveryInterval } ?? true
        }
        guard isTime else { return }
        let found = try await database.readSlowly { (connection) throws(StorageError) in
            try connection.boards.workspaces()
        }
        state.withLock { state in
            state.discoveredAt = now
            state.workspaces.formUnion(found)
            state.refreshedAt = nil
        }
    }

    /// Takes in what others have committed.
    private func readLog() async throws {
        guard state.withLock({ !$0.boards.isEmpty }) else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            // What was changed so long ago may not be in the log any more.
            if let last = state.readAt, now - last > BoardLimits.longestGap {
                (state.boards, state.refreshedAt) = ([:], nil)
                (state.place, state.earlyPlace) = (nil, nil)
            }
            state.readAt = now
        }
        while !Task.isCancelled {
            let place = try await logPlace()
            let entries = try await database.readSlowly { (connection) throws(StorageError) in
                try connection.boardLog.entries(after: place, limit: BoardLimits.logPageSize)
            }
            apply(entries)
            if let last = entries.last { state.withLock { $0.place = last.place } }
            if entries.count < BoardLimits.logPageSize { break }
        }
        try await readEarly()
    }

    /// Takes in what may still be preceded by others, so that a transaction that takes long, of
    /// whomever, holds nobody back.
    ///
    /// Taking it in again changes nothing.
    private func readEarly() async throws {
        let settled = try await logPlace()
        let start = state.withLock { state in
            guard let early = state.earlyPlace, settled.isIncluded(in: early) else {
                return settled
            }
            return early
        }
        let entries = try await database.readSlowly {
            (connection) throws(StorageError) -> [LogEntry] in
            guard connection.boardLog.canComeEarly else { return [] }
            return try connection.boardLog.entries(
                after: start,
                includingUnsettled: true,
                limit: BoardLimits.logPageSize
            )
        }
        apply(entries)
        state.withLock { $0.earlyPlace = entries.last?.place ?? start }
    }

    private typealias LogEntry = (place: BoardLogPlace, changes: [ScoreChange])

    private func apply(_ entries: [LogEntry]) {
        for entry in entries {
            for change in entry.changes {
                live(change.place.board)?.apply(change, at: entry.place)
            }
        }
    }

    /// Up to where the log has been read: at the beginning, all of it.
    private func logPlace() async throws -> BoardLogPlace {
        if let known = state.withLock({ $0.place }) { return known }
        let newest = try await database.readSlowly { (connection) throws(StorageError) in
            try connection.boardLog.newestPlace()
        }
        return state.withLock { state in
            state.place = state.place ?? newest
            return state.place ?? newest
        }
    }
}

// MARK: - Loading

extension Boards {
    /// Has the leaderboards in memory be those that there are.
    private func refresh() async throws {
        let now = ContinuousClock.now
        let workspaces = state.withLock { state -> Set<WorkspaceID> in
            if let last = state.refreshedAt, now - last < BoardLimits.refreshInterval { return [] }
            state.refreshedAt = now
            return state.workspaces
        }
        for workspace in workspaces { try await settle(in: workspace) }
    }

    /// Has the leaderboards of a workspace in memory be those that there are, and reads those that are
    /// not there yet.
    public func settle(in workspace: WorkspaceID) async throws {
        let view = try await catalogue.viewIfExists(of: workspace)
        let boards = view?.rulebook.boards.counting ?? []
        if !boards.isEmpty { _ = try await logPlace() }
        state.withLock { state in
            if !boards.isEmpty { state.workspaces.insert(workspace) }
            let known = Set(boards.map(\.id))
            for (id, live) in state.boards where live.workspace == workspace {
                if !known.contains(id) { state.boards[id] = nil }
            }
        }
        guard let view else { return }
        for board in boards { try await settle(board, in: view) }
    }

    /// Has a leaderboard in memory be as it is; whoever comes first reads it.
    private func settle(_ board: Board, in view: WorkspaceView) async throws {
        let (live, isNew) = state.withLock { state -> (LiveBoard, Bool) in
            if let known = state.boards[board.id], known.board.isInMemory(as: board) {
                return (known, false)
            }
            let live = LiveBoard(board, in: view.id)
            state.boards[board.id] = live
            return (live, true)
        }
        if isNew { return try await load(live, in: view) }
        switch live.phase {
        case .loading: break
        case .filling:
            let isFilling = try await database.readSlowly { (connection) throws(StorageError) in
                try connection.isCounting(board, in: view)
            }
            // What the walk has found is read as a whole.
            if !isFilling { forget(live) }
        case .whole:
            try await keepDay(of: live, at: view.now)
            try await forgetFinal(of: live, at: view.now)
        }
    }

    private func load(_ live: LiveBoard, in view: WorkspaceView) async throws {
        do {
            let board = live.board
            try await database.readSlowly { (connection) throws(StorageError) in
                try connection.allow(.migration)
                let place = try connection.boardLog.newestPlace()
                let now = view.now
                let isFilling = try connection.isCounting(board, in: view)
                let finished = try connection.boardRuns.runs(of: board.id)
                    .filter { $0.finishedAt != nil }.map(\.run)
                var runs: [CivilDate: LiveRun] = [:]
                for run in board.runsInMemory(at: now, without: Set(finished)) {
                    runs[run.first] = try connection.load(run, of: board, at: now)
                }
                live.finishLoading(runs, through: place, isFilling: isFilling)
            }
        } catch {
            // Whoever comes next tries again.
            forget(live)
            throw error
        }
    }

    private func forget(_ live: LiveBoard) {
        state.withLock { state in
            if state.boards[live.board.id] === live { state.boards[live.board.id] = nil }
            state.refreshedAt = nil
        }
    }

    /// Forgets runs whose ranks have been written for good.
    private func forgetFinal(of live: LiveBoard, at now: Instant) async throws {
        let over = live.runs.filter { first in
            live.board.run(holding: first).map { !live.board.isOpen($0, at: now) } ?? true
        }
        guard !over.isEmpty else { return }
        let id = live.board.id
        let finished = try await database.readSlowly { (connection) throws(StorageError) in
            try connection.boardRuns.runs(of: id).filter { $0.finishedAt != nil }.map(\.run)
        }
        for run in over where finished.contains(run) { live.forget(run) }
    }
}

extension Board {
    /// Whether what is in memory of the leaderboard as it was holds for it as it is.
    fileprivate func isInMemory(as other: Board) -> Bool {
        openedAt == other.openedAt && ties == other.ties && counts(as: other) && end == other.end
            && maximumParticipants == other.maximumParticipants
            && finalizingSeconds == other.finalizingSeconds
    }

    /// The runs that are not final at a moment, or whose ranks have not been written yet.
    func runsInMemory(at now: Instant, without finished: Set<CivilDate>) -> [BoardRun] {
        pendingRuns(at: now).filter { !finished.contains($0.first) }
    }
}

extension Connection {
    /// Whether scores are still to be found: of users who were there before, or because time has
    /// brought something that nobody has looked at, as after a downtime.
    fileprivate func isCounting(
        _ board: Board,
        in view: WorkspaceView
    ) throws(StorageError) -> Bool {
        if try boardFills.isGoingOn(board.id) { return true }
        let moment = view.now.adding(seconds: -BoardLimits.lateSeconds)
        func isLate(_ kind: DueEntry.Kind, _ subject: Int64) throws(StorageError) -> Bool {
            try !due.page(of: kind, subject, in: view.id, through: moment, limit: 1).isEmpty
        }
        if board.rollingDays != nil, try isLate(.board, board.id.number) { return true }
        guard board.source == .streak, let primary = view.rulebook.primaryStreak else {
            return false
        }
        return try isLate(.streak, primary.id.number)
    }

    /// Reads who is in a run.
    fileprivate func load(
        _ run: BoardRun,
        of board: Board,
        at now: Instant
    ) throws(StorageError) -> LiveRun {
        var groups: [BoardGroup: [Entry]] = [:]
        var everybody: [Entry] = []
        var changed: [Int64: Int64] = [:]
        let place = ScorePlace(board: board.id, run: run.first)
        // An older change may be on its way to who was changed lately.
        let lately = now.microseconds - BoardLimits.tombstoneLifetime
        try boardScores.forEachScore(at: place, listedOrChangedSince: lately) { user, score in
            if score.changed > lately, !score.isListed || score.listedAnew != nil {
                changed[user] = score.changed
            }
            guard score.isListed else { return }
            let entry = Entry(score: score.score, reached: score.reached, member: user)
            if score.group.text.isEmpty {
                everybody.append(entry)
            } else {
                groups[score.group, default: []].append(entry)
            }
        }
        if !everybody.isEmpty { groups[.everybody] = everybody }
        return LiveRun(of: board, groups, changed: changed)
    }
}
