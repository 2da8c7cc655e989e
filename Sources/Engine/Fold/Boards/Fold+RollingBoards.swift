import CivilTime

// Of a leaderboard of the last days, a score counts the days of a window that ends with the user's
// own today. The window only moves ahead. On most days nothing leaves it; the score knows the day on
// which something will, and the due list has that day's beginning. Whoever comes first, an event or
// the due list, adds up anew what the window holds.

extension Fold {
    /// Adds to a score that counts the last days, if the day is one of them.
    func score(
        _ amount: Int64,
        inLast days: Int,
        of board: Board,
        _ run: BoardRun,
        on day: CivilDate,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let place = ScorePlace(board: board.id, run: run.first)
        let stored = try snapshot.score(at: place)
        let end = windowEnd(of: run, after: stored, through: day, in: snapshot)
        var sum = try slid(stored, board, run, days, to: end, in: snapshot)
        snapshot.boards.unstored[place, default: [:]][day, default: 0] &+= amount
        if day > end.adding(days: -days) {
            let (score, overflows) = sum.score.addingReportingOverflow(amount)
            guard !overflows else { return }
            sum.score = score
            sum.expire(on: day.adding(days: days))
        }
        try keep(sum, from: stored, through: end, for: board, run, in: &snapshot)
    }

    /// Takes out of a user's score what is too old by now, and looks ahead.
    func slide(_ board: Board, in snapshot: inout Snapshot) throws(Interruption) {
        guard let days = board.rollingDays else { return }
        if board.countsLongestStreak { return try scoreLongestStreak(for: board, in: &snapshot) }
        for run in board.openRuns(at: now) {
            let place = ScorePlace(board: board.id, run: run.first)
            let stored = try snapshot.score(at: place)
            let end = windowEnd(of: run, after: stored, through: nil, in: snapshot)
            let sum = try slid(stored, board, run, days, to: end, in: snapshot)
            if stored == nil {
                try begin(with: sum, through: end, for: board, run, in: &snapshot)
            } else {
                try keep(sum, from: stored, through: end, for: board, run, in: &snapshot)
            }
            // An entry that came too early, because the user has moved, is followed by another.
            if let expiresOn = sum.expiresOn { plan(board, on: expiresOn, in: &snapshot) }
        }
    }

    /// Plans anew when something is too old, after the user has moved.
    func planWindows(in snapshot: inout Snapshot) throws(Interruption) {
        for board in rulebook.boards.rolling {
            for run in board.openRuns(at: now) {
                let place = ScorePlace(board: board.id, run: run.first)
                let window = try snapshot.score(at: place)?.window
                if let day = window?.expiresOn { plan(board, on: day, in: &snapshot) }
            }
        }
    }

    /// Gives a user the score that follows from what was done before the leaderboard was opened.
    private func begin(
        with sum: WindowSum,
        through end: CivilDate,
        for board: Board,
        _ run: BoardRun,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard let latest = sum.latest else { return }
        let (group, isListed) = try listing(of: sum.score, for: board, run, in: snapshot)
        let score = BoardScore(
            score: sum.score,
            reached: latest,
            group: group,
            isListed: isListed,
            window: BoardWindow(through: end, expiresOn: sum.expiresOn)
        )
        snapshot.boards.set(score, at: ScorePlace(board: board.id, run: run.first))
    }

    private func plan(_ board: Board, on day: CivilDate, in snapshot: inout Snapshot) {
        let at = zone(named: snapshot.user?.zone).startOfDay(day)
        snapshot.boards.due.append(BoardDue(board: board.id, at: at))
    }
}

// MARK: - Windows

/// What a window holds.
private struct WindowSum {
    var score: Int64 = 0
    /// When it was reached, where no score is stored.
    var latest: Int64?
    /// The day on which the first of it is too old.
    var expiresOn: CivilDate?

    mutating func expire(on day: CivilDate) {
        expiresOn = expiresOn.map { min($0, day) } ?? day
    }
}

extension Fold {
    /// The last day that counts: the user's today, or what came after it, and never one before.
    private func windowEnd(
        of run: BoardRun,
        after stored: BoardScore?,
        through day: CivilDate?,
        in snapshot: Snapshot
    ) -> CivilDate {
        var end = zone(named: snapshot.user?.zone).day(containing: now)
        if let day { end = max(end, day) }
        if let known = stored?.window?.through { end = max(end, known) }
        if let last = run.last { end = min(end, last) }
        return max(end, run.first)
    }

