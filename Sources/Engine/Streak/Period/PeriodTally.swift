public import CivilTime

/// What happened in one period so far, by every rule that held in it (R13).
public struct PeriodTally: Hashable, Sendable {
    /// The progress under each version in force, oldest first; usually one.
    public var parts: [StreakProgress]
    /// When the last activity that counted happened.
    public var latestAt: Instant
    /// When the period had been satisfied by what counts no more, since it was before a reset.
    public var voided: VoidedSatisfaction

    /// A tally with all its parts.
    public init(
        parts: [StreakProgress],
        latestAt: Instant,
        voided: VoidedSatisfaction = []
    ) {
        self.parts = parts
        self.latestAt = latestAt
        self.voided = voided
    }

    /// A tally of nothing yet.
    init(partCount: Int) {
        self.init(
            parts: Array(repeating: StreakProgress(), count: partCount),
            latestAt: .distantPast
        )
    }

    /// Since when the period is satisfied, by the easier of its rules.
    public var satisfiedAt: Instant? { parts.compactMap(\.satisfiedAt).min() }

    /// Whether the period is satisfied.
    public var isSatisfied: Bool { parts.contains { $0.satisfiedAt != nil } }

    /// Which of the rules tells what counted: the one that was satisfied first, else the newest.
    var tellingIndex: Int? {
        guard let satisfiedAt else { return parts.indices.last }
        return parts.firstIndex { $0.satisfiedAt == satisfiedAt }
    }

    /// The progress under the newest rule.
    public var progress: StreakProgress { parts.last ?? StreakProgress() }

    /// Adds an activity under the versions in force; false when it counts for none of them.
    mutating func add(_ activity: StreakActivity, under versions: [StreakVersion]) -> Bool {
        var isCounted = false
        for (index, version) in versions.enumerated() where parts.indices.contains(index) {
            if parts[index].add(activity, under: version.rule) { isCounted = true }
        }
        if isCounted { latestAt = max(latestAt, activity.at) }
        return isCounted
    }

    /// Whether every rule in force is satisfied by a moment.
    func isSatisfied(by moment: Instant) -> Bool {
        parts.allSatisfy { part in part.satisfiedAt.map { $0 <= moment } ?? false }
    }

    /// Whether an activity of the past can be added at the end without changing the result.
    ///
    /// Once a period is satisfied, what happened later and takes nothing away cannot change since
    /// when; the values of a distinct condition are kept in their order, so there it can.
    func takesLate(_ activity: StreakActivity, under versions: [StreakVersion]) -> Bool {
        guard parts.count == versions.count else { return false }
        return zip(parts, versions).allSatisfy { part, version in
            if case .distinct = version.rule.condition { return false }
            guard version.rule.amount(of: activity) >= .zero else { return false }
            guard let satisfiedAt = part.satisfiedAt else { return false }
            return satisfiedAt <= activity.at
        }
    }

    /// Whether an activity that is older than what satisfied the period satisfies it by itself, so
    /// that the period is satisfied since then.
    ///
    /// What came between the two could have taken something away again, so nothing may have; of
    /// what only counts events, nothing can.
    func takesFirst(_ activity: StreakActivity, under versions: [StreakVersion]) -> Bool {
        guard parts.count == versions.count, voided.isEmpty else { return false }
        return zip(parts, versions).allSatisfy { part, version in
            guard let satisfiedAt = part.satisfiedAt, activity.at < satisfiedAt,
                part.sources.isEmpty, version.rule.countsOrHasOne(part)
            else { return false }
            var alone = StreakProgress()
            return alone.add(activity, under: version.rule) && alone.satisfiedAt != nil
        }
    }
}

/// What a period had been before its resets: a length that was reached stays the longest, though
/// the run that reached it ended at once (R15).
public struct VoidedSatisfaction: OptionSet, Hashable, Sendable {
    /// The parts as a number.
    public let rawValue: Int

    /// What a number says.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// It had been satisfied before the first reset, so that the run had grown.
    public static let beforeFirst = VoidedSatisfaction(rawValue: 1)
    /// It was satisfied again before a later one, so that there was a run of one.
    public static let beforeLater = VoidedSatisfaction(rawValue: 2)
}

/// How far a period is under one rule.
public struct StreakProgress: Hashable, Sendable {
    /// How many events.
    public var count: Int64
    /// What their values add up to.
    public var sum: Amount
    /// The different values of the condition's attribute, in the order in which they came.
    public var values: [String]
    /// What each source has, where each has to reach something by itself.
    public var sources: [SourceProgress]
    /// Since when the rule is satisfied.
    public var satisfiedAt: Instant?

    /// Progress with all its parts.
    public init(
        count: Int64 = 0,
        sum: Amount = .zero,
        values: [String] = [],
        sources: [SourceProgress] = [],
        satisfiedAt: Instant? = nil
    ) {
        self.count = count
        self.sum = sum
        self.values = values
        self.sources = sources
        self.satisfiedAt = satisfiedAt
    }

    /// What one source has.
    public struct SourceProgress: Hashable, Sendable {
        /// How many events.
        public var count: Int64
        /// What their values add up to.
        public var sum: Amount
        /// The different values of the condition's attribute.
        public var values: [String]

        /// The progress of a source.
        public init(count: Int64 = 0, sum: Amount = .zero, values: [String] = []) {
            self.count = count
            self.sum = sum
            self.values = values
        }
    }
}

