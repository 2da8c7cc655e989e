import CivilTime
import Engine

extension StreakRule {
    /// Since when activities in order of time meet the condition; what is taken away may undo it.
    func satisfiedAt(
        by activities: [StreakActivity],
        _ keys: [AttributeID: String]
    ) -> Instant? {
        var since: Instant?
        var done: [StreakActivity] = []
        for activity in activities.sorted(by: { $0.at < $1.at }) where counts(activity, keys) {
            done.append(activity)
            since = isMet(by: done, keys) ? since ?? activity.at : nil
        }
        return since
    }

    /// Whether an activity is of one of the sources; without any, everything counts.
    func counts(_ activity: StreakActivity, _ keys: [AttributeID: String]) -> Bool {
        guard minimumPerEvent.map({ amount(of: activity) >= $0 }) ?? true else { return false }
        return sources.isEmpty || sources.contains { $0.counts(activity, keys) }
    }

    private func isMet(by done: [StreakActivity], _ keys: [AttributeID: String]) -> Bool {
        if sources.count == 1 { return isMet(by: done, threshold: sources[0].threshold) }
        guard requiresEverySource || sources.contains(where: { $0.threshold != nil }) else {
            return isMet(by: done, threshold: nil)
        }
        let met = sources.map { source in
            isMet(by: done.filter { source.counts($0, keys) }, threshold: source.threshold)
        }
        if sources.isEmpty { return isMet(by: done, threshold: nil) }
        return requiresEverySource ? !met.contains(false) : met.contains(true)
    }

    private func isMet(by done: [StreakActivity], threshold: Amount?) -> Bool {
        let reached: Amount
        let minimum: Amount
        switch condition {
        case .count(let count):
            (reached, minimum) = (whole(Int64(done.count)), whole(count))
        case .sum(let sum):
            // A sum too large to be kept is large enough.
            reached = done.reduce(Amount.zero) { total, activity in
                total.adding(amount(of: activity)) ?? Amount(millionths: .max)
            }
            minimum = sum
        case .distinct(let field, let count):
            let values = Set(done.compactMap { $0.attributes[field] }.map { Array($0.utf8) })
            (reached, minimum) = (whole(Int64(values.count)), whole(Int64(count)))
        }
        return reached >= threshold ?? minimum
    }

    private func amount(of activity: StreakActivity) -> Amount {
        guard let sumField else { return activity.amount }
        return activity.attributes[sumField].flatMap { Amount(decimal: $0) } ?? .zero
    }

    private func whole(_ number: Int64) -> Amount { Amount(millionths: number * 1_000_000) }
}

extension StreakSource {
    /// Whether an activity is of this source: of its metric, carrying all that it asks for.
    func counts(_ activity: StreakActivity, _ keys: [AttributeID: String]) -> Bool {
        guard activity.metric == metric else { return false }
        if let condition, !condition.expression.isTrue(for: activity.attributes) { return false }
        return filter.attributes.allSatisfy { id, value in
            keys[id].flatMap { activity.attributes[$0] } == value
        }
    }
}