    /// What the window holds that ends on a day: what is stored, unless something of it is too old.
    private func slid(
        _ stored: BoardScore?,
        _ board: Board,
        _ run: BoardRun,
        _ days: Int,
        to end: CivilDate,
        in snapshot: Snapshot
    ) throws(Interruption) -> WindowSum {
        if let stored {
            let expiresOn = stored.window?.expiresOn
            if expiresOn.map({ $0 > end }) ?? true {
                return WindowSum(score: stored.score, expiresOn: expiresOn)
            }
        }
        let first = max(run.first, end.adding(days: 1 - days))
        var byDay = snapshot.boards.unstored[ScorePlace(board: board.id, run: run.first)] ?? [:]
        byDay = byDay.filter { $0.key >= first }
        var latest: Int64?
        if snapshot.isStored, try mayHold(board.source, since: first, in: snapshot) {
            let key = BoardBasis.Key(source: board.source, from: first, through: run.last)
            for part in try snapshot.basis(key).parts
            where try counts(part.at, on: part.day, for: board, in: snapshot) {
                byDay[part.day, default: 0] &+= part.amount
                latest = max(latest ?? .min, part.takenInAt.microseconds)
            }
        }
        var sum = WindowSum(latest: latest)
        for (day, amount) in byDay where amount != 0 {
            sum.score &+= amount
            sum.expire(on: day.adding(days: days))
        }
        return sum
    }

    /// Keeps what a window holds; where only its days are others, nobody's place changes.
    private func keep(
        _ sum: WindowSum,
        from stored: BoardScore?,
        through end: CivilDate,
        for board: Board,
        _ run: BoardRun,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let window = BoardWindow(through: end, expiresOn: sum.expiresOn)
        if let day = sum.expiresOn, day != stored?.window?.expiresOn {
            plan(board, on: day, in: &snapshot)
        }
        if var stored, stored.score == sum.score {
            guard stored.window != window else { return }
            stored.window = window
            snapshot.boards.set(stored, at: ScorePlace(board: board.id, run: run.first))
            return
        }
        try set(sum.score, from: stored, window: window, for: board, run, in: &snapshot)
    }
}

// MARK: - Streaks

extension Fold {
    /// Takes in the longest length of the primary streak that was built up on a leaderboard's days.
    func scoreLongestStreak(
        for board: Board,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard let primary = rulebook.primaryStreak else { return }
        let today = zone(named: snapshot.user?.zone).day(containing: now)
        guard let run = board.run(holding: min(today, board.end ?? today)),
            board.isOpen(run, at: now)
        else { return }
        let place = ScorePlace(board: board.id, run: run.first)
        let stored = try snapshot.score(at: place)
        let end = windowEnd(of: run, after: stored, through: nil, in: snapshot)
        let first = max(run.first, board.rollingDays.map { end.adding(days: 1 - $0) } ?? run.first)
        let length = try longest(of: primary, from: first, through: end, in: &snapshot)
        guard stored != nil || length > 0 else { return }
        guard board.rollingDays != nil else {
            guard stored?.score ?? 0 != length else { return }
            return try set(length, from: stored, for: board, run, in: &snapshot)
        }
        // Each day of a streak is one that may be the next to leave.
        let expiresOn = length > 0 && end != run.last ? end.adding(days: 1) : nil
        let sum = WindowSum(score: length, expiresOn: expiresOn)
        try keep(sum, from: stored, through: end, for: board, run, in: &snapshot)
    }

    /// The longest length that was built up in periods that began on some days.
    private func longest(
        of definition: StreakDefinition,
        from first: CivilDate,
        through last: CivilDate,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> Int64 {
        guard snapshot.user?.preferences.isStreakEnabled != false else { return 0 }
        let judge = try judge(of: definition, for: snapshot)
        let loaded = try currentPeriods(of: definition, judge, in: snapshot)
        let start = judge.firstPeriod(from: first, in: zone(named: snapshot.user?.zone))
        if let oldest = loaded.periods.first?.opens, oldest > start {
            try loaded.requirePredecessor(of: start, at: 0)
        }
        let state = try state(of: loaded, judge)
        snapshot.streaks.set(loaded)
        let end = judge.firstPeriod(
            from: last.adding(days: 1),
            in: zone(named: snapshot.user?.zone)
        )
        return Int64(state.longest(from: start, before: end))
    }
}

extension StreakJudge {
    /// The number of the first period that begins on a day or later.
    fileprivate func firstPeriod(from day: CivilDate, in zone: Zone) -> Int64 {
        switch windows {
        case .calendar: day.key
        case .rolling: zone.startOfDay(day).microseconds
        }
    }
}

extension StreakState {
    /// The longest length that was built up in some periods: what was there before counts for nothing.
    func longest(from first: Int64, before end: Int64) -> Int {
        var length = 0
        var longest = 0
        for judged in journal where judged.opens >= first && judged.opens < end {
            if judged.verdict == .satisfied { length += 1 }
            longest = max(longest, length)
            length = min(length, judged.lengthAfter)
        }
        let opens = currentPeriod?.key ?? window?.lowerBound.microseconds
        if extendedAt != nil, let opens, opens >= first, opens < end {
            longest = max(longest, min(length + 1, self.length))
        }
        return longest
    }
}
