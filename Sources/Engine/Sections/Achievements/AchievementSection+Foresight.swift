import CivilTime

extension AchievementSection: Section {
    /// Whether the user has what the totals may pass, and what else decides about that.
    ///
    /// An event touches achievements only if its user's totals may pass what one asks for, so that
    /// with the totals of now few have to be looked up, however many there are.
    public static func foresee(
        _ touch: UserTouch,
        of snapshot: Snapshot,
        in fold: Fold,
        _ wants: inout Set<Want>
    ) {
        guard snapshot.isStored, !fold.rulebook.achievements.isEmpty else { return }
        var foresight = AchievementForesight(fold: fold, snapshot: snapshot)
        switch touch {
        case .event(let draft, _):
            foresight.addUser(told: draft.userChange)
            foresight.addTotals(of: draft)
        case .change(let change): foresight.addUser(told: change)
        case .completion(let key):
            if let achievement = fold.rulebook.achievements.achievement(key: key) {
                foresight.ask(for: achievement)
            }
        case .judging(let achievements):
            foresight.addUser(told: UserChange())
            for id in achievements {
                if let achievement = fold.rulebook.achievements[id] {
                    foresight.judge(achievement)
                }
            }
        case .deletion, .showing, .points, .streaks: break
        }
        wants.formUnion(foresight.wants)
    }
}

/// What will probably be asked of one user's achievements.
private struct AchievementForesight {
    let fold: Fold
    let snapshot: Snapshot
    var wants: Set<Want> = []

    private var index: AchievementIndex { fold.rulebook.achievements }

    /// The achievements that the totals of an event may pass.
    mutating func addTotals(of draft: EventDraft) {
        guard let metric = fold.rulebook.metric(key: draft.metricKey)?.id else { return }
        if let total = snapshot.totals.tallies[metric]?.total,
            let after = total.adding(draft.amount)
        {
            for achievement in index.passed(by: metric, from: total, to: after) {
                ask(for: achievement)
            }
        }
        guard index.hasFilters(metric) else { return }
        let carried = fold.rulebook.eventAttributes(draft.attributes)
        for filter in index.filters(of: metric, passing: carried) { want(filter, of: metric) }
    }

    /// What is told of a user may open achievements that the user has what it takes for.
    mutating func addUser(told change: UserChange) {
        for (key, value) in change.attributes {
            guard let attribute = fold.rulebook.attribute(.user, key: key)?.id,
                snapshot.profile.attributes?[attribute] != value
            else { continue }
            for achievement in index.asking(for: attribute) { judge(achievement) }
        }
        guard let user = snapshot.user else { return }
        for achievement in index.anniversaries {
            guard case .anniversary(let years) = achievement.trigger,
                fold.anniversary(years, of: user) != nil
            else { continue }
            ask(for: achievement)
        }
    }

    /// An achievement that is judged by what the user has done.
    mutating func judge(_ achievement: Achievement) {
        switch achievement.trigger {
        case .metric(let threshold):
            guard let tally = snapshot.totals.tallies[threshold.metric] else {
                wants.insert(.tally(threshold.metric, of: snapshot.key))
                return ask(for: achievement)
            }
            if let filter = threshold.filter {
                want(filter, of: threshold.metric)
            } else if tally.total >= threshold.amount {
                ask(for: achievement)
            }
        case .composite, .streak, .api, .anniversary: ask(for: achievement)
        }
    }

    /// Whether the user has an achievement, and what else decides about the composites that it may
    /// complete.
    mutating func ask(for achievement: Achievement) {
        guard wants.insert(.completion(achievement.id, of: snapshot.key)).inserted else { return }
        if !achievement.userFilter.isEmpty { wants.insert(.attributes(snapshot.key)) }
        for part in achievement.trigger.parts {
            wants.insert(.completion(part, of: snapshot.key))
        }
        for composite in index.composites(with: achievement.id) { ask(for: composite) }
    }

    private mutating func want(_ filter: EventFilter, of metric: MetricID) {
        // Who has no day of a metric has nothing to add up.
        guard snapshot.totals.tallies[metric]?.stored != nil else { return }
        wants.insert(.filteredTotal(filter, metric, of: snapshot.key))
    }
}
