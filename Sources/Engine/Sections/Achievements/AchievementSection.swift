/// What a user has reached, and the totals that only achievements ask for.
public struct AchievementSection: Sendable {
    /// The completions that were found, and those of this fold.
    public private(set) var completions: [AchievementID: Completion] = [:]
    /// The achievements that were looked up, whether or not the user has them.
    private var lookedUp: Set<AchievementID> = []
    /// Whether every completion was looked up.
    private var knowsAll = false
    /// The totals of filters that were looked up, and those of this fold.
    public private(set) var filteredTotals: [EventFilterID: Amount] = [:]
    /// How long the longest run of the primary streak ever was, where somebody only asks what would
    /// be reached; a fold judges the streak itself.
    public internal(set) var longestStreak: Int?
    /// Whether the primary streak may have reached something that nobody has looked at yet.
    var awaitsStreak = false
    /// The completions to be written.
    public private(set) var newCompletions: [Completion] = []
    /// The filters whose totals have to be written.
    public private(set) var changedFilters: Set<EventFilterID> = []
}

// MARK: - Reading

extension Snapshot {
    /// When the user reached an achievement, if ever.
    func completion(of achievement: AchievementID) throws(Interruption) -> Completion? {
        if let known = achievements.completion(of: achievement, isStored) { return known }
        throw .lacking([.completion(achievement, of: key)])
    }

    /// Makes sure that it is known of some achievements whether the user has them.
    func requireCompletions(of wanted: some Sequence<AchievementID>) throws(Interruption) {
        let missing = wanted.filter { achievements.completion(of: $0, isStored) == nil }
        if missing.isEmpty { return }
        // Of many, all that the user has is found in one place.
        throw missing.count > EngineLimits.completionsLookedUpOneByOne
            ? .lacking([.completions(key)])
            : .lacking(Set(missing.map { .completion($0, of: key) }))
    }

    /// Everything that the user has reached.
    func completions() throws(Interruption) -> [AchievementID: Completion] {
        guard !isStored || achievements.hasAll else { throw .lacking([.completions(key)]) }
        return achievements.completions
    }

    /// What the user's events of a metric that pass a filter add up to.
    func total(of filter: EventFilter, _ metric: MetricID) throws(Interruption) -> Amount {
        if let known = achievements.filteredTotals[filter.id] { return known }
        guard isStored else { return .zero }
        // Who has no day of a metric has no event of it, and so nothing to add up.
        if try tally(of: metric).stored == nil { return .zero }
        throw .lacking([.filteredTotal(filter, metric, of: key)])
    }
}

extension AchievementSection {
    fileprivate var hasAll: Bool { knowsAll }

    /// The completion of an achievement, or that there is none; nothing where that is not known.
    fileprivate func completion(of achievement: AchievementID, _ isStored: Bool) -> Completion?? {
        if let known = completions[achievement] { return known }
        let isKnown = !isStored || knowsAll || lookedUp.contains(achievement)
        return isKnown ? .some(nil) : nil
    }
}

// MARK: - What was looked up

extension Snapshot {
    /// Takes in whether the user has reached an achievement.
    public mutating func learn(_ completion: Completion?, of achievement: AchievementID) {
        achievements.learn(completion, of: achievement)
    }

    /// Takes in everything that the user has reached.
    public mutating func learn(completions: [AchievementID: Completion]) {
        achievements.learn(completions)
    }

    /// Takes in what the events that pass a filter add up to.
    public mutating func learn(total: Amount, of filter: EventFilterID) {
        achievements.learn(total, of: filter)
    }

    /// Takes in how long the longest run of the primary streak was, for a question of what would be
    /// reached.
    public mutating func learn(longestStreak: Int?) {
        achievements.longestStreak = longestStreak
    }
}

extension AchievementSection {
    fileprivate mutating func learn(_ completion: Completion?, of achievement: AchievementID) {
        lookedUp.insert(achievement)
        if completions[achievement] == nil { completions[achievement] = completion }
    }

    fileprivate mutating func learn(_ stored: [AchievementID: Completion]) {
        completions.merge(stored) { own, _ in own }
        knowsAll = true
    }

    fileprivate mutating func learn(_ total: Amount, of filter: EventFilterID) {
        if filteredTotals[filter] == nil { filteredTotals[filter] = total }
    }
}

// MARK: - Changing

extension Snapshot {
    /// Gives the user an achievement, and leaves it to be told.
    mutating func complete(_ achievement: Achievement, _ completion: Completion) {
        achievements.complete(completion)
        tell(Fact(completion, of: achievement, by: key))
    }

    /// Gives the user an achievement that was told when it was reached.
    mutating func adopt(_ completion: Completion) {
        achievements.complete(completion)
    }

    /// Adds to a filter's total; tells it before and after, or nothing when it would not fit.
    mutating func add(
        _ amount: Amount,
        to filter: EventFilter,
        of metric: MetricID
    ) throws(Interruption) -> (before: Amount, after: Amount)? {
        let before = try total(of: filter, metric)
        guard let after = before.adding(amount) else { return nil }
        achievements.set(after, of: filter.id)
        return (before, after)
    }
}

extension AchievementSection {
    fileprivate mutating func complete(_ completion: Completion) {
        completions[completion.achievement] = completion
        newCompletions.append(completion)
    }

    fileprivate mutating func set(_ total: Amount, of filter: EventFilterID) {
        filteredTotals[filter] = total
        changedFilters.insert(filter)
    }
}

extension AchievementSection {
    /// Whether there is more to be written than what `Snapshot.mayChangeRollUps` tells.
    var hasChanged: Bool { !changedFilters.isEmpty }
}
