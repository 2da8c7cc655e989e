public import CivilTime

// What a user does is added to the user's own score, in the run that holds the user's own day. Who
// is where follows from the scores of all, and is nothing that a fold knows.

extension Fold {
    /// Counts an event, or takes it back, on the leaderboards of its metric.
    func score(
        _ event: Event,
        times sign: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard !rulebook.boards.isEmpty else { return }
        for board in rulebook.boards.boards(of: event.metric)
        where try counts(event.occurredAt, on: event.day, for: board, in: snapshot) {
            let amount = event.amount.millionths * sign
            try score(amount, for: board, on: event.day, in: &snapshot)
        }
    }

    /// Moves what was done of a metric from day to day, for leaderboards that count all hours.
    func score(
        moved changes: some Sequence<MetricDayChange>,
        of metric: MetricID,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        for board in rulebook.boards.boards(of: metric) where board.hours == nil {
            for change in changes {
                let amount = change.change.millionths
                try score(amount, for: board, on: change.day, in: &snapshot)
            }
        }
    }

    /// Takes an event, that is dated anew, out of the hours of leaderboards in one zone, and counts it
    /// in those of another.
    func score(
        _ event: Event,
        movedTo day: CivilDate,
        from old: Zone,
        to new: Zone,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        for board in rulebook.boards.boards(of: event.metric) {
            guard let hours = board.hours else { continue }
            let amount = event.amount.millionths
            if hours.contain(event.occurredAt, on: event.day, in: old) {
                try score(-amount, for: board, on: event.day, in: &snapshot)
            }
            if hours.contain(event.occurredAt, on: day, in: new) {
                try score(amount, for: board, on: day, in: &snapshot)
            }
        }
    }

    /// Counts what has come about and was not counted yet: rows of points, and what befell the streak.
    func scoreRest(in snapshot: inout Snapshot) throws(Interruption) {
        guard !rulebook.boards.isEmpty else { return }
        let rows = snapshot.points.newRows[snapshot.boards.countedRows...]
        snapshot.boards.countedRows = snapshot.points.newRows.count
        for row in rows where row.kind.countsOnBoards {
            for board in rulebook.boards.boards(of: row.system) {
                let day = row.dayOfBoards
                guard try counts(row.at, on: day, for: board, in: snapshot) else { continue }
                try score(row.amount, for: board, on: day, in: &snapshot)
            }
        }
        try scoreStreak(in: &snapshot)
    }

    /// Takes in what the primary streak has become, if anything of it has changed: also where nobody
    /// is told, as when its rule is another or its user does not want it.
    private func scoreStreak(in snapshot: inout Snapshot) throws(Interruption) {
        guard !rulebook.boards.ofStreaks.isEmpty, let primary = rulebook.primaryStreak,
            snapshot.streaks.periods[primary.id]?.isChanged == true
        else { return }
        let streak = try streak(primary, in: &snapshot)
        try score(streakLength: streak.state.length, in: &snapshot)
    }

    /// Takes in how long the primary streak is.
    func score(streakLength: Int, in snapshot: inout Snapshot) throws(Interruption) {
        for board in rulebook.boards.ofStreaks {
            if board.countsLongestStreak {
                try scoreLongestStreak(for: board, in: &snapshot)
                continue
            }
            let today = zone(named: snapshot.user?.zone).day(containing: now)
            guard let run = board.run(holding: today), board.isOpen(run, at: now) else { continue }
            let place = ScorePlace(board: board.id, run: run.first)
            let before = try snapshot.score(at: place)
            let length = Int64(streakLength)
            guard before?.score ?? 0 != length else { continue }
            try set(length, from: before, for: board, run, in: &snapshot)
        }
    }

    /// Whether what happened at a moment of a day lies in the hours of a leaderboard.
    func counts(
        _ moment: Instant,
        on day: CivilDate,
        for board: Board,
        in snapshot: Snapshot
    ) throws(Interruption) -> Bool {
        guard let hours = board.hours else { return true }
        let name = try snapshot.zoneName(at: moment) ?? rulebook.defaultZone(at: moment)
        return hours.contain(moment, on: day, in: zone(named: name))
    }
}

extension Board.Hours {
    /// Whether a moment of a day lies in them.
    func contain(_ moment: Instant, on day: CivilDate, in zone: Zone) -> Bool {
        let start = zone.startOfDay(day, resetTime: from)
        return start <= moment && moment < zone.startOfDay(day, resetTime: to)
    }
}

