@testable import Engine

/// What happened in one period so far.
struct ReferenceProgress {
    private var count: Int64 = 0
    private var sum = Amount.zero
    private var values: Set<String> = []

    /// Adds an activity.
    mutating func add(_ activity: StreakActivity, under condition: StreakCondition) {
        count += 1
        // A sum too large to be kept is large enough.
        sum = sum.adding(activity.amount) ?? Amount(millionths: .max)
        if case .distinct(let field, _) = condition, let value = activity.attributes[field] {
            values.insert(value)
        }
    }

    /// Whether the period is satisfied.
    func satisfies(_ condition: StreakCondition) -> Bool {
        switch condition {
        case .count(let minimum): count >= minimum
        case .sum(let minimum): sum >= minimum
        case .distinct(_, let minimum): values.count >= minimum
        }
    }
}
