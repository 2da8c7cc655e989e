/// What the arms of an experiment came to, and how far each is from the first.
public struct ExperimentResults: Sendable {
    /// What was counted of an arm.
    public struct Counts: Hashable, Sendable {
        /// How large the arm is beside the others.
        public let weight: Int
        /// How many users have entered.
        public var users: Int64 = 0
        /// How many were active on each day after they entered, of those who have had it.
        public var retention: [Proportion] = []
        /// On how many days they were active.
        public var activeDays = Moments(count: 0, sum: 0, squares: 0)
        /// How many events they had.
        public var events = Moments(count: 0, sum: 0, squares: 0)

        /// An arm that nobody has entered.
        public init(weight: Int) { self.weight = weight }
    }

    /// How far something of an arm is above the same of the first one.
    public struct Comparison: Hashable, Sendable {
        /// The difference.
        public let difference: Estimate
        /// The same, as a share of what the first arm has; nothing where that has nothing.
        public let uplift: Estimate?

        init?(_ difference: Estimate?, of base: Double?) {
            guard let difference else { return nil }
            self.difference = difference
            guard let base, base > 0 else {
                uplift = nil
                return
            }
            let interval = difference.interval
            uplift = Estimate(
                value: difference.value / base,
                interval: (interval.lowerBound / base)...(interval.upperBound / base)
            )
        }
    }

    /// An arm.
    public struct Arm: Sendable {
        /// What was counted.
        public let counts: Counts
        /// How many users it would have if all were divided by the weights.
        public let expected: Double
        /// How far each share is above that of the first arm.
        public let retention: [Comparison?]
        /// The same of days on which they were active.
        public let activeDays: Comparison?
        /// The same of events.
        public let events: Comparison?
    }

    /// The arms, in their order.
    public let arms: [Arm]
    /// How far the split is from what it should be.
    public let distance: Double
    /// Whether it is so far that it would be once in a thousand times.
    public let isSuspicious: Bool

    /// What follows from what was counted.
    public init(_ counts: [Counts]) {
        let weights = counts.map { Double($0.weight) }
        let users = counts.map(\.users)
        let total = Double(users.reduce(0, +))
        let whole = weights.reduce(0, +)
        distance = SampleRatio.distance(users, shares: weights)
        isSuspicious = SampleRatio.isSuspicious(users, shares: weights)
        arms = counts.indices.map { index in
            let arm = counts[index]
            let base = index == 0 ? nil : counts[0]
            return Arm(
                counts: arm,
                expected: whole > 0 ? total * weights[index] / whole : 0,
                retention: arm.retention.indices.map { age in
                    guard let base, base.retention.indices.contains(age) else { return nil }
                    return Comparison(
                        arm.retention[age].difference(from: base.retention[age]),
                        of: base.retention[age].share
                    )
                },
                activeDays: Self.compare(arm.activeDays, with: base?.activeDays),
                events: Self.compare(arm.events, with: base?.events)
            )
        }
    }

    private static func compare(_ own: Moments, with base: Moments?) -> Comparison? {
        guard let base else { return nil }
        return Comparison(own.difference(from: base), of: base.mean)
    }
}