extension PointsRow.Kind {
    /// Whether rows of it change places: what was spent, or not spent in time, was earned all the same.
    public var countsOnBoards: Bool {
        switch self {
        case .award, .deduction, .correction, .grant: true
        case .spend, .expiry: false
        }
    }
}

extension PointsRow {
    /// The day on which it counts: that of the event that it goes back to.
    public var dayOfBoards: CivilDate { detail.countsOn ?? day }
}

// MARK: - Scores

extension Fold {
    /// Adds to the score in the run that holds a day; a run that is final is corrected.
    private func score(
        _ amount: Int64,
        for board: Board,
        on day: CivilDate,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard amount != 0, let run = board.run(holding: day) else { return }
        let place = ScorePlace(board: board.id, run: run.first)
        guard board.isOpen(run, at: now) else {
            // What ended before the leaderboard was opened was never ranked.
            guard let openedAt = board.openedAt, board.finalAt(run) > openedAt else { return }
            snapshot.boards.corrections.append(
                BoardCorrection(place: place, amount: amount, day: day, at: now)
            )
            return
        }
        if let days = board.rollingDays {
            return try score(amount, inLast: days, of: board, run, on: day, in: &snapshot)
        }
        let before = try storedScore(for: board, run, in: snapshot)
        let (sum, overflows) = (before?.score ?? 0).addingReportingOverflow(amount)
        guard !overflows else { return }
        try set(sum, from: before, for: board, run, in: &snapshot)
    }

    /// The score in a run, as it is stored or as it follows from what the source holds.
    func storedScore(
        for board: Board,
        _ run: BoardRun,
        in snapshot: Snapshot
    ) throws(Interruption) -> BoardScore? {
        let place = ScorePlace(board: board.id, run: run.first)
        if let known = try snapshot.score(at: place) { return known }
        guard snapshot.isStored, try mayHold(board.source, since: run.first, in: snapshot) else {
            return nil
        }
        let basis = try snapshot.basis(
            BoardBasis.Key(source: board.source, from: run.first, through: run.last)
        )
        var sum: Int64 = 0
        var latest: Int64?
        for part in basis.parts where try counts(part.at, on: part.day, for: board, in: snapshot) {
            sum = sum.addingReportingOverflow(part.amount).partialValue
            latest = max(latest ?? .min, part.takenInAt.microseconds)
        }
        guard let latest else { return nil }
        let (group, isListed) = try listing(of: sum, for: board, run, in: snapshot)
        return BoardScore(score: sum, reached: latest, group: group, isListed: isListed)
    }

    /// Whether a source may hold anything from a day on, as far as is known without a look.
    func mayHold(
        _ source: Board.Source,
        since day: CivilDate,
        in snapshot: Snapshot
    ) throws(Interruption) -> Bool {
        switch source {
        case .metric(let metric):
            guard let newest = try snapshot.tally(of: metric).stored else { return false }
            return newest.day >= day
        case .points(let system):
            let new = snapshot.points.newRows.count { $0.system == system }
            return try snapshot.balance(of: system).lastNumber > Int64(new)
        case .streak: return false
        }
    }

    /// Gives the user a score, and lists it where it belongs.
    func set(
        _ score: Int64,
        from before: BoardScore?,
        window: BoardWindow? = nil,
        for board: Board,
        _ run: BoardRun,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let (group, isListed) = try listing(of: score, for: board, run, in: snapshot)
        let moment = now.microseconds &+ snapshot.boards.order
        let after = BoardScore(
            score: score,
            reached: before?.nextChange(at: moment) ?? moment,
            group: group,
            isListed: isListed,
            window: window
        )
        snapshot.boards.steps.append(
            BoardStep(board: board, run: run, user: snapshot.key, before: before, after: after)
        )
        snapshot.boards.set(after, at: ScorePlace(board: board.id, run: run.first))
    }

