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
        let (known, isFilling) = try await tools.read { (connection) throws(StorageError) in
            (try connection.boardRuns.runs(of: id), try connection.boardFills.isGoingOn(id))
        }
        let stored = Dictionary(known.map { ($0.run, $0) }) { first, _ in first }
        for run in board.pendingRuns(at: view.now) {
            let done = stored[run.first]
            if done?.startedAt == nil, view.now >= run.beginsAt {
                try await tools.catalogue.tellStart(of: run, of: board, in: view.id)
            }
            // Scores are not all there, and what is written now is for good.
            if isFilling { continue }
            // Whoever has judged by a clock a little behind has committed by then.
            let settledAt = board.finalAt(run) + RoundLimits.finishingMargin
            guard done?.finishedAt == nil, view.now >= settledAt else { continue }
            try await finish(run, of: board, in: view)
        }
    }

    /// Gives some of those brackets who still wait in a run that is over, as after a downtime in which
    /// the run before has ended too; false when nobody else is there.
    private func seatLate(at place: ScorePlace, of board: Board) async throws -> Bool {
        let waiting = try await tools.read { (connection) throws(StorageError) in
            try connection.lookAtWaiting(place, after: nil, nil).users
        }
        guard !waiting.isEmpty else { return false }
        try await tools.catalogue.seat(waiting, of: board, at: place)
        let now = tools.clock.now()
        try await tools.write { (connection) throws(StorageError) in
            let seats = try connection.leagueSeats.seats(of: waiting.map(\.user), at: place)
            // Commands leave a run alone that is over, so nobody changes these rows meanwhile.
            try connection.boardScores.list(seats, at: place, at: now)
        }
        return true
    }

    /// Writes the rank of everybody in a run, and then that it is done; after a crash it begins again.
    private func finish(
        _ run: BoardRun,
        of board: Board,
        in view: WorkspaceView
    ) async throws {
        let place = ScorePlace(board: board.id, run: run.first)
        if board.leagues != nil { while try await seatLate(at: place, of: board) {} }
        let ranks = try await tools.read { (connection) throws(StorageError) in
            try connection.ranks(of: place, ties: board.ties)
        }
        var start = 0
        while start < ranks.count {
            let page = Array(ranks[start..<min(ranks.count, start + RoundLimits.ranksAtOnce)])
            try await tools.write { (connection) throws(StorageError) in
                try connection.boardScores.settle(
                    page.map { ($0.user, $0.position, $0.rank) },
                    at: place
                )
            }
            if let leagues = board.leagues {
                let tiers = page.compactMap { rank -> (user: UserKey, tier: Int)? in
                    guard let bracket = rank.group.bracket else { return nil }
                    let tier = leagues.tier(
                        after: bracket.tier,
                        from: rank.position,
                        of: rank.count
                    )
                    return (UserKey(rank.user), tier)
                }
                try await tools.catalogue.settle(tiers, after: run, of: board, in: view.id)
            }
            start += page.count
        }
        try await tools.catalogue.tellEnd(of: run, of: board, in: view.id)
    }
}

/// The rank of somebody in a run that is final.
private struct FinalRank: Sendable {
    let user: Int64
    let position: Int
    let rank: Int
    let group: BoardGroup
    /// How many are ranked in the group.
    let count: Int
}

extension Connection {
    /// The rank of everybody who is listed in a run.
    fileprivate func ranks(
        of place: ScorePlace,
        ties: Board.Ties
    ) throws(StorageError) -> [FinalRank] {
        var groups: [BoardGroup: [Entry]] = [:]
        try boardScores.forEachListed(at: place) { user, score, reached, group in
            let entry = Entry(score: score, reached: reached, member: user)
            groups[BoardGroup(text: group), default: []].append(entry)
        }
        var ranks: [FinalRank] = []
        for (group, entries) in groups {
            var rank = 0
            var last: Int64?
            for (position, entry) in entries.sorted().enumerated() {
                switch ties {
                case .first: rank = position + 1
                case .shared: if entry.score != last { rank = position + 1 }
                case .dense: if entry.score != last { rank += 1 }
                }
                last = entry.score
                ranks.append(
                    FinalRank(
                        user: entry.member,
                        position: position,
                        rank: rank,
                        group: group,
                        count: entries.count
                    )
                )
            }
        }
        return ranks.sorted { $0.user < $1.user }
    }
}
