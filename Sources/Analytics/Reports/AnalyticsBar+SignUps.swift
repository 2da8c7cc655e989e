public import CivilTime
public import Engine

/// How far somebody came in the first 30 days, in the order of the steps.
public enum FunnelStep: String, Sendable, CaseIterable {
    case signedUp
    case active
    case returned
    case streak3
    case streak7
    case streak14
    case streak30

    /// The length of a streak that a step is.
    var length: Int64? {
        switch self {
        case .signedUp, .active, .returned: nil
        case .streak3: 3
        case .streak7: 7
        case .streak14: 14
        case .streak30: 30
        }
    }

    /// What those have done who have come to it.
    fileprivate func condition(of streak: StreakDefinitionID) -> EarlyCondition? {
        switch self {
        case .signedUp: nil
        case .active: .activeDays(atLeast: 1)
        case .returned: .activeDays(atLeast: 2)
        case .streak3, .streak7, .streak14, .streak30:
            length.map { .has(.retainedByStreak30, of: streak.number, atLeast: $0) }
        }
    }
}

/// Which of those whom a split tells apart.
public enum SplitGroup: String, Sendable, CaseIterable {
    case those
    case others
}

extension AnalyticsBar {
    /// Those who were active at an age, of those who signed up in the weeks of some days.
    ///
    /// As in the report, weeks count of which everybody has had that age.
    public static func retained(
        at age: Int,
        _ unit: RetentionUnit,
        _ split: RetentionSplit,
        _ group: SplitGroup?,
        signedUp days: ClosedRange<CivilDate>,
        today: CivilDate
    ) -> AnalyticsBar? {
        guard let slot = unit.ages.first(where: { $0.age == age })?.slot else { return nil }
        var conditions = [EarlyCondition.activeAt(slot: slot)]
        if let group, let (series, subject, least) = split.trait {
            conditions.append(
                group == .those
                    ? .has(series, of: subject, atLeast: least)
                    : .lacks(series, of: subject, atLeast: least)
            )
        }
        return signedUp(in: days, before: today.adding(days: -unit.end(of: age)), conditions)
    }

    /// Those who came to a step of the funnel, of those who signed up in the weeks of some days.
    public static func came(
        to step: FunnelStep,
        of streak: StreakDefinitionID,
        signedUp days: ClosedRange<CivilDate>,
        today: CivilDate
    ) -> AnalyticsBar {
        let conditions = step.condition(of: streak).map { [$0] } ?? []
        return signedUp(in: days, before: today.adding(days: -29), conditions)
    }

    /// Those who signed up in weeks that were over before a day.
    private static func signedUp(
        in days: ClosedRange<CivilDate>,
        before end: CivilDate,
        _ conditions: [EarlyCondition]
    ) -> AnalyticsBar {
        let last = days.upperBound.startOfWeek(weekStart: 1)
        return .signedUp(
            from: days.lowerBound.startOfWeek(weekStart: 1),
            // The week's last day is 6 days after its first, and is before the end.
            to: min(last, end.adding(days: -7)),
            conditions
        )
    }
}
