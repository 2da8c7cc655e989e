import CivilTime

// Achievements are judged where something rises past what they ask for: a total, a streak, the
// parts that a user has. Each step completes what it reaches in the snapshot; `conclude` adds the
// composites that follow, and puts everything into the order that callers are promised.

extension Fold {
    /// What an event reaches by taking a metric's total, and those of filters, from one value to
    /// another.
    func achievementsReached(
        by event: Event,
        adding amount: Amount,
        from before: Amount,
        to after: Amount,
        tellingOf number: Int64?,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> [Achievement] {
        guard !rulebook.achievements.isEmpty else { return [] }
        let index = rulebook.achievements
        var passed = Array(index.passed(by: event.metric, from: before, to: after))
        for filter in index.filters(
            of: event.metric,
            passing: rulebook.eventAttributes(event.attributes)
        ) {
            guard let total = try snapshot.add(amount, to: filter, of: event.metric) else {
                throw .refused(Refusal(.totalOutOfRange))
            }
            passed += index.passed(by: filter.id, from: total.before, to: total.after)
        }
        return try complete(passed, by: number, in: &snapshot)
    }

    /// What years since signing up have reached by now.
    ///
    /// It is reached with the first moment of its day, however much later somebody looks.
    func anniversariesReached(
        in snapshot: inout Snapshot
    ) throws(Interruption) -> [Achievement] {
        guard !rulebook.achievements.anniversaries.isEmpty, let user = snapshot.user else {
            return []
        }
        var reached: [Achievement] = []
        for achievement in rulebook.achievements.anniversaries {
            guard case .anniversary(let years) = achievement.trigger,
                let start = anniversary(years, of: user),
                try isOpen(achievement, to: snapshot)
            else { continue }
            snapshot.complete(
                achievement,
                Completion(achievement: achievement.id, achievedAt: start)
            )
            reached.append(achievement)
        }
        return reached
    }

    /// What the user already has what it takes for.
    func achievementsDue(
        among achievements: [Achievement],
        tellingOf number: Int64? = nil,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> [Achievement] {
        var due: [Achievement] = []
        for achievement in achievements where try hasReached(achievement.trigger, snapshot) {
            due.append(achievement)
        }
        return try complete(due, by: number, in: &snapshot)
    }

    /// Completes the composites that follow from what was reached, and tells everything in order.
    @discardableResult
    func conclude(
        _ reached: [Achievement],
        by number: Int64? = nil,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> [CompletedAchievement] {
        var all = reached
        var parts = reached[...]
        while !parts.isEmpty {
            var seen: Set<AchievementID> = []
            let composites = parts.flatMap { rulebook.achievements.composites(with: $0.id) }
                .filter { seen.insert($0.id).inserted }
            let due = try achievementsDue(among: composites, tellingOf: number, in: &snapshot)
            parts = due[...]
            all += parts
        }
        return told(all, snapshot)
    }

    /// Completions in the order that callers are promised.
    func told(_ achievements: [Achievement], _ snapshot: Snapshot) -> [CompletedAchievement] {
        Achievement.inOrder(achievements).compactMap { achievement in
            snapshot.achievements.completions[achievement.id].map {
                CompletedAchievement(achievement: achievement, achievedAt: $0.achievedAt)
            }
        }
    }

    /// What an event has reached, or had reached when it was taken in: also by what came with it.
    func achievementsTold(
        of number: Int64,
        in snapshot: Snapshot
    ) throws(Interruption) -> [CompletedAchievement] {
        guard !rulebook.achievements.isEmpty else { return [] }
        let completions =
            isRetry
            ? try snapshot.completions().values.filter { $0.event == number }
            : snapshot.achievements.newCompletions.filter { $0.event == number }
        let index = rulebook.achievements
        return told(
            completions.compactMap { index.achievement($0.achievement, for: snapshot.key) },
            snapshot
        )
    }

    private func complete(
        _ achievements: [Achievement],
        by number: Int64?,
        in snapshot: inout Snapshot
    ) throws(Interruption) -> [Achievement] {
        if achievements.isEmpty { return [] }
        try snapshot.requireCompletions(of: achievements.map(\.id))
        var completed: [Achievement] = []
        for achievement in achievements where try isOpen(achievement, to: snapshot) {
            snapshot.complete(
                achievement,
                Completion(achievement: achievement.id, achievedAt: now, event: number)
            )
            completed.append(achievement)
        }
        return completed
    }

    /// Whether a user may reach an achievement, and has not yet.
    func isOpen(
        _ achievement: Achievement,
        to snapshot: Snapshot
    ) throws(Interruption) -> Bool {
        guard achievement.status == .active, achievement.arm?.admits(snapshot.key) ?? true,
            canBeReached(achievement),
            try snapshot.completion(of: achievement.id) == nil
        else { return false }
        return try isOpen(achievement.userFilter, to: snapshot)
    }

    /// Whether a user has the attributes that an achievement asks for.
    func isOpen(
        _ filter: AttributeFilter,
        to snapshot: Snapshot
    ) throws(Interruption) -> Bool {
        filter.isEmpty ? true : filter.matches(try snapshot.attributes())
    }

    /// Whether what reaches an achievement is still there: totals of a deleted metric are kept.
    private func canBeReached(_ achievement: Achievement) -> Bool {
        guard let metric = achievement.trigger.threshold?.metric else { return true }
        return rulebook.metric(id: metric) != nil
    }

    func hasReached(
        _ trigger: AchievementTrigger,
        _ snapshot: Snapshot
    ) throws(Interruption) -> Bool {
        switch trigger {
        case .metric(let threshold):
            if let filter = threshold.filter {
                return try snapshot.total(of: filter, threshold.metric) >= threshold.amount
            }
            return try snapshot.tally(of: threshold.metric).total >= threshold.amount
        case .composite(let parts):
            try snapshot.requireCompletions(of: parts)
            return parts.allSatisfy { snapshot.achievements.completions[$0] != nil }
        case .streak(let length):
            return (snapshot.achievements.longestStreak ?? 0) >= length
        case .api, .anniversary:
            return false
        }
    }

    /// The first moment of a user's anniversary, if it has come.
    func anniversary(_ years: Int, of user: User) -> Instant? {
        guard let signUpOn = user.signUpOn,
            let zone = try? zones.zone(named: user.zone ?? rulebook.defaultZone)
        else { return nil }
        let start = zone.startOfDay(signUpOn.adding(months: 12 * years))
        return start <= now ? start : nil
    }
}

extension Achievement {
    /// Metrics first, by what they ask for, then streaks, calls and anniversaries, and composites
    /// after their parts; oldest first where nothing else decides.
    static func inOrder(_ achievements: [Achievement]) -> [Achievement] {
        guard achievements.count > 1 else { return achievements }
        var ordered = achievements.filter(\.trigger.parts.isEmpty).sorted { left, right in
            (left.trigger.rank, left.trigger.limit, left.id)
                < (right.trigger.rank, right.trigger.limit, right.id)
        }
        var rest = achievements.filter { !$0.trigger.parts.isEmpty }.sorted { $0.id < $1.id }
        while !rest.isEmpty {
            let waiting = Set(rest.map(\.id))
            let next = rest.firstIndex { waiting.isDisjoint(with: $0.trigger.parts) }
            ordered.append(rest.remove(at: next ?? 0))
        }
        return ordered
    }
}

extension AchievementTrigger {
    fileprivate var rank: Int {
        switch self {
        case .metric: 0
        case .streak: 1
        case .api: 2
        case .anniversary: 3
        case .composite: 4
        }
    }

    fileprivate var limit: Int64 {
        switch self {
        case .metric(let threshold): threshold.amount.millionths
        case .streak(let length): Int64(length)
        case .anniversary(let years): Int64(years)
        case .api, .composite: 0
        }
    }
}

extension Rulebook {
    /// What an event carries, by the numbers of the attributes.
    public func eventAttributes(_ attributes: [String: String]) -> [AttributeID: String] {
        var values: [AttributeID: String] = [:]
        for (key, value) in attributes {
            guard let attribute = attribute(.event, key: key) else { continue }
            values[attribute.id] = value
        }
        return values
    }
}
