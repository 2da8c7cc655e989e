import CivilTime
import Engine
import Ranking
import Storage
import Synchronization

/// One leaderboard in memory: its runs that are not final, each with its groups.
final class LiveBoard: Sendable {
    /// How whole it is.
    enum Phase {
        /// Its rows are being read; what is committed meanwhile waits.
        case loading
        /// A walk over users has not come to its end.
        case filling
        /// It answers.
        case whole
    }

    fileprivate struct State {
        var phase = Phase.loading
        var waiting: [ScoreChange] = []
        var runs: [CivilDate: LiveRun] = [:]
        /// The last days of which it was kept who was where, by run.
        var keptDays: [CivilDate: CivilDate] = [:]
        /// What of the log is in what was read.
        var readThrough: BoardLogPlace?
    }

    let board: Board
    let workspace: WorkspaceID
    private let state = Mutex(State())

    init(_ board: Board, in workspace: WorkspaceID) {
        self.board = board
        self.workspace = workspace
    }

    /// How whole it is.
    var phase: Phase { state.withLock(\.phase) }

    /// Whether it answers.
    var isWhole: Bool { if case .whole = phase { true } else { false } }

    /// Does something with a run, if the leaderboard is whole; a run that nobody is in is empty.
    func withRun<Value: Sendable>(
        _ first: CivilDate,
        _ body: (borrowing LiveRun) -> Value
    ) -> Value? {
        state.withLock { state in
            guard case .whole = state.phase else { return nil }
            return body(state.runs[first] ?? LiveRun(of: board))
        }
    }

    /// The runs that are in memory.
    var runs: [CivilDate] { state.withLock { $0.runs.keys.sorted() } }

    /// Whether it was kept who was where on a day.
    func hasKept(_ day: CivilDate, of run: CivilDate) -> Bool {
        state.withLock { $0.keptDays[run].map { $0 >= day } ?? false }
    }

    /// Notes that it was kept who was where on a day.
    func noteKept(_ day: CivilDate, of run: CivilDate) {
        state.withLock { $0.keptDays[run] = day }
    }

    /// Who has which place in a run, as far as that is kept, in the order of users.
    func places(in run: CivilDate) -> [(user: UserKey, rank: Int, score: Int64)]? {
        let most = board.maximumParticipants ?? BoardLimits.keptPlaces
        let places = withRun(run) { run in
            run.groups.values.flatMap { ranking in
                ranking.page(from: 0, limit: most).map {
                    Placed(user: UserKey($0.entry.member), rank: $0.rank, score: $0.entry.score)
                }
            }
        }
        return places?.sorted { $0.user.number < $1.user.number }
            .map { ($0.user, $0.rank, $0.score) }
    }

    private struct Placed: Sendable {
        let user: UserKey
        let rank: Int
        let score: Int64
    }

    /// Takes in what was changed; what comes from the log may be in what was read already.
    func apply(_ change: ScoreChange, at place: BoardLogPlace? = nil) {
        state.withLock { state in
            if case .loading = state.phase {
                state.waiting.append(change)
                return
            }
            if let place, let known = state.readThrough, place.isIncluded(in: known) { return }
            state.apply(change, of: board)
        }
    }

    /// Takes in what was read.
    func finishLoading(
        _ runs: [CivilDate: LiveRun],
        through place: BoardLogPlace,
        isFilling: Bool
    ) {
        state.withLock { state in
            state.runs = runs
            state.readThrough = place
            let waiting = state.waiting
            state.waiting = []
            for change in waiting { state.apply(change, of: board) }
            state.phase = isFilling ? .filling : .whole
        }
    }

    /// Some of the groups that have changed since they were asked for last.
    func takeTouched(atMost limit: Int) -> [(run: CivilDate, group: BoardGroup)] {
        state.withLock { state in
            guard case .whole = state.phase else { return [] }
            var taken: [(run: CivilDate, group: BoardGroup)] = []
            for run in state.runs.keys.sorted() where taken.count < limit {
                guard let touched = state.runs[run]?.touched else { continue }
                let groups = Array(touched.prefix(limit - taken.count))
                for group in groups { taken.append((run, group)) }
                state.runs[run]?.touched.subtract(groups)
            }
            return taken
        }
    }

