import CivilTime

extension Fold {
    /// Puts something on a user's streak.
    func mark(
        _ command: MarkStreak,
        number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> MarkedStreak {
        guard snapshot.user != nil else { throw .refused(Refusal(.unknownUser(command.userID))) }
        let named = command.definition.flatMap { rulebook.streak(id: $0) }
        let definition = named ?? rulebook.primaryStreak
        let publicID = EventID(number: number, user: snapshot.key).description
        let isDone = isRetry ? try snapshot.hasMark(publicID) : false
        switch command.kind {
        case _ where isDone: break
        case .pause(let dates): try pause(dates, publicID, in: &snapshot)
        case .endPause(let id): try endPause(id, in: &snapshot)
        case .grant, .restore, .reset:
            guard let definition else { throw .refused(Refusal(.noStreakDefined)) }
            try mark(definition, by: command, publicID, in: &snapshot)
        }
        guard let definition else { return MarkedStreak(publicID: publicID, streak: nil) }
        let outcome = try streak(definition, in: &snapshot)
        return MarkedStreak(publicID: publicID, streak: outcome)
    }

    private func mark(
        _ definition: StreakDefinition,
        by command: MarkStreak,
        _ publicID: String,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let kind: StreakMark.Kind
        switch command.kind {
        case .grant(let count):
            let state = try streak(definition, in: &snapshot).state
            let rule = definition.held(for: snapshot.key).rule
            guard state.freezeBalance + count <= rule.freezes.maximum else {
                throw .refused(Refusal(.tooManyFreezes))
            }
            let today = try judge(of: definition, for: snapshot).date(at: now)
            kind = .grant(FreezeGrant(on: today, count: count))
        case .restore: kind = .correction(.restore)
        case .reset, .pause, .endPause: kind = .correction(.reset)
        }
        let mark = StreakMark(
            publicID: publicID,
            definition: definition.id,
            kind: kind,
            at: try snapshot.moment(at: now, after: 2)
        )
        guard command.kind == .restore else {
            return try put(
                mark,
                on: [definition],
                recounting: command.kind == .reset,
                in: &snapshot
            )
        }
        try restore(definition, by: mark, in: &snapshot)
    }

    /// Takes the longest run of the last months up again (R15); refused where that changes nothing:
    /// a run is going and no reset is taken back, or none ever was.
    private func restore(
        _ definition: StreakDefinition,
        by mark: StreakMark,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard try judge(of: definition, for: snapshot).timeline.pausedSince == nil else {
            throw .refused(Refusal(.streakIsPaused))
        }
        let before = try stored(definition, in: &snapshot)
        try checkRoom(in: snapshot)
        try change(
            [definition],
            in: &snapshot,
            by: { snapshot throws(Interruption) in try snapshot.put(mark) },
            rejudging: { loaded, judge throws(Interruption) in
                try judge.restore(&loaded, at: mark.at)
            }
        )
        let after = try stored(definition, in: &snapshot)
        guard after.isGoing, !before.isGoing || after.length > before.length else {
            throw .refused(Refusal(.nothingToRestore))
        }
    }

    /// A streak as it is kept, whether its user wants to see it or not.
    private func stored(
        _ definition: StreakDefinition,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> StreakState {
        let judge = try judge(of: definition, for: snapshot)
        return try state(of: try currentPeriods(of: definition, judge, in: snapshot), judge)
    }

    private func pause(
        _ dates: ClosedRange<CivilDate>,
        _ publicID: String,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let today = zone(named: snapshot.user?.zone).civilDate(at: now)
        guard dates.lowerBound >= today else {
            throw .refused(Refusal(.pauseInPast(today: today)))
        }
        guard dates.lowerBound.days(until: dates.upperBound) < EngineLimits.longestPauseDays else {
            throw .refused(Refusal(.pauseTooLong))
        }
        let mark = StreakMark(publicID: publicID, definition: nil, kind: .pause(dates), at: now)
        try put(mark, on: rulebook.streaks, recounting: false, in: &snapshot)
    }

    /// Ends a pause: one that has not begun never was, and of one that has, the past stays.
    private func endPause(_ publicID: String, in snapshot: inout Snapshot) throws(Interruption) {
        guard let mark = try snapshot.marks().first(where: { $0.publicID == publicID }),
            case .pause(let dates) = mark.kind
        else {
            // It may have been ended before, in a transaction whose end nobody heard.
            if isRetry { return }
            throw .refused(Refusal(.unknownPause))
        }
        let today = zone(named: snapshot.user?.zone).civilDate(at: now)
        if isRetry, dates.upperBound == today.adding(days: -1) { return }
        guard dates.upperBound >= today else { throw .refused(Refusal(.unknownPause)) }
        guard dates.lowerBound < today else {
            return try change(rulebook.streaks, recounting: false, in: &snapshot) {
                snapshot throws(Interruption) in
                try snapshot.remove(mark)
            }
        }
        let shortened = StreakMark(
            publicID: publicID,
            definition: nil,
            kind: .pause(dates.lowerBound...today.adding(days: -1)),
            at: mark.at
        )
        try change(rulebook.streaks, recounting: false, in: &snapshot) {
            snapshot throws(Interruption) in
            try snapshot.remove(mark)
            try snapshot.put(shortened)
        }
    }

    private func put(
        _ mark: StreakMark,
        on definitions: [StreakDefinition],
        recounting: Bool,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        try checkRoom(in: snapshot)
        try change(definitions, recounting: recounting, in: &snapshot) {
            snapshot throws(Interruption) in
            try snapshot.put(mark)
        }
    }

    func checkRoom(in snapshot: Snapshot) throws(Interruption) {
        guard try snapshot.marks().count < EngineLimits.marksOfUser else {
            throw .refused(Refusal(.tooManyMarks))
        }
    }

    private func change(
        _ definitions: [StreakDefinition],
        recounting: Bool,
        in snapshot: inout Snapshot,
        by change: (inout Snapshot) throws(Interruption) -> Void
    ) throws(Interruption) {
        try self.change(definitions, in: &snapshot, by: change) {
            loaded,
            judge throws(Interruption) in
            try judge.rejudge(&loaded, from: now, recounting: recounting)
        }
    }
}

extension StreakJudge {
    /// The date of a moment, as the streak's window cuts days.
    func date(at moment: Instant) -> CivilDate {
        switch windows {
        case .calendar(let judge): judge.date(at: moment)
        case .rolling: Zone.utc.civilDate(at: moment)
        }
    }

    /// Takes in a restore that has just been made; a rolling streak has none.
    func restore(_ loaded: inout LoadedPeriods, at moment: Instant) throws(Interruption) {
        guard case .calendar(let judge) = windows else { return }
        try judge.restore(&loaded, at: moment)
    }
}

extension StreakState {
    /// Whether a run is going.
    fileprivate var isGoing: Bool { status == .alive || status == .extended }
}

extension Snapshot {
    /// The moment of something that happens now: after a reset or a restore of the same instant,
    /// which only a clock that is held can bring about, and so in the order of the calls.
    ///
    /// Events are `steps` of 1 microsecond after it, and the next mark is after them.
    func moment(at now: Instant, after steps: Int64) throws(Interruption) -> Instant {
        var last: Instant?
        for mark in try marks() {
            if case .correction = mark.kind, last.map({ $0 < mark.at }) ?? true { last = mark.at }
        }
        guard let last, now <= last, last < now.adding(milliseconds: 1) else { return now }
        return last.adding(microseconds: steps)
    }

    fileprivate func hasMark(_ publicID: String) throws(Interruption) -> Bool {
        try marks().contains { $0.publicID == publicID }
    }
}
