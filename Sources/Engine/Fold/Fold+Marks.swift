import CivilTime

extension Fold {
    /// Puts something on a user's streak.
    func adjust(
        _ adjustment: StreakAdjustment,
        number: Int64,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> AdjustedStreak {
        guard snapshot.user != nil else { throw .refused(.unknownUser(adjustment.userID)) }
        let named = adjustment.definition.flatMap { rulebook.streak(id: $0) }
        let definition = named ?? rulebook.primaryStreak
        let publicID = EventID(number: number, user: snapshot.key).description
        switch adjustment.kind {
        case _ where isRetry && snapshot.hasMark(publicID): break
        case .pause(let dates): try pause(dates, publicID, in: &snapshot)
        case .endPause(let id): try endPause(id, in: &snapshot)
        case .grant, .restore, .reset:
            guard let definition else { throw .refused(.noStreakDefined) }
            try adjust(definition, by: adjustment, publicID, in: &snapshot)
        }
        guard let definition else { return AdjustedStreak(publicID: publicID, streak: nil) }
        let outcome = try lacking(of: snapshot.key) { () throws(StreakGap) in
            try streak(definition, in: &snapshot)
        }
        return AdjustedStreak(publicID: publicID, streak: outcome)
    }

    private func adjust(
        _ definition: StreakDefinition,
        by adjustment: StreakAdjustment,
        _ publicID: String,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let state = try lacking(of: snapshot.key) { () throws(StreakGap) in
            try streak(definition, in: &snapshot).state
        }
        let kind: StreakMark.Kind
        switch adjustment.kind {
        case .grant(let count):
            guard state.freezeBalance + count <= definition.rule.freezes.maximum else {
                throw .refused(.tooManyFreezes)
            }
            let today = judge(of: definition, for: snapshot).date(at: now)
            kind = .grant(FreezeGrant(on: today, count: count))
        case .restore:
            let length = try longestLately(definition, in: &snapshot)
            guard length > state.length else { throw .refused(.nothingToRestore) }
            kind = .correction(length: length)
        case .reset, .pause, .endPause:
            kind = .correction(length: nil)
        }
        let mark = StreakMark(
            publicID: publicID,
            definition: definition.id,
            kind: kind,
            at: snapshot.moment(at: now, after: 2)
        )
        try put(mark, on: [definition], recounting: adjustment.kind == .reset, in: &snapshot)
    }

    private func pause(
        _ dates: ClosedRange<CivilDate>,
        _ publicID: String,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        let today = zone(named: snapshot.user?.zone).civilDate(at: now)
        guard dates.lowerBound >= today else {
            throw .refused(
                Refusal(
                    .invalidValue,
                    "start must not be before today (\(today.iso8601)) in the user's zone."
                )
            )
        }
        guard dates.lowerBound.days(until: dates.upperBound) < EngineLimits.longestPauseDays else {
            throw .refused(
                Refusal(
                    .invalidValue,
                    "end must be less than \(EngineLimits.longestPauseDays) days after start."
                )
            )
        }
        let mark = StreakMark(publicID: publicID, definition: nil, kind: .pause(dates), at: now)
        try put(mark, on: rulebook.streaks, recounting: false, in: &snapshot)
    }

    /// Ends a pause: one that has not begun never was, and of one that has, the past stays.
    private func endPause(_ publicID: String, in snapshot: inout Snapshot) throws(Interruption) {
        guard let mark = snapshot.streakMarks.first(where: { $0.publicID == publicID }),
            case .pause(let dates) = mark.kind
        else {
            // It may have been ended before, in a transaction whose end nobody heard.
            if isRetry { return }
            throw .refused(.unknownPause)
        }
        let today = zone(named: snapshot.user?.zone).civilDate(at: now)
        if isRetry, dates.upperBound == today.adding(days: -1) { return }
        guard dates.upperBound >= today else { throw .refused(.unknownPause) }
        guard dates.lowerBound < today else {
            return try change(rulebook.streaks, recounting: false, in: &snapshot) { snapshot in
                snapshot.remove(mark)
            }
        }
        let shortened = StreakMark(
            publicID: publicID,
            definition: nil,
            kind: .pause(dates.lowerBound...today.adding(days: -1)),
            at: mark.at
        )
        try change(rulebook.streaks, recounting: false, in: &snapshot) { snapshot in
            snapshot.remove(mark)
            snapshot.put(shortened)
        }
    }

    private func put(
        _ mark: StreakMark,
        on definitions: [StreakDefinition],
        recounting: Bool,
        in snapshot: inout Snapshot
    ) throws(Interruption) {
        guard snapshot.streakMarks.count < EngineLimits.marksOfUser else {
            throw .refused(.tooManyMarks)
        }
        try change(definitions, recounting: recounting, in: &snapshot) { snapshot in
            snapshot.put(mark)
        }
    }

    private func change(
        _ definitions: [StreakDefinition],
        recounting: Bool,
        in snapshot: inout Snapshot,
        by change: (inout Snapshot) -> Void
    ) throws(Interruption) {
        try self.change(definitions, in: &snapshot, by: change) { ledger, judge throws(StreakGap) in
            try judge.rejudge(&ledger, from: now, recounting: recounting)
        }
    }

    /// The longest length that a streak had lately: in 90 days, in the weeks since the first of
    /// January, or in the months since the January before.
    private func longestLately(
        _ definition: StreakDefinition,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> Int {
        let judge = judge(of: definition, for: snapshot)
        guard let since = judge.restorableSince(now) else {
            throw .refused(.nothingToRestore)
        }
        return try lacking(of: snapshot.key) { () throws(StreakGap) in
            guard let ledger = snapshot.streaks[definition.id] else { return 0 }
            let index = ledger.place(of: since)
            try ledger.requirePredecessor(of: since, at: index)
            let periods = Array(ledger.periods[max(0, index - 1)...])
            let journal = judge.state(of: periods, at: now).journal
            return journal.filter { $0.opens >= since }.map(\.length).max() ?? 0
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

    /// The first period whose length can be restored; none of rolling windows.
    func restorableSince(_ now: Instant) -> Int64? {
        guard case .calendar(let judge) = windows else { return nil }
        let today = judge.date(at: now)
        let first: CivilDate? =
            switch judge.window.unit {
            case .day: today.adding(days: -90)
            case .week: CivilDate(year: today.year, month: 1, day: 1)
            case .month: CivilDate(year: today.year - 1, month: 1, day: 1)
            }
        return first.map { judge.window.unit.firstDate(of: $0).key }
    }
}

extension Snapshot {
    /// The moment of something that happens now: after a reset or a restore of the same instant,
    /// which only a clock that is held can bring about, and so in the order of the calls.
    ///
    /// Events are `steps` of 1 microsecond after it, and the next mark is after them.
    func moment(at now: Instant, after steps: Int64) -> Instant {
        var last: Instant?
        for mark in streakMarks {
            if case .correction = mark.kind, last.map({ $0 < mark.at }) ?? true { last = mark.at }
        }
        guard let last, now <= last, last < now.adding(milliseconds: 1) else { return now }
        return last.adding(microseconds: steps)
    }

    fileprivate func hasMark(_ publicID: String) -> Bool {
        streakMarks.contains { $0.publicID == publicID }
    }

    fileprivate mutating func put(_ mark: StreakMark) {
        streakMarks.append(mark)
        changes.streakMarks.append(mark)
        noteMarkCount()
    }

    fileprivate mutating func remove(_ mark: StreakMark) {
        streakMarks.removeAll { $0.publicID == mark.publicID }
        changes.streakMarks.removeAll { $0.publicID == mark.publicID }
        changes.removedStreakMarks.append(mark)
        noteMarkCount()
    }

    private mutating func noteMarkCount() {
        user?.streakMarkCount = streakMarks.count
        changes.hasUserChanged = true
    }
}

extension Refusal {
    /// A grant would go above the maximum.
    public static let tooManyFreezes = Refusal(
        .nothingToDo,
        "Would exceed maximum freeze limit"
    )

    /// No run of the last months was longer than the present one.
    public static let nothingToRestore = Refusal(.nothingToDo, "No streak to restore")

    /// No pause of the user has an id, or it is over.
    public static let unknownPause = Refusal(.invalidValue, "Streak pause not found by ID")

    static let noStreakDefined = Refusal(
        .invalidValue,
        "No streak has been set up. Use PATCH /admin/v1/streaks/settings first."
    )

    static let tooManyMarks = Refusal(
        .invalidValue,
        "The user has \(EngineLimits.marksOfUser) freezes, pauses and corrections already."
    )
}