    /// Among whom a score is listed, and whether it is.
    func listing(
        of score: Int64,
        for board: Board,
        _ run: BoardRun,
        in snapshot: Snapshot
    ) throws(Interruption) -> (BoardGroup, Bool) {
        var isListed = score > 0 && snapshot.user?.preferences.isHiddenFromBoards != true
        if board.leagues != nil {
            if isListed { isListed = try takesPart(in: board, snapshot) }
            let seat = try snapshot.seat(at: ScorePlace(board: board.id, run: run.first))
            if let seat { return (seat.group, isListed) }
            return (isListed ? .waiting : .everybody, false)
        }
        guard board.asksForAttributes else { return (.everybody, isListed) }
        let attributes = try snapshot.attributes()
        isListed = isListed && board.userFilter.matches(attributes)
        let values = board.breakdown.compactMap { attributes[$0] }
        guard values.count == board.breakdown.count else { return (.everybody, false) }
        return (values.isEmpty ? .everybody : BoardGroup(values: values), isListed)
    }
}

// MARK: - Users

extension Fold {
    private func takesPart(
        in board: Board,
        _ snapshot: Snapshot
    ) throws(Interruption) -> Bool {
        guard !board.userFilter.isEmpty else { return true }
        return board.userFilter.matches(try snapshot.attributes())
    }

    /// Lists a user's scores anew, whose attributes have changed or who is to be hidden or seen.
    func listAnew(
        _ boards: [Board],
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        for board in boards {
            for run in board.openRuns(at: now) {
                let place = ScorePlace(board: board.id, run: run.first)
                guard let before = try snapshot.score(at: place) else { continue }
                let (group, isListed) =
                    try listing(of: before.score, for: board, run, in: snapshot)
                guard group != before.group || isListed != before.isListed else { continue }
                snapshot.boards.set(before.listed(in: group, isListed, at: now), at: place)
            }
        }
    }

    /// Lists a user's scores anew where attributes that have changed matter.
    func listAnew(
        changed attributes: some Sequence<AttributeID>,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard !rulebook.boards.asking.isEmpty else { return }
        let changed = Set(attributes)
        guard !changed.isEmpty else { return }
        try listAnew(
            rulebook.boards.asking.filter { board in
                board.breakdown.contains(where: changed.contains)
                    || board.userFilter.attributes.keys.contains(where: changed.contains)
            },
            in: &snapshot
        )
    }

    /// What the steps since a number came to, one for each place.
    func steps(since count: Int, in snapshot: Snapshot) -> [BoardStep] {
        let steps = snapshot.boards.steps[count...]
        guard steps.count > 1 else { return Array(steps) }
        var merged: [BoardStep] = []
        for step in steps {
            if let index = merged.firstIndex(where: { $0.place == step.place }) {
                merged[index] = BoardStep(
                    board: step.board,
                    run: step.run,
                    user: step.user,
                    before: merged[index].before,
                    after: step.after
                )
            } else {
                merged.append(step)
            }
        }
        return merged
    }
}

// MARK: - Filling

extension Fold {
    /// Gives a user the scores of the runs that are open, as far as none is stored.
    func fill(_ board: Board, in snapshot: inout Snapshot) throws(Interruption) {
        guard board.state != .inactive else { return }
        if board.source == .streak { return try fillStreak(board, in: &snapshot) }
        if board.rollingDays != nil { return try slide(board, in: &snapshot) }
        for run in board.openRuns(at: now) {
            let place = ScorePlace(board: board.id, run: run.first)
            guard try snapshot.score(at: place) == nil,
                let score = try storedScore(for: board, run, in: snapshot)
            else { continue }
            snapshot.boards.set(score, at: place)
        }
    }

    /// Gives a user the length of the primary streak, reached when it grew last.
    private func fillStreak(_ board: Board, in snapshot: inout Snapshot) throws(Interruption) {
        guard let primary = rulebook.primaryStreak else { return }
        if board.countsLongestStreak { return try scoreLongestStreak(for: board, in: &snapshot) }
        let length = Int64(try streak(primary, in: &snapshot).state.length)
        let grownAt = snapshot.streaks.periods[primary.id]?.periods
            .last { $0.tally.isSatisfied }?.tally.satisfiedAt
        for run in board.openRuns(at: now) where length > 0 {
            let place = ScorePlace(board: board.id, run: run.first)
            guard try snapshot.score(at: place) == nil else { continue }
            let (group, isListed) = try listing(of: length, for: board, run, in: snapshot)
            let score = BoardScore(
                score: length,
                reached: min(grownAt ?? now, now).microseconds,
                group: group,
                isListed: isListed
            )
            snapshot.boards.set(score, at: place)
        }
    }
}
