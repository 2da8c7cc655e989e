import CivilTime
import Engine
import Storage

/// What has to be loaded of users' achievements for a group.
///
/// An event touches them only if its user's totals may pass what an achievement asks for. So the
/// group's commands say by how much each total may rise, and with the totals of now that leads to
/// the few achievements to look at, however many there are.
struct AchievementNeeds {
    /// By how much a total may fall and rise within the group.
    private struct Span {
        var fall: Int64 = 0
        var rise: Int64 = 0

        mutating func add(_ amount: Amount) {
            if amount < .zero {
                fall = Self.sum(fall, -amount.millionths)
            } else {
                rise = Self.sum(rise, amount.millionths)
            }
        }

        private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
            let (sum, overflows) = left.addingReportingOverflow(right)
            return overflows ? .max : sum
        }

        func bounds(around total: Amount) -> (from: Amount, to: Amount) {
            let from = total.millionths.subtractingReportingOverflow(fall)
            let to = total.millionths.addingReportingOverflow(rise)
            return (
                Amount(millionths: from.overflow ? .min : from.partialValue),
                Amount(millionths: to.overflow ? .max : to.partialValue)
            )
        }
    }

    private let users: [UserKey: User]
    private let attributes: [UserKey: [AttributeID: String]]
    private var indexes: [UserKey: AchievementIndex] = [:]
    private var totals: [UserKey: [MetricID: Span]] = [:]
    private var filters: [UserKey: [EventFilter: (metric: MetricID, span: Span)]] = [:]
    private var asked: [UserKey: Set<AchievementID>] = [:]
    /// Those of metrics that are to be judged by the totals.
    private var judged: [UserKey: [Achievement]] = [:]
    /// Those whose composites have been looked at.
    private var opened: [UserKey: Set<AchievementID>] = [:]
    /// The users of whom everything that asks for a streak is looked at.
    private(set) var ofStreaks: Set<UserKey> = []
    /// Metrics whose totals are needed though no event of the group adds to them.
    private(set) var metrics: [(user: UserKey, metric: MetricID)] = []

    init(users: [UserKey: User], attributes: [UserKey: [AttributeID: String]]) {
        self.users = users
        self.attributes = attributes
    }

    var isEmpty: Bool { indexes.isEmpty }
}

// MARK: - What commands need

extension AchievementNeeds {
    /// Adds what a command needs that touches a user; of one never seen before nothing is stored.
    mutating func add(
        _ touch: Touch,
        rulebook: Rulebook,
        now: Instant,
        events: [UserKey: [Event]]
    ) {
        let user = touch.user
        guard !rulebook.achievements.isEmpty, isKnown(user, rulebook) else { return }
        switch touch.kind {
        case .event(let draft, _):
            addUser(user, told: draft.userChange, rulebook, now)
            guard let metric = rulebook.metric(key: draft.metricKey)?.id else { return }
            add(draft.amount, of: metric, draft.attributes, by: user, rulebook)
            // How long a streak will be is known only once it is judged.
            guard rulebook.primaryStreak != nil else { return }
            ofStreaks.insert(user)
            for achievement in rulebook.achievements.ofStreaks {
                ask(for: achievement.id, of: user)
            }
        case .change(let change): addUser(user, told: change, rulebook, now)
        case .completion(let key):
            if let achievement = rulebook.achievements.achievement(key: key) {
                ask(for: achievement.id, of: user)
            }
        case .judging(let achievements):
            addUser(user, told: UserChange(), rulebook, now)
            for id in achievements {
                if let achievement = rulebook.achievements[id] { judge(achievement, of: user) }
            }
        case .deletion(let id):
            for event in events[user] ?? [] where event.id == id {
                add(event.amount.negated, of: event.metric, event.attributes, by: user, rulebook)
            }
        case .showing, .streaks: break
        }
    }

    private mutating func isKnown(_ user: UserKey, _ rulebook: Rulebook) -> Bool {
        guard users[user] != nil else { return false }
        if indexes[user] == nil { indexes[user] = rulebook.achievements }
        return true
    }

    private mutating func add(
        _ amount: Amount,
        of metric: MetricID,
        _ carried: [String: String],
        by user: UserKey,
        _ rulebook: Rulebook
    ) {
        totals[user, default: [:]][metric, default: Span()].add(amount)
        guard rulebook.achievements.hasFilters(metric) else { return }
        let values = rulebook.eventAttributes(carried)
        for filter in rulebook.achievements.filters(of: metric, passing: values) {
            filters[user, default: [:]][filter, default: (metric, Span())].span.add(amount)
        }
    }

