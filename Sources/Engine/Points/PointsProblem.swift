import CivilTime

/// What contradicts itself in something that points are set up from: the same for every wire, each of
/// which has its own words for it.
public struct PointsProblem: Error, Hashable, Sendable {
    /// A part that can be at fault.
    public enum Field: String, Hashable, Sendable, CaseIterable {
        case maxPoints
        case expiresAfterDays
        case points
        case metricThreshold
        case streakLength
        case timeInterval
        case maxPerDay
        case maxPerWeek
        case name
        case end
        case multiplier
    }

    /// What is wrong with it.
    public enum Reason: Hashable, Sendable {
        /// It is below what means anything: the least that does.
        case isBelow(Int64)
        /// It is above what can be kept: the most that can.
        case isAbove(Int64)
        /// It is between two whole numbers.
        case isNotWhole
        /// It would change nothing.
        case doesNothing
        /// It comes before the beginning.
        case isBeforeStart
    }

    /// The part that is at fault.
    public let field: Field
    /// What is wrong with it.
    public let reason: Reason

    /// A part that is at fault, and why.
    public init(_ field: Field, _ reason: Reason) {
        self.field = field
        self.reason = reason
    }

    /// What has to be done about it, after the name of the field.
    public var sentence: String {
        switch reason {
        case .isBelow(let least): "must be \(least) or more."
        case .isAbove(let most):
            field == .name
                ? "must have at most \(most) characters." : "must be at most \(most)."
        case .isNotWhole: "must be a whole number."
        case .doesNothing:
            field == .multiplier
                ? "must be above 0, below 100, and not 1." : "must not be 0."
        case .isBeforeStart: "must not be before start."
        }
    }

    /// The problem in the words of the engine.
    @Sendable public static func plainly(_ problem: PointsProblem) -> String {
        "\(problem.field.rawValue) \(problem.sentence)"
    }

    /// Whether a value is outside of what a field may have.
    fileprivate static func of(
        _ field: Field,
        _ value: Int64?,
        _ range: ClosedRange<Int64>
    ) -> PointsProblem? {
        guard let value, !range.contains(value) else { return nil }
        let reason: Reason =
            value < range.lowerBound ? .isBelow(range.lowerBound) : .isAbove(range.upperBound)
        return PointsProblem(field, reason)
    }
}

// MARK: - Finding

extension PointsSystem {
    /// What contradicts itself; nothing when it is sound.
    public var problems: [PointsProblem] {
        [
            .of(.maxPoints, maxPoints, 1...EngineLimits.maximumPoints),
            .of(
                .expiresAfterDays,
                expiresAfterDays.map(Int64.init),
                1...Int64(EngineLimits.maximumPointsDays)
            ),
        ].compactMap { $0 }
    }
}

extension PointsLevel {
    /// What contradicts itself; nothing when it is sound.
    public var problems: [PointsProblem] {
        [.of(.points, points, 0...EngineLimits.maximumPoints)].compactMap { $0 }
    }
}

extension PointsTrigger {
    /// What contradicts itself; nothing when it is sound.
    public var problems: [PointsProblem] {
        let most = EngineLimits.maximumPointsOfTrigger
        let days = Int64(EngineLimits.maximumPointsDays)
        var problems: [PointsProblem?] = [
            points == 0
                ? PointsProblem(.points, .doesNothing) : .of(.points, points, -most...most),
            .of(.maxPerDay, maxPerDay, 1...EngineLimits.maximumPoints),
            .of(.maxPerWeek, maxPerWeek, 1...EngineLimits.maximumPoints),
        ]
        switch cause {
        case .metric(let threshold):
            if threshold.amount < Amount(1) {
                problems.append(PointsProblem(.metricThreshold, .isBelow(1)))
            } else if threshold.amount.millionths % Amount(1).millionths != 0 {
                problems.append(PointsProblem(.metricThreshold, .isNotWhole))
            }
        case .streak(let length, _):
            problems.append(.of(.streakLength, Int64(length), 1...days))
        case .time(let interval):
            let most = interval.unit == .day ? days : days * 24
            problems.append(.of(.timeInterval, Int64(interval.count), 1...most))
        case .achievement, .userCreation: break
        }
        return problems.compactMap { $0 }
    }
}

extension PointsBoost {
    /// The largest number of characters in a name.
    public static let maximumNameLength = 255

    /// What contradicts itself; nothing when it is sound.
    public var problems: [PointsProblem] {
        var problems: [PointsProblem] = []
        if name.unicodeScalars.count > Self.maximumNameLength {
            problems.append(PointsProblem(.name, .isAbove(Int64(Self.maximumNameLength))))
        }
        if multiplier <= .zero || multiplier >= Amount(100) || multiplier == Amount(1) {
            problems.append(PointsProblem(.multiplier, .doesNothing))
        }
        if let end, end < start { problems.append(PointsProblem(.end, .isBeforeStart)) }
        return problems
    }
}
