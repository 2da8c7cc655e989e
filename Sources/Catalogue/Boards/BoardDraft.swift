import CivilTime
import Engine
import Storage

/// A change of a leaderboard while it is judged, beside the others of its workspace.
struct BoardDraft {
    let change: BoardChange
    /// The leaderboard before; nothing of a new one.
    let known: Board?
    let id: BoardID
    let surroundings: Board.Surroundings
    let boards: [Board]

    /// The leaderboard as the change makes it.
    func board(publicID: String) throws(ItemIssue) -> Board {
        var board = if let known { known } else { try newBoard(publicID: publicID) }
        change.fields.apply(to: &board)
        var kind = change.kind
        if kind == nil, change.metric != nil { kind = .metric }
        if kind == nil, change.pointsSystem != nil { kind = .points }
        if let kind { board.source = try source(kind) }
        board.interval = try interval()
        if let breakdown = change.breakdown {
            board.breakdown = []
            for id in breakdown { board.breakdown.append(try attribute(id)) }
        }
        switch change.userAttributes {
        case .keep: break
        case .clear: board.userFilter = AttributeFilter()
        case .set(let matches): board.userFilter = try filter(matches)
        }
        let isTaken = boards.contains { $0.id != id && $0.key.isSameID(as: board.key) }
        if isTaken { throw .keyInUse(.leaderboard) }
        try judge(&board)
        return board
    }

    private func newBoard(publicID: String) throws(ItemIssue) -> Board {
        guard let name = change.name else { throw .told("name is required") }
        guard let key = change.key else { throw .told("key is required") }
        guard let kind = change.kind else { throw .told("rankBy is required") }
        return Board(
            id: id,
            publicID: publicID,
            key: key,
            name: name,
            source: try source(kind),
            start: change.start ?? Zone.utc.civilDate(at: surroundings.now)
        )
    }

    private func judge(_ board: inout Board) throws(ItemIssue) {
        if let status = change.status { try move(&board, to: status) }
        if let problem = board.problem { throw .contradictionOfBoard(problem) }
        if let known, let problem = board.problem(after: known, at: surroundings.now) {
            throw .contradictionOfBoard(problem)
        }
    }

    /// Opens, closes or ends it.
    private func move(_ board: inout Board, to status: Board.Status) throws(ItemIssue) {
        let today = Zone.utc.civilDate(at: surroundings.now)
        switch status {
        case .inactive: board.state = .inactive
        case .active: board.state = .open
        case .scheduled:
            guard board.start > today else { throw .contradictionOfBoard(.scheduledInPast) }
            board.state = .open
        case .finished:
            if known == nil {
                guard let end = board.end, end < today else {
                    throw .contradictionOfBoard(.finishedWithoutEnd)
                }
            }
            board.state = .finished
            board.end = max(board.start, min(board.end ?? today, today))
        }
    }
}

// MARK: - Parts

extension BoardDraft {
    private func source(_ kind: Board.Source.Kind) throws(ItemIssue) -> Board.Source {
        switch kind {
        case .streak: return .streak
        case .metric:
            guard let publicID = change.metric else {
                if case .metric(let metric) = known?.source { return .metric(metric) }
                throw .told("metricId is required for metric leaderboards")
            }
            let metric = surroundings.metrics.first { $0.publicID == publicID }
            guard let metric, !metric.isOfStreak else { throw Metric.notFound }
            return .metric(metric.id)
        case .points:
            guard let publicID = change.pointsSystem else {
                if case .points(let system) = known?.source { return .points(system) }
                throw .told("pointsSystemId is required for points leaderboards")
            }
            let system = surroundings.systems.first { $0.publicID == publicID }
            guard let system else { throw .notFound(.pointsSystem) }
            return .points(system.id)
        }
    }

    private func interval() throws(ItemIssue) -> Board.Interval? {
        let unit = change.runUnit.applied(to: known?.interval?.unit)
        let count = change.runInterval.applied(to: known?.interval?.count)
        guard let unit else { return nil }
        guard let count else { throw .told("runInterval is required with runUnit") }
        return Board.Interval(unit: unit, count: count)
    }

    private func attribute(_ publicID: String) throws(ItemIssue) -> AttributeID {
        let attribute = surroundings.attributes.first {
            $0.kind == .user && $0.publicID == publicID
        }
        guard let attribute else { throw Attribute.notFound }
        return attribute.id
    }

    private func filter(
        _ matches: [AchievementChange.Match]
    ) throws(ItemIssue) -> AttributeFilter {
        var values: [AttributeID: String] = [:]
        for match in matches { values[try attribute(match.attribute)] = match.value }
        return AttributeFilter(values)
    }
}