    /// What is told of a user may open achievements that the user has what it takes for.
    private mutating func addUser(
        _ user: UserKey,
        told change: UserChange,
        _ rulebook: Rulebook,
        _ now: Instant
    ) {
        for (key, value) in change.attributes {
            guard let attribute = rulebook.attribute(.user, key: key)?.id else { continue }
            let asking = rulebook.achievements.asking(for: attribute)
            guard !asking.isEmpty, !isSame(attributes[user]?[attribute], value) else { continue }
            for achievement in asking { judge(achievement, of: user) }
        }
        // The day of a moment may be one earlier where the user is.
        let told = change.signUpAt.map { Zone.utc.civilDate(at: $0).adding(days: -1) }
        for signUpOn in [users[user]?.signUpOn, change.signUpOn.applied(to: nil), told] {
            guard let signUpOn else { continue }
            addAnniversaries(since: signUpOn, of: user, rulebook.achievements, now)
        }
    }

    /// Days begin up to a day earlier or later elsewhere.
    private mutating func addAnniversaries(
        since signUpOn: CivilDate,
        of user: UserKey,
        _ index: AchievementIndex,
        _ now: Instant
    ) {
        let latest = Zone.utc.civilDate(at: now).adding(days: 1)
        for achievement in index.anniversaries {
            guard case .anniversary(let years) = achievement.trigger,
                signUpOn.adding(months: 12 * years) <= latest
            else { return }
            ask(for: achievement.id, of: user)
        }
    }

    private mutating func judge(_ achievement: Achievement, of user: UserKey) {
        switch achievement.trigger {
        case .metric(let threshold):
            judged[user, default: []].append(achievement)
            // The metric's days also tell whether there can be events that pass the filter.
            metrics.append((user, threshold.metric))
            if let filter = threshold.filter {
                let known = filters[user]?[filter] ?? (threshold.metric, Span())
                filters[user, default: [:]][filter] = known
            }
        case .composite(let parts):
            ask(for: achievement.id, of: user)
            for part in parts { ask(for: part, of: user) }
        case .streak, .api, .anniversary:
            ask(for: achievement.id, of: user)
        }
    }

    private func isSame(_ stored: String?, _ told: String?) -> Bool {
        guard let stored, let told else { return stored == told }
        return stored.isSameID(as: told)
    }
}

// MARK: - What has to be loaded

extension AchievementNeeds {
    /// The filters whose totals are needed.
    var filterPlaces: [FilteredTotalPlace] {
        filters.flatMap { user, filters in
            filters.map { FilteredTotalPlace(user: user, metric: $0.value.metric, filter: $0.key) }
        }
    }

    /// Adds the achievements that the totals may pass.
    mutating func addPassed(
        _ days: [UserKey: [MetricID: MetricDay]],
        _ filtered: [UserKey: [EventFilterID: Amount]]
    ) {
        for (user, spans) in totals {
            for (metric, span) in spans {
                let bounds = span.bounds(around: days[user]?[metric]?.total ?? .zero)
                for achievement in indexes[user]?.passed(
                    by: metric,
                    from: bounds.from,
                    to: bounds.to
                ) ?? [] { ask(for: achievement.id, of: user) }
            }
        }
        for (user, spans) in filters {
            for (filter, place) in spans {
                let bounds = place.span.bounds(around: filtered[user]?[filter.id] ?? .zero)
                for achievement in indexes[user]?.passed(
                    by: filter.id,
                    from: bounds.from,
                    to: bounds.to
                ) ?? [] { ask(for: achievement.id, of: user) }
            }
        }
    }

    /// Adds the achievements to be judged that the totals may suffice for.
    mutating func addJudged(
        _ days: [UserKey: [MetricID: MetricDay]],
        _ filtered: [UserKey: [EventFilterID: Amount]]
    ) {
        for (user, achievements) in judged {
            for achievement in achievements {
                guard let threshold = achievement.trigger.threshold else { continue }
                let (total, span) =
                    if let filter = threshold.filter {
                        (filtered[user]?[filter.id], filters[user]?[filter]?.span)
                    } else {
                        (days[user]?[threshold.metric]?.total, totals[user]?[threshold.metric])
                    }
                let most = (span ?? Span()).bounds(around: total ?? .zero).to
                if most >= threshold.amount { ask(for: achievement.id, of: user) }
            }
        }
    }

    /// The completions to look for.
    var completions: [(user: UserKey, achievement: AchievementID)] {
        asked.flatMap { user, achievements in achievements.map { (user, $0) } }
    }

    /// The users whose attributes decide whether an achievement is open to them.
    var filteredUsers: [UserKey] {
        asked.compactMap { user, achievements in
            let isFiltered = achievements.contains { id in
                indexes[user]?[id]?.userFilter.isEmpty == false
            }
            return isFiltered ? user : nil
        }
    }

    /// Wants to know whether a user has an achievement, and what else decides about the composites
    /// that it may complete.
    mutating func ask(for achievement: AchievementID, of user: UserKey) {
        guard opened[user, default: []].insert(achievement).inserted else { return }
        asked[user, default: []].insert(achievement)
        for composite in indexes[user]?.composites(with: achievement) ?? [] {
            asked[user, default: []].formUnion(composite.trigger.parts)
            ask(for: composite.id, of: user)
        }
    }
}
