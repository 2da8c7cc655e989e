import CivilTime

/// Judges the windows of a rolling streak in order (R11): each is opened by an activity.
struct RollingJudge {
    let timeline: StreakTimeline
    let length: Duration
    let resets: [Instant]
    /// The amnesties, oldest first.
    let amnesties: [StreakAmnesty]
    /// Where the user lived; windows are shown with the dates there, though never judged by them.
    let zones: ZoneHistory

    init(timeline: StreakTimeline, length: Duration, circumstances: StreakCircumstances) {
        self.timeline = timeline
        self.length = length
        resets = circumstances.corrections.filter(\.isReset).map(\.at)
        amnesties = circumstances.amnesties
            .sorted { $0.instants.lowerBound < $1.instants.lowerBound }
        zones = circumstances.zones
    }
}

// MARK: - Windows

extension RollingJudge {
    /// When a window closes.
    func close(of opens: Int64) -> Instant {
        timeline.instant(length, after: Instant(microseconds: opens))
    }

    /// When the run breaks if nothing happens after a window: at its close if that was not
    /// satisfied, and one length later if it was; amnesties push it out (R17).
    func deadline(of period: StreakPeriod) -> Instant {
        let close = close(of: period.opens)
        let deadline = period.tally.isSatisfied ? timeline.instant(length, after: close) : close
        return amnesties.isEmpty ? deadline : pushedOut(deadline, since: period.opens)
    }

    /// A deadline by which the time of amnesties since a window opened does not count.
    private func pushedOut(_ deadline: Instant, since opens: Int64) -> Instant {
        var deadline = deadline
        var counted = Instant(microseconds: opens)
        for amnesty in amnesties {
            let start = max(counted, amnesty.instants.lowerBound)
            guard start < deadline, start < amnesty.instants.upperBound else { continue }
            deadline = deadline + (amnesty.instants.upperBound - start)
            counted = amnesty.instants.upperBound
        }
        return deadline
    }

    /// The amnesty that keeps a run going across a window that was not satisfied.
    func amnesty(covering period: StreakPeriod) -> StreakAmnesty? {
        let end = deadline(of: period)
        return amnesties.first {
            $0.instants.upperBound.microseconds > period.opens && $0.instants.lowerBound < end
        }
    }

    /// Whether something that happens at a moment belongs to a window that opened before.
    func isOpen(_ opens: Int64, at moment: Instant) -> Bool {
        moment < close(of: opens) && reset(after: opens, before: moment) == nil
    }

    /// The last moment of a run that ends with a window, before the next one opens: that of the
    /// reset that ended it, or the last before it broke.
    func lastMoment(ofRunWith period: StreakPeriod, before next: Int64) -> Int64 {
        if let reset = reset(after: period.opens, before: Instant(microseconds: next)),
            standing(after: period, before: reset.microseconds).length > 0
        {
            return reset.microseconds
        }
        return deadline(of: period).microseconds - 1
    }

    private func reset(after opens: Int64, before moment: Instant) -> Instant? {
        resets.first { $0.microseconds >= opens && $0 < moment }
    }

    /// The versions whose progress a window counts.
    func tallied(in opens: Int64) -> [StreakVersion] {
        guard !timeline.isSteady else { return timeline.versions }
        return timeline.inForce(during: Instant(microseconds: opens)..<close(of: opens))
            .filter { !$0.isPaused }
    }

    /// Whether something counts at all: not while the definition was paused.
    func counts(_ activity: StreakActivity) -> Bool {
        timeline.isSteady || !timeline.isPaused(at: activity.at)
    }
}

// MARK: - Judging

extension RollingJudge {
    /// Where a streak stands when the next window opens.
    func standing(after earlier: StreakPeriod, before opens: Int64) -> StreakStanding {
        var standing = earlier.before
        let next = Instant(microseconds: opens)
        if earlier.tally.isSatisfied { standing.extend(in: earlier.opens) }
        if reset(after: earlier.opens, before: next) != nil {
            standing.reset()
        } else if standing.isGoing, next >= deadline(of: earlier) {
            end(&standing, with: earlier)
        }
        return standing
    }

    /// Ends a run by the easier of the rules that held in what was missed: the window, or, where
    /// that was satisfied, the time for the next one (R13).
    private func end(_ standing: inout StreakStanding, with period: StreakPeriod) {
        let close = close(of: period.opens)
        let missed =
            period.tally.isSatisfied
            ? close..<max(close, deadline(of: period)) : Instant(microseconds: period.opens)..<close
        let versions = timeline.inForce(during: missed)
        standing.end(in: period.opens, resetsOnMiss: versions.allSatisfy(\.rule.resetsOnMiss))
    }

    /// The windows that follow from activities, after one that is kept as it is.
    func windows(
        of activities: [StreakActivity],
        after kept: StreakPeriod?
    ) -> [StreakPeriod] {
        var windows: [StreakPeriod] = kept.map { [$0] } ?? []
        for activity in activities.sorted(by: { $0.at < $1.at }) where counts(activity) {
            take(activity, into: &windows)
        }
        return kept == nil ? windows : Array(windows.dropFirst())
    }

