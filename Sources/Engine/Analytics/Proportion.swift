/// Some of many: how many did something, of how many.
public struct Proportion: Hashable, Sendable {
    /// How many did it.
    public let count: Int64
    /// Of how many.
    public let total: Int64

    /// Some of many; never more than there are.
    public init(_ count: Int64, of total: Int64) {
        self.total = max(0, total)
        self.count = min(max(0, count), self.total)
    }

    /// The share; nothing of nobody.
    public var share: Double? { total > 0 ? Double(count) / Double(total) : nil }

    /// Between what two standard deviations of a normal distribution 95 of 100 lie.
    public static let deviations = 1.959963984540054

    /// Where the share of all users like these is, 95 times of 100: Wilson's score interval, which
    /// stays between 0 and 1 and holds for few users and for shares near the ends too.
    public var interval: ClosedRange<Double>? {
        guard let share else { return nil }
        let (n, z) = (Double(total), Self.deviations)
        let middle = share + z * z / (2 * n)
        let reach = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        let scale = 1 + z * z / n
        return max(0, (middle - reach) / scale)...min(1, (middle + reach) / scale)
    }

    /// By how much a share is above another one, and between what 95 times of 100: Newcombe's
    /// interval, which is made of the two of Wilson.
    public func difference(from other: Proportion) -> Estimate? {
        guard let one = share, let two = other.share, let own = interval,
            let others = other.interval
        else { return nil }
        let below = squareSum(one - own.lowerBound, others.upperBound - two)
        let above = squareSum(own.upperBound - one, two - others.lowerBound)
        return Estimate(value: one - two, interval: (one - two - below)...(one - two + above))
    }

    private func squareSum(_ left: Double, _ right: Double) -> Double {
        (left * left + right * right).squareRoot()
    }
}

/// A number that is known within bounds.
public struct Estimate: Hashable, Sendable {
    /// The number.
    public let value: Double
    /// Where it is, 95 times of 100.
    public let interval: ClosedRange<Double>

    /// Whether there is an effect: whether nothing at all is out of bounds.
    public var isCertain: Bool { !interval.contains(0) }
}

/// What some users have of something: how many they are, and the sums that a mean and its spread
/// follow from.
public struct Moments: Hashable, Sendable {
    /// How many.
    public let count: Int64
    /// What they have together.
    public let sum: Double
    /// The sum of the squares.
    public let squares: Double

    /// Sums over some users.
    public init(count: Int64, sum: Double, squares: Double) {
        self.count = count
        self.sum = sum
        self.squares = squares
    }

    /// The mean; nothing of nobody.
    public var mean: Double? { count > 0 ? sum / Double(count) : nil }

    /// How far the mean may be off, squared.
    private var error: Double? {
        guard let mean, count > 1 else { return nil }
        let variance = max(0, squares - Double(count) * mean * mean) / Double(count - 1)
        return variance / Double(count)
    }

    /// By how much a mean is above another one, and between what 95 times of 100: Welch's interval
    /// for many users.
    public func difference(from other: Moments) -> Estimate? {
        guard let one = mean, let two = other.mean, let own = error, let others = other.error
        else { return nil }
        let reach = Proportion.deviations * (own + others).squareRoot()
        return Estimate(value: one - two, interval: (one - two - reach)...(one - two + reach))
    }
}

/// Whether users have come into the arms of a split as they should have.
public enum SampleRatio {
    /// Above what the sum is once in a thousand splits that are as they should be, by the number of
    /// arms: the quantiles of the chi-squared distribution with one degree of freedom less.
    private static let bounds: [Int: Double] = [
        2: 10.827566170662733, 3: 13.815510557964274, 4: 16.26623619623813,
    ]

    /// Above what a split of so many arms is suspicious.
    public static func bound(ofArms count: Int) -> Double { bounds[count] ?? 0 }

    /// The sum of the squared distances from what was expected, each divided by that.
    public static func distance(_ counts: [Int64], shares: [Double]) -> Double {
        let total = Double(counts.reduce(0, +))
        let whole = shares.reduce(0, +)
        guard total > 0, whole > 0 else { return 0 }
        return zip(counts, shares).reduce(0) { sum, arm in
            let expected = total * arm.1 / whole
            guard expected > 0 else { return sum }
            let distance = Double(arm.0) - expected
            return sum + distance * distance / expected
        }
    }

    /// Whether a split of 2 to 4 arms is so uneven that it would be once in a thousand times.
    public static func isSuspicious(_ counts: [Int64], shares: [Double]) -> Bool {
        guard let bound = bounds[counts.count] else { return false }
        return distance(counts, shares: shares) > bound
    }
}
