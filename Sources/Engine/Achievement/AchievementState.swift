/// What the engine needs to know of one user's achievements, and what a fold has changed of them.
public struct AchievementState: Sendable {
    /// The completions that were loaded, and those of this fold.
    public private(set) var completions: [AchievementID: Completion]
    /// The totals of filters that were loaded, and those of this fold.
    public private(set) var filteredTotals: [EventFilterID: Amount]
    /// How long the longest run of the primary streak ever was, where that has been looked up.
    public var longestStreak: Int?
    /// Whether the completions of every achievement that asks for a streak were loaded.
    public var knowsStreaks = false
    /// Whether the primary streak may have reached something that nobody has looked at yet.
    var awaitsStreak = false
    /// The completions to be written.
    public private(set) var newCompletions: [Completion] = []
    /// The filters whose totals have to be written.
    public private(set) var changedFilters: Set<EventFilterID> = []

    /// What was loaded; what is not there was never reached, or is zero.
    public init(
        completions: [AchievementID: Completion] = [:],
        filteredTotals: [EventFilterID: Amount] = [:]
    ) {
        self.completions = completions
        self.filteredTotals = filteredTotals
    }

    /// Whether nothing has to be written.
    public var isUnchanged: Bool { newCompletions.isEmpty && changedFilters.isEmpty }

    /// Takes in everything that the user has reached, besides what the fold has changed.
    mutating func know(_ stored: [AchievementID: Completion]) {
        completions.merge(stored) { own, _ in own }
        knowsStreaks = true
    }

    mutating func complete(_ completion: Completion) {
        precondition(completions[completion.achievement] == nil, "nothing is completed twice")
        completions[completion.achievement] = completion
        newCompletions.append(completion)
    }

    /// Adds to a filter's total; tells it before and after, or nothing when it would not fit.
    mutating func add(
        _ amount: Amount,
        to filter: EventFilterID
    ) -> (before: Amount, after: Amount)? {
        let before = filteredTotals[filter] ?? .zero
        guard let after = before.adding(amount) else { return nil }
        filteredTotals[filter] = after
        changedFilters.insert(filter)
        return (before, after)
    }
}
