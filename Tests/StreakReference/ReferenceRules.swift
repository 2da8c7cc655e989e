package import CivilTime
package import Engine

/// The rules of a streak as they were set one after the other, and which of them have judged
/// somebody (R13).
package struct ReferenceRules {
    /// A rule for a while.
    private struct Span {
        var version: StreakVersion
        /// Whether it has judged somebody's period, so that it is kept.
        var hasJudged = false
    }

    private var spans: [Span]

    /// The rule that a streak begins with.
    package init(_ version: StreakVersion) { spans = [Span(version: version)] }

    /// The rules that held, oldest first.
    package var versions: [StreakVersion] { spans.map(\.version) }

    /// Sets another rule: for the future, or for all time.
    package mutating func change(to version: StreakVersion, for scope: StreakChangeScope) {
        let latest = spans[spans.count - 1].version
        let isAnotherRule = spans.contains { $0.version.rule != version.rule }
        // What holds already changes nothing.
        guard
            latest.isPaused != version.isPaused || latest.rule != version.rule
                || latest.isCustomizable != version.isCustomizable || scope == .all && isAnotherRule
        else { return }
        let hasJudged = spans.contains(where: \.hasJudged)
        for index in spans.indices where scope == .all || !spans[index].hasJudged {
            // When it was paused stays as it was.
            spans[index].version.rule = version.rule
            if latest.isCustomizable != version.isCustomizable {
                spans[index].version.isCustomizable = version.isCustomizable
            }
        }
        spans.append(Span(version: version))
        // Everybody has been counted by what holds for all time.
        if scope == .all, hasJudged { keep() }
    }

    /// Keeps what has judged somebody by a moment: a user to whom something has happened in a period
    /// that it holds for, or whose run was going as such a period ended.
    package mutating func note(_ history: ReferenceHistory, at now: Instant) {
        guard let first = spans.firstIndex(where: { !$0.hasJudged }) else { return }
        // The first one holds for all time before it.
        let start = first == 0 ? Instant.distantPast : spans[first].version.from
        if history.isJudged(since: start, at: now) { keep() }
    }

    private mutating func keep() {
        for index in spans.indices { spans[index].hasJudged = true }
    }
}

extension ReferenceHistory {
    /// Whether rules since a moment have judged a period of the user.
    fileprivate func isJudged(since start: Instant, at now: Instant) -> Bool {
        let timeline = ReferenceTimeline(self)
        switch timeline.newest.rule.window {
        case .calendar(let window, let zone):
            return ReferenceCalendar(self, timeline, window, fixedZone: zone)
                .hasJudged(since: start, at: now)
        case .rolling(let length):
            let rows = ReferenceRolling(self, timeline, length).windows(at: now).rows
            return rows.last.map { $0.deadline > start } ?? false
        }
    }
}

extension ReferenceCalendar {
    fileprivate func hasJudged(since start: Instant, at now: Instant) -> Bool {
        let counted = history.activities.filter { activity in
            !timeline.isPaused(at: activity.at)
                && rule(in: period(of: activity)).counting.contains {
                    $0.counts(activity, history.attributeKeys)
                }
        }
        guard start > .distantPast else { return !counted.isEmpty }
        let first = period(at: start)
        if counted.contains(where: { period(of: $0) >= first }) { return true }
        guard period(at: now) > first else { return false }
        return state(at: beginning(of: first)).isGoing
    }
}

extension ReferenceState {
    /// Whether a run is going.
    fileprivate var isGoing: Bool { status == .alive || status == .extended }
}
