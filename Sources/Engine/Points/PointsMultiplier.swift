/// What several boosts together make of points: the exact product of their multipliers, rounded once.
public struct PointsMultiplier: Hashable, Sendable {
    private var significand: UInt128 = 1
    /// How many decimal places the significand has.
    private var places = 0
    /// How what comes of it becomes whole: as the boost says that was created last.
    private let rounding: PointsBoost.Rounding

    /// The product of some boosts; of none, points stay as they are.
    public init(_ boosts: some Sequence<PointsBoost>) {
        self.init(boosts.map { PointsRow.Boost($0) })
    }

    /// The product of boosts as they were when a row was made.
    init(_ boosts: [PointsRow.Boost]) {
        let ordered = boosts.sorted { $0.id < $1.id }
        rounding = ordered.last?.rounding ?? .down
        for boost in ordered { multiply(by: boost.multiplier) }
    }

    /// What becomes of points above zero.
    public func applied(to points: Int64) -> Int64 {
        guard points > 0 else { return points }
        var product = self
        product.multiply(UInt128(points))
        let divisor = Self.power(of: product.places)
        let (quotient, rest) = product.significand.quotientAndRemainder(dividingBy: divisor)
        var whole = quotient
        switch rounding {
        case .down: break
        case .up: if rest > 0 { whole += 1 }
        case .nearest: if rest >= divisor - rest { whole += 1 }
        }
        return Int64(min(whole, UInt128(EngineLimits.maximumPoints)))
    }

    private mutating func multiply(by amount: Amount) {
        var value = UInt128(max(0, amount.millionths))
        var valuePlaces = Amount.places
        while valuePlaces > 0, value.isMultiple(of: 10) {
            value /= 10
            valuePlaces -= 1
        }
        places += valuePlaces
        multiply(value)
    }

    /// Digits that do not fit are cut off: of so many boosts, the last ones mean nothing.
    private mutating func multiply(_ value: UInt128) {
        while true {
            let (product, overflows) = significand.multipliedReportingOverflow(by: value)
            if !overflows, places <= Self.maximumPlaces {
                significand = product
                return
            }
            guard places > 0 else {
                significand = UInt128(EngineLimits.maximumPoints)
                return
            }
            significand /= 10
            places -= 1
        }
    }

    private static let maximumPlaces = 37

    private static func power(of places: Int) -> UInt128 {
        (0..<places).reduce(UInt128(1)) { power, _ in power * 10 }
    }
}
