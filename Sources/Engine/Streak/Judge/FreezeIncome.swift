import CivilTime

/// When freezes come to a user (R7): what was granted, what a new user begins with, and what time
/// brings.
struct FreezeIncome {
    /// Those of a date, in order of time.
    private let grants: [FreezeGrant]
    private let earnings: [Earning]

    /// Freezes that come every few days after an anchor: those after one date, up to another.
    private struct Earning {
        let rule: FreezeRule.Earning
        let anchor: CivilDate
        let since: CivilDate
        let until: CivilDate?

        /// How many times they have come through a date.
        func times(through date: CivilDate) -> Int {
            let last = until.map { min($0, date) } ?? date
            return max(0, round(on: last) - round(on: since))
        }

        /// The first date after another on which they come.
        func next(after date: CivilDate) -> CivilDate? {
            let next = anchor.adding(days: (round(on: max(date, since)) + 1) * rule.days)
            if let until, next > until { return nil }
            return next
        }

        private func round(on date: CivilDate) -> Int {
            max(0, anchor.days(until: date) / rule.days)
        }
    }

    /// The income of a user; `day` finds the date of an instant.
    init(
        _ circumstances: StreakCircumstances,
        timeline: StreakTimeline,
        day: (Instant) -> CivilDate
    ) {
        var grants = circumstances.grants
        var earnings: [Earning] = []
        if let firstSeenAt = circumstances.firstSeenAt {
            let first = day(firstSeenAt)
            let start = timeline.version(at: firstSeenAt).rule.freezes.startCount
            if start > 0 { grants.append(FreezeGrant(on: first, count: start)) }
            var anchor = first
            for (index, version) in timeline.versions.enumerated() {
                let rule = version.rule.freezes.earning
                let since = index == 0 ? first : max(first, day(version.from))
                if index > 0, rule != timeline.versions[index - 1].rule.freezes.earning {
                    anchor = since
                }
                // While the definition is paused, time brings nothing.
                guard let rule, rule.days > 0, !version.isPaused else { continue }
                let next = index + 1
                let until =
                    next < timeline.versions.endIndex ? day(timeline.versions[next].from) : nil
                earnings.append(Earning(rule: rule, anchor: anchor, since: since, until: until))
            }
        }
        self.grants = grants.sorted { $0.on < $1.on }
        self.earnings = earnings
    }

    /// Whether none ever come.
    var isEmpty: Bool { grants.isEmpty && earnings.isEmpty }

    /// How many come after one date, up to and on another.
    func count(after start: CivilDate?, through end: CivilDate) -> Int {
        var count = 0
        for grant in grants where grant.on <= end && start.map({ grant.on > $0 }) ?? true {
            count += grant.count
        }
        return count + earned(after: start, through: end)
    }

    /// How many of those time brings.
    func earned(after start: CivilDate?, through end: CivilDate) -> Int {
        earnings.reduce(0) { count, earning in
            let before = start.map { earning.times(through: $0) } ?? 0
            return count + max(0, earning.times(through: end) - before) * earning.rule.count
        }
    }

    /// The next date after another on which time brings some.
    func nextEarning(after date: CivilDate) -> CivilDate? {
        earnings.compactMap { $0.next(after: date) }.min()
    }
}