extension StreakProgress {
    /// Adds an activity; false when it counts for no source of the rule.
    fileprivate mutating func add(_ activity: StreakActivity, under rule: StreakRule) -> Bool {
        let matching = rule.sources.indices.filter { rule.sources[$0].takes(activity) }
        guard rule.sources.isEmpty || !matching.isEmpty else { return false }
        let amount = rule.amount(of: activity)
        if let minimum = rule.minimumPerEvent, amount < minimum { return false }
        let value = rule.condition.value(of: activity)
        let capacity = rule.condition.valueCapacity
        count += 1
        sum = sum.addingClamped(amount)
        values.note(value, capacity: capacity)
        if rule.judgesSourcesApart {
            if sources.isEmpty {
                sources = Array(repeating: SourceProgress(), count: rule.sources.count)
            }
            for index in matching where sources.indices.contains(index) {
                sources[index].count += 1
                sources[index].sum = sources[index].sum.addingClamped(amount)
                sources[index].values.note(value, capacity: capacity)
            }
        }
        let isSatisfied = satisfies(rule)
        if !isSatisfied {
            satisfiedAt = nil
        } else if satisfiedAt == nil {
            satisfiedAt = activity.at
        }
        return true
    }

    private func satisfies(_ rule: StreakRule) -> Bool {
        guard rule.judgesSourcesApart else {
            return rule.condition.isMet(
                count: count,
                sum: sum,
                values: values.count,
                threshold: rule.singleThreshold
            )
        }
        let met = rule.sources.indices.map { index in
            let source = sources.indices.contains(index) ? sources[index] : SourceProgress()
            return rule.condition.isMet(
                count: source.count,
                sum: source.sum,
                values: source.values.count,
                threshold: rule.sources[index].threshold
            )
        }
        return rule.requiresEverySource ? met.allSatisfy { $0 } : met.contains(true)
    }
}

extension StreakRule {
    /// Whether what happened in a period can be told from the days of its metrics alone.
    public var followsFromMetricDays: Bool {
        guard case .calendar(let window, zone: nil) = window, window.resetTime == .midnight else {
            return false
        }
        if case .distinct = condition { return false }
        return sumField == nil && minimumPerEvent == nil && !sources.isEmpty
            && sources.allSatisfy { $0.filter.isEmpty && $0.condition == nil }
    }

    /// What an activity adds to a sum: nothing without the attribute, or where that is no number.
    fileprivate func amount(of activity: StreakActivity) -> Amount {
        guard let sumField else { return activity.amount }
        return activity.attributes[sumField].flatMap { Amount(decimal: $0) } ?? .zero
    }

    /// Whether it only counts events, or has counted one.
    fileprivate func countsOrHasOne(_ progress: StreakProgress) -> Bool {
        switch condition {
        case .count: true
        case .sum: progress.count == 1 && progress.sum >= .zero
        case .distinct: false
        }
    }

    /// Whether each source has to reach something by itself; otherwise all of them count together.
    var judgesSourcesApart: Bool {
        sources.count > 1 && (requiresEverySource || sources.contains { $0.threshold != nil })
    }

    /// What a single source has to reach in place of the condition's minimum.
    fileprivate var singleThreshold: Amount? {
        sources.count == 1 ? sources[0].threshold : nil
    }
}

extension StreakSource {
    /// Whether an activity is of this source.
    func takes(_ activity: StreakActivity) -> Bool {
        guard activity.metric == metric else { return false }
        if let condition, !condition.expression.isTrue(for: activity.attributes) { return false }
        return wanted.allSatisfy { key, value in
            activity.attributes[key]?.isSameID(as: value) ?? false
        }
    }
}

extension StreakCondition {
    /// The value that an activity has for a distinct condition.
    fileprivate func value(of activity: StreakActivity) -> String? {
        guard case .distinct(let field, _) = self else { return nil }
        return activity.attributes[field]
    }

    /// How many different values are worth keeping.
    fileprivate var valueCapacity: Int {
        guard case .distinct(_, let minimum) = self else { return 0 }
        return max(minimum, EngineLimits.keptDistinctValues)
    }

    /// Whether something has been reached; a source's threshold stands in for the minimum.
    fileprivate func isMet(count: Int64, sum: Amount, values: Int, threshold: Amount?) -> Bool {
        switch self {
        case .count(let minimum):
            guard let threshold else { return count >= minimum }
            return Amount(millionths: count.multipliedClamped(by: Amount.scale)) >= threshold
        case .sum(let minimum): return sum >= threshold ?? minimum
        case .distinct(_, let minimum):
            guard let threshold else { return values >= minimum }
            return Amount(millionths: Int64(values) * Amount.scale) >= threshold
        }
    }
}

extension [String] {
    /// Keeps a value that is not there yet, byte by byte, while there is room.
    fileprivate mutating func note(_ value: String?, capacity: Int) {
        guard let value, count < capacity, !contains(where: { $0.isSameID(as: value) })
        else { return }
        append(value)
    }
}

extension Amount {
    /// The sum; one too large to be kept is large enough.
    fileprivate func addingClamped(_ other: Amount) -> Amount {
        adding(other) ?? Amount(millionths: other.millionths < 0 ? .min : .max)
    }
}

extension Int64 {
    fileprivate func multipliedClamped(by factor: Int64) -> Int64 {
        let (product, overflows) = multipliedReportingOverflow(by: factor)
        return overflows ? .max : product
    }
}
