import CivilTime

/// When freezes come to a user (R7): what was granted, what a new user begins with, and what time
/// brings.
struct FreezeIncome {
    /// Those of a date, in order of time.
    private let grants: [FreezeGrant]
    private let earnings: [Earning]

    /// Freezes that come every few days after an anchor, up to a date.
    private struct Earning {
        let rule: FreezeRule.Earning
        let anchor: CivilDate
        let until: CivilDate?

        /// How many times they have come through a date.
        func times(through date: CivilDate) -> Int {
            let last = until.map { min($0, date) } ?? date
            return max(0, anchor.days(until: last) / rule.days)
        }

        /// The first date after another on which they come.
        func next(after date: CivilDate) -> CivilDate? {
            let next = anchor.adding(days: (times(through: date) + 1) * rule.days)
            if let until, next > until { return nil }
            return next
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
            var version = timeline.versions.startIndex
            while version < timeline.versions.endIndex {
                let rule = timeline.versions[version].rule.freezes.earning
                let since = version == 0 ? first : max(first, day(timeline.versions[version].from))
                var next = version + 1
                while next < timeline.versions.endIndex,
                    timeline.versions[next].rule.freezes.earning == rule
                {
                    next += 1
                }
                if let rule, rule.days > 0 {
                    let until =
                        next < timeline.versions.endIndex
                        ? day(timeline.versions[next].from) : nil
                    earnings.append(Earning(rule: rule, anchor: since, until: until))
                }
                version = next
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
