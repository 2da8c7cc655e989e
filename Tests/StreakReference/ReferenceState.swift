package import CivilTime
package import Engine

/// What the judge of the tests says of a streak at one moment.
package struct ReferenceState: Equatable {
    package var length = 0
    package var status = StreakState.Status.none
    package var longest = 0
    package var freezesUsed: [CivilDate] = []
    package var graceUsed: [CivilDate] = []
    package var freezeBalance = 0
    package var currentPeriod: CivilDate?
    package var brokenPeriod: CivilDate?
    package var secondsUntilClose: Int64?
    package var startedOn: CivilDate?
    package var expiresOn: CivilDate?
    package var extendedAt: Instant?
    package var cover: JudgedPeriod.Verdict?
    package var isAtRisk = false
    /// The periods that have ended, in which a run was going or that a reset was in.
    package var periods: [Period] = []

    /// A period that has ended.
    package struct Period: Hashable {
        package var opens: Int64
        package var verdict: JudgedPeriod.Verdict
        package var length: Int
        package var lengthAfter: Int
        package var freezes: Int
    }

    package init() {}

    /// The part of the engine's answer that the judge knows too.
    package init(_ state: StreakState) {
        length = state.length
        status = state.status
        longest = state.longest
        freezesUsed = state.freezesUsed
        graceUsed = state.graceUsed
        freezeBalance = state.freezeBalance
        currentPeriod = state.currentPeriod
        brokenPeriod = state.brokenPeriod
        secondsUntilClose = state.secondsUntilClose
        startedOn = state.startedOn
        expiresOn = state.expiresOn
        extendedAt = state.extendedAt
        cover = state.cover
        isAtRisk = state.isAtRisk
        periods = state.journal.map {
            Period(
                opens: $0.opens,
                verdict: $0.verdict,
                length: $0.length,
                lengthAfter: $0.lengthAfter,
                freezes: $0.freezes
            )
        }
    }

    /// The judge's answer: a replay of everything, from nothing, by the plainest code.
    package init(_ history: ReferenceHistory, at now: Instant) {
        let timeline = ReferenceTimeline(history)
        // While the definition is paused, it stays as it was.
        let now = timeline.pausedSince.map { min($0, now) } ?? now
        switch timeline.newest.rule.window {
        case .calendar(let window, let zone):
            let judge = ReferenceCalendar(history, timeline, window, fixedZone: zone)
            self = judge.state(at: now)
        case .rolling(let length):
            let judge = ReferenceRolling(history, timeline, length)
            self = judge.state(at: now)
        }
    }

    /// Without the windows of a rolling streak, which have no first dates.
    package mutating func forgetWindows(of window: StreakWindow) {
        guard case .rolling = window else { return }
        periods = []
        brokenPeriod = nil
    }

    /// What differs from another, one line each.
    package func differences(from other: ReferenceState) -> [String] {
        var mine = self
        var theirs = other
        mine.periods = []
        theirs.periods = []
        let fields = zip(Mirror(reflecting: mine).children, Mirror(reflecting: theirs).children)
        var lines = fields.compactMap { left, right -> String? in
            let (first, second) = ("\(left.value)", "\(right.value)")
            return first == second ? nil : "\(left.label ?? ""): \(first) / \(second)"
        }
        // What was reset before anything was satisfied is no part of any run.
        let told = [periods, other.periods].map { $0.drop { $0.verdict == .idle } }
        let longer = max(told[0].count, told[1].count)
        if let place = (0..<longer).first(where: { index in
            told[0].dropFirst(index).first != told[1].dropFirst(index).first
        }) {
            let pair = told.map { $0.dropFirst(place).first }
            lines.append("period \(place): \(pair)")
        }
        return lines
    }
}