    /// Has a group be looked at once more.
    func touch(_ group: BoardGroup, of run: CivilDate) {
        state.withLock { _ = $0.runs[run]?.touched.insert(group) }
    }

    /// Forgets a run that is read from the database from now on.
    func forget(_ run: CivilDate) {
        state.withLock { $0.runs[run] = nil }
    }
}

extension LiveBoard.State {
    fileprivate mutating func apply(_ change: ScoreChange, of board: Board) {
        runs[change.place.run, default: LiveRun(of: board)].apply(change)
    }
}

extension BoardLogPlace {
    /// Whether whoever has read up to another place has read this one.
    func isIncluded(in other: BoardLogPlace) -> Bool {
        (place, number) <= (other.place, other.number)
    }
}

/// A run in memory: who is where, in each group.
struct LiveRun: Sendable {
    private let ties: Ranking.Ties
    private let isDivided: Bool
    private(set) var groups: [BoardGroup: Ranking] = [:]
    /// In which group users are, where there are several.
    private var groupOf: [Int64: BoardGroup] = [:]
    /// When users were changed last who were taken out, or listed anew with the score that they had:
    /// of these, the entry does not tell.
    private var changed: [Int64: Int64] = [:]
    /// The groups that have changed since somebody looked.
    var touched: Set<BoardGroup> = []

    /// A run of nobody.
    init(of board: Board) {
        ties = Ranking.Ties(board.ties)
        isDivided = board.isDivided
    }

    /// A run of users with scores, in no order; of some it is known that they were changed later.
    init(of board: Board, _ entries: [BoardGroup: [Entry]], changed: [Int64: Int64]) {
        self.init(of: board)
        self.changed = changed
        for (group, var members) in entries {
            members.sort()
            if isDivided { for entry in members { groupOf[entry.member] = group } }
            groups[group] = Ranking(sorted: members, ties: ties)
            touched.insert(group)
        }
    }

    /// Who is where in a group.
    func ranking(of group: BoardGroup) -> Ranking { groups[group] ?? Ranking(ties: ties) }

    /// What a user has, and in which group.
    func entry(of user: UserKey) -> (entry: Entry, group: BoardGroup)? {
        let group = isDivided ? groupOf[user.number] : .everybody
        guard let group, let entry = groups[group]?.entry(of: user.number) else { return nil }
        return (entry, group)
    }

    /// Takes in what was changed, unless something newer is known.
    mutating func apply(_ change: ScoreChange) {
        let user = change.user.number
        let known = entry(of: change.user)
        let newest = max(known?.entry.reached ?? .min, changed[user] ?? .min)
        guard change.score.changed > newest else { return }
        note(change.score, of: user)
        if let known, !change.score.isListed || known.group != change.score.group {
            groups[known.group]?.remove(user)
            touched.insert(known.group)
            if isDivided { groupOf[user] = nil }
        }
        guard change.score.isListed else { return }
        let entry = Entry(score: change.score.score, reached: change.score.reached, member: user)
        groups[change.score.group, default: Ranking(ties: ties)].set(entry)
        touched.insert(change.score.group)
        if isDivided { groupOf[user] = change.score.group }
    }

    private mutating func note(_ score: BoardScore, of user: Int64) {
        guard !score.isListed || score.listedAnew != nil else {
            if !changed.isEmpty { changed[user] = nil }
            return
        }
        changed[user] = score.changed
        guard changed.count > BoardLimits.tombstonesKept else { return }
        changed = changed.filter { $0.value > score.changed - BoardLimits.tombstoneLifetime }
    }
}

extension Ranking.Ties {
    fileprivate init(_ ties: Board.Ties) {
        self =
            switch ties {
            case .first: .first
            case .shared: .shared
            case .dense: .dense
            }
    }
}
