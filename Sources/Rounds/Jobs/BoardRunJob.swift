import Catalogue
import CivilTime
import Engine
import Ranking
import ServiceRuntime
import Storage

/// Tells that runs of leaderboards have begun, and writes the ranks of those that are final, each
/// once: also of those that ended while the server was down, in their order.
struct BoardRunJob: Job {
    let name = "leaderboard runs"
    let tools: JobTools
    private let pace = Pace(every: RoundLimits.boardRunInterval)

    init(tools: JobTools) { self.tools = tools }

    func step() async throws -> Bool {
        guard pace.isTime(at: tools.clock.now()) else { return false }
        let workspaces = try await tools.read { (connection) throws(StorageError) in
            try connection.boards.workspaces()
        }
        for workspace in workspaces {
            guard let view = try await tools.view(workspace) else { continue }
            for board in view.rulebook.boards.counting { try await look(at: board, in: view) }
        }
        return false
    }

    private func look(at board: Board, in view: WorkspaceView) async throws {
        let id = board.id
        let known = try await tools.read { (connection) throws(StorageError) in
            try connection.boardRuns.runs(of: id)
        }
        let stored = Dictionary(known.map { ($0.run, $0) }) { first, _ in first }
        for run in board.pendingRuns(at: view.now) {
            let done = stored[run.first]
            if done?.startedAt == nil, view.now >= run.beginsAt {
                try await tools.catalogue.tellStart(of: run, of: board, in: view.id)
            }
            // Whoever has judged by a clock a little behind has committed by then.
            let settledAt = board.finalAt(run) + RoundLimits.finishingMargin
            guard done?.finishedAt == nil, view.now >= settledAt else { continue }
            try await finish(run, of: board, in: view)
        }
    }

    /// Writes the rank of everybody in a run, and then that it is done; after a crash it begins again.
    private func finish(
        _ run: BoardRun,
        of board: Board,
        in view: WorkspaceView
    ) async throws {
        let place = ScorePlace(board: board.id, run: run.first)
        let ranks = try await tools.read { (connection) throws(StorageError) in
            try connection.ranks(of: place, ties: board.ties)
        }
        var start = 0
        while start < ranks.count {
            let page = Array(ranks[start..<min(ranks.count, start + RoundLimits.ranksAtOnce)])
            try await tools.write { (connection) throws(StorageError) in
                try connection.boardScores.settle(page, at: place)
            }
            start += page.count
        }
        try await tools.catalogue.tellEnd(of: run, of: board, in: view.id)
    }
}

extension Connection {
    /// The rank of everybody who is listed in a run.
    fileprivate func ranks(
        of place: ScorePlace,
        ties: Board.Ties
    ) throws(StorageError) -> [(user: Int64, position: Int, rank: Int)] {
        var groups: [BoardGroup: [Entry]] = [:]
        try boardScores.forEachListed(at: place) { user, score, reached, group in
            let entry = Entry(score: score, reached: reached, member: user)
            groups[BoardGroup(text: group), default: []].append(entry)
        }
        var ranks: [(user: Int64, position: Int, rank: Int)] = []
        for entries in groups.values {
            var rank = 0
            var last: Int64?
            for (position, entry) in entries.sorted().enumerated() {
                switch ties {
                case .first: rank = position + 1
                case .shared: if entry.score != last { rank = position + 1 }
                case .dense: if entry.score != last { rank += 1 }
                }
                last = entry.score
                ranks.append((entry.member, position, rank))
            }
        }
        return ranks.sorted { $0.user < $1.user }
    }
}
