import CivilTime

@testable import Engine

/// Judges the windows of a rolling streak in order (R11): each is opened by an activity.
struct ReferenceRolling {
    private let rule: StreakRule
    private let length: Duration
    private var run = ReferenceRun()
    private var open: OpenWindow?

    /// The window that activities fall into.
    private struct OpenWindow {
        let start: Instant
        var progress = ReferenceProgress()
        var isCounted = false
    }

    init(rule: StreakRule, length: Duration) {
        self.rule = rule
        self.length = length
    }

    /// The state at a moment.
    mutating func run(_ activities: [StreakActivity], until now: Instant) -> ReferenceState {
        for activity in activities.sorted(by: { $0.at < $1.at }) {
            // A window that lies ahead has not begun; an open one takes what is about to happen.
            guard activity.at <= now || isOpen(at: activity.at) else { break }
            close(before: activity.at)
            take(activity)
        }
        close(before: now)
        return state(at: now)
    }

    private func isOpen(at moment: Instant) -> Bool {
        open.map { moment < $0.start + length } ?? false
    }

    /// Ends what has ended by a moment: a window unsatisfied at its close breaks the run then, a
    /// satisfied one that nothing followed breaks it one length later.
    private mutating func close(before moment: Instant) {
        guard let window = open, moment >= window.start + length else { return }
        let isSatisfied = window.progress.satisfies(rule.condition)
        if isSatisfied, !window.isCounted {
            run.extend(under: rule)
            open?.isCounted = true
        }
        guard !isSatisfied || moment >= window.start + length + length else { return }
        run.end(under: rule)
        open = nil
    }

    private mutating func take(_ activity: StreakActivity) {
        if !isOpen(at: activity.at) { open = OpenWindow(start: activity.at) }
        open?.progress.add(activity, under: rule.condition)
    }

    private mutating func state(at now: Instant) -> ReferenceState {
        let isCurrentSatisfied =
            isOpen(at: now) && open?.progress.satisfies(rule.condition) == true
        if isCurrentSatisfied { run.extend(under: rule) }
        var state = ReferenceState()
        state.length = run.length
        state.longest = run.longest
        state.status = run.status(isCurrentSatisfied: isCurrentSatisfied, under: rule)
        if let window = open {
            let closes = window.start + length
            state.secondsUntilClose =
                (now < closes ? closes : closes + length).seconds - now.seconds
        }
        return state
    }
}
