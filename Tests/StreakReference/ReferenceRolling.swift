import CivilTime
import Engine

/// Judges the windows of a rolling streak in order (R11): each is opened by an activity.
struct ReferenceRolling {
    private let history: ReferenceHistory
    let timeline: ReferenceTimeline
    private let length: Duration

    /// The window that activities fall into, and what became of it.
    private struct Window {
        let opens: Instant
        let closes: Instant
        let rule: ReferenceRule
        var done: [StreakActivity] = []
    }

    /// A run while its windows are judged.
    private struct Walk {
        var run = ReferenceRun()
        var window: Window?
        /// Every window that is over, or goes on.
        var rows: [Row] = []
    }

    /// A window, and what it came to.
    struct Row {
        let opens: Instant
        let closes: Instant
        /// When the run breaks after it if nothing happens any more.
        let deadline: Instant
        /// Whether somebody reset the streak before that.
        var isReset = false
        let isSatisfied: Bool
        /// The length that it ended with, and the longest run by then.
        let length: Int
        let longest: Int
        /// Whether a run was going that would break.
        let isGoing: Bool
    }

    init(_ history: ReferenceHistory, _ timeline: ReferenceTimeline, _ length: Duration) {
        self.history = history
        self.timeline = timeline
        self.length = length
    }

    /// The state at a moment.
    func state(at now: Instant) -> ReferenceState { state(walk(until: now), at: now) }

    /// Every window that has begun by a moment, and the run after them.
    func windows(at now: Instant) -> (rows: [Row], run: ReferenceRun) {
        var walk = walk(until: now)
        count(&walk)
        return (walk.rows, walk.run)
    }

    private func walk(until now: Instant) -> Walk {
        var walk = Walk()
        var resets = history.marks.filter { $0.isReset && $0.at < now.adding(milliseconds: 1) }
            .map(\.at)
        let activities = history.activities.filter { !timeline.isPaused(at: $0.at) }
        for activity in activities.sorted(by: { $0.at < $1.at }) {
            while let reset = resets.first, reset < activity.at {
                resets.removeFirst()
                settle(&walk, by: reset)
                self.reset(&walk, at: reset)
            }
            // A window that lies ahead has not begun; an open one takes what is about to happen.
            guard activity.at <= now || isOpen(walk, at: activity.at) else { break }
            settle(&walk, by: activity.at)
            take(activity, &walk)
        }
        for reset in resets {
            settle(&walk, by: reset)
            self.reset(&walk, at: reset)
        }
        settle(&walk, by: now)
        return walk
    }

    private func isOpen(_ walk: Walk, at moment: Instant) -> Bool {
        walk.window.map { moment < $0.closes } ?? false
    }

    private func satisfiedAt(_ window: Window) -> Instant? {
        window.rule.satisfiedAt(window.done, history.attributeKeys)
    }

    private func deadline(of window: Window) -> Instant {
        let isSatisfied = satisfiedAt(window) != nil
        var deadline =
            isSatisfied ? timeline.moment(length, after: window.closes) : window.closes
        // What an amnesty took of the time since the window opened is given back (R17).
        var past = window.opens
        for amnesty in history.amnesties.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            let begins = amnesty.lowerBound < past ? past : amnesty.lowerBound
            if begins >= deadline || begins >= amnesty.upperBound { continue }
            past = amnesty.upperBound
            deadline = deadline + (past - begins)
        }
        return deadline
    }

    /// Ends what has ended by a moment: a window unsatisfied at its close breaks the run then, a
    /// satisfied one that nothing followed breaks it one length later.
    private func settle(_ walk: inout Walk, by moment: Instant) {
        guard let window = walk.window, moment >= deadline(of: window) else { return }
        let isSatisfied = satisfiedAt(window) != nil
        let missed =
            isSatisfied
            ? window.closes..<max(window.closes, deadline(of: window))
            : window.opens..<window.closes
        count(&walk)
        if walk.run.isGoing {
            let rule = ReferenceRule(timeline.versions(during: missed))
            let last = deadline(of: window).microseconds - 1
            walk.run.end(in: last, resetsOnMiss: rule.resetsOnMiss)
        }
        walk.window = nil
    }

    private func reset(_ walk: inout Walk, at moment: Instant) {
        count(&walk)
        if let last = walk.rows.indices.last, walk.rows[last].deadline > moment {
            walk.rows[last].isReset = true
        }
        walk.run.reset(in: moment.microseconds)
        walk.window = nil
    }

    /// Has a window that is over make the run longer, if it was satisfied.
    private func count(_ walk: inout Walk) {
        guard let window = walk.window else { return }
        let isSatisfied = satisfiedAt(window) != nil
        if isSatisfied { walk.run.extend(in: window.opens.microseconds) }
        walk.rows.append(
            Row(
                opens: window.opens,
                closes: window.closes,
                deadline: deadline(of: window),
                isSatisfied: isSatisfied,
                length: walk.run.length,
                longest: walk.run.longest,
                isGoing: walk.run.isGoing
            )
        )
    }

    private func take(_ activity: StreakActivity, _ walk: inout Walk) {
        if !isOpen(walk, at: activity.at) {
            let closes = timeline.moment(length, after: activity.at)
            let rule = ReferenceRule(timeline.versions(during: activity.at..<closes))
            guard rule.counting.contains(where: { $0.counts(activity, history.attributeKeys) })
            else { return }
            count(&walk)
            walk.window = Window(opens: activity.at, closes: closes, rule: rule)
        }
        walk.window?.done.append(activity)
    }

    private func state(_ walk: Walk, at now: Instant) -> ReferenceState {
        var walk = walk
        let window = walk.window
        let satisfiedAt = window.flatMap(satisfiedAt)
        count(&walk)
        var state = ReferenceState()
        state.length = walk.run.length
        state.longest = walk.run.longest
        let isCurrentSatisfied = isOpen(walk, at: now) && satisfiedAt != nil
        state.status =
            isCurrentSatisfied
            ? .extended
            : walk.run.isGoing
                ? .alive
                : walk.run.longest == 0 ? .none : walk.run.length == 0 ? .broken : .lapsed
        guard let window else { return state }
        let ends = now < window.closes ? window.closes : deadline(of: window)
        state.secondsUntilClose = ends.seconds - now.seconds
        if now < window.closes { state.extendedAt = satisfiedAt }
        guard walk.run.isGoing, !isCurrentSatisfied else { return state }
        state.cover = .broken
        let left = deadline(of: window).seconds - now.seconds
        state.isAtRisk = timeline.newest.rule.atRiskSeconds.map { left <= $0 } ?? true
        return state
    }
}