    /// Adds an activity that is not older than anything before it; false when it does not count.
    @discardableResult
    func take(_ activity: StreakActivity, into windows: inout [StreakPeriod]) -> Bool {
        if let last = windows.last, isOpen(last.opens, at: activity.at) {
            return windows[windows.count - 1].tally
                .add(activity, under: tallied(in: last.opens))
        }
        let opens = activity.at.microseconds
        let versions = tallied(in: opens)
        var tally = PeriodTally(partCount: versions.count)
        guard tally.add(activity, under: versions) else { return false }
        let before = windows.last.map { standing(after: $0, before: opens) }
        windows.append(StreakPeriod(opens: opens, tally: tally, before: before ?? StreakStanding()))
        return true
    }
}

// MARK: - State

extension RollingJudge {
    /// What a streak is at a moment: of some of the newest windows, oldest first.
    func state(of periods: ArraySlice<StreakPeriod>, at now: Instant) -> StreakState {
        let now = timeline.pausedSince.map { min($0, now) } ?? now
        var state = StreakState()
        // A window that lies ahead has not begun; an open one takes what is about to happen.
        let begun = periods.prefix { $0.opens <= now.microseconds }
        guard let last = begun.last else { return state }
        state.journal = journal(of: begun)
        var standing = last.before
        if last.tally.isSatisfied { standing.extend(in: last.opens) }
        let close = close(of: last.opens)
        let isReset = resets.contains { $0.microseconds >= last.opens && $0.isMade(by: now) }
        if isReset { standing.reset() }
        let deadline = deadline(of: last)
        let isOver = isReset || now >= deadline
        if !isReset, isOver, standing.isGoing { end(&standing, with: last) }

        let isCurrentSatisfied = !isOver && now < close && last.tally.isSatisfied
        state.length = standing.length
        state.longest = standing.longest
        state.status = standing.status(isCurrentSatisfied: isCurrentSatisfied)
        state.latestAt = last.tally.latestAt
        state.startedOn = nil
        state.startedIn = standing.length > 0 ? standing.startedIn : nil
        state.newestPeriod = last.opens
        guard !isOver else { return state }
        if standing.isGoing { state.lastExtendedAt = begun.lastSatisfiedAt }
        state.secondsUntilClose = (now < close ? close : deadline).seconds - now.seconds
        if now < close {
            state.window = Instant(microseconds: last.opens)..<close
            state.progress = last.tally.progress
            state.extendedAt = last.tally.satisfiedAt
        }
        guard standing.isGoing, !isCurrentSatisfied else { return state }
        state.cover = .broken
        state.deadline = deadline
        state.openSince = last.tally.isSatisfied ? close : Instant(microseconds: last.opens)
        let left = deadline.seconds - now.seconds
        state.isAtRisk = timeline.rule.atRiskSeconds.map { left <= $0 } ?? true
        return state
    }

    private func journal(of periods: ArraySlice<StreakPeriod>) -> [JudgedPeriod] {
        zip(periods, periods.dropFirst()).map { period, next in
            let after = standing(after: period, before: next.opens)
            let isBroken = after.brokenIn == period.opens
            let lost = period.before.length + (period.tally.isSatisfied ? 1 : 0)
            return JudgedPeriod(
                opens: period.opens,
                verdict: period.tally.isSatisfied
                    ? .satisfied : isBroken ? .broken : after.isGoing ? .amnesty : .idle,
                length: isBroken ? lost : after.length,
                lengthAfter: after.length,
                lengthBefore: period.before.length,
                freezes: 0,
                resetAt: nil
            )
        }
    }

    /// What befell a streak after one moment, up to and at another, since the first of some of its
    /// newest windows.
    func moments(
        of periods: [StreakPeriod],
        after told: Instant,
        through now: Instant
    ) -> [StreakMoment] {
        var moments: [StreakMoment] = []
        for (index, period) in periods.enumerated() {
            let next = index + 1 < periods.endIndex ? periods[index + 1].opens : nil
            var standing = period.before
            if period.tally.isSatisfied {
                standing.extend(in: period.opens)
                let opens = Instant(microseconds: period.opens)
                moments.append(moment(.extended(from: period.before.length), opens, standing))
            }
            let deadline = deadline(of: period)
            if standing.isGoing, next.map({ $0 >= deadline.microseconds }) ?? true,
                reset(after: period.opens, before: deadline) == nil
            {
                moments.append(moment(.broken, deadline, standing))
            }
        }
        return moments.filter { $0.at > told && $0.at <= now }
    }

    private func moment(
        _ kind: StreakMoment.Kind,
        _ at: Instant,
        _ standing: StreakStanding
    ) -> StreakMoment {
        StreakMoment(at: at, kind: kind, length: standing.length, freezes: 0)
    }

    /// When something will next befall a streak if nothing happens any more, of its two newest
    /// windows.
    func nextMoment(of periods: [StreakPeriod], after now: Instant) -> Instant? {
        guard let newest = periods.last else { return nil }
        let opens = Instant(microseconds: newest.opens)
        if opens > now {
            return moments(of: periods, after: now, through: opens).first?.at ?? opens
        }
        let deadline = deadline(of: newest)
        guard deadline > now, deadline < .distantFuture else { return nil }
        return moments(of: [newest], after: now, through: deadline).first?.at
    }
}
