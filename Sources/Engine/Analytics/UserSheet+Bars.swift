public import CivilTime

/// A number of analytics, as what a user has to have done to be counted in it.
public enum AnalyticsBar: Hashable, Sendable {
    /// Did something on a day, of a metric or of any.
    case active(on: CivilDate, DaysOf, metric: MetricID?)
    /// Had a streak at the end of a day whose length is in one of some buckets.
    case length(of: StreakDefinitionID, buckets: ClosedRange<Int64>, on: CivilDate)
    /// Completed an achievement, on a day or ever.
    case completed(AchievementID, on: CivilDate?)
    /// Entered an arm of an experiment.
    case arm(of: ExperimentID, key: String)
    /// Signed up in one of some weeks, told by their first days, and meets all of some conditions.
    case signedUp(from: CivilDate, to: CivilDate, [EarlyCondition])
    /// Something befell the streak on a day: one of some series.
    case befell(StreakDefinitionID, Set<RollUpCell.Series>, on: CivilDate)
    /// Got points or lost some on a day, by one of some kinds.
    case points(of: PointsSystemID, PointsFlow, on: CivilDate)
    /// Was on a level at the end of a day.
    case level(PointsLevelID, of: PointsSystemID, on: CivilDate)
}

/// What is known of the first days of somebody who signed up.
public enum EarlyCondition: Hashable, Sendable {
    /// Was active at an age, by its slot.
    case activeAt(slot: Int64)
    /// Was active on so many of the first 30 days, or more.
    case activeDays(atLeast: Int)
    /// Has a trait, so much of it or more.
    case has(RollUpCell.Series, of: Int64, atLeast: Int64)
    /// Does not have it, or less of it.
    case lacks(RollUpCell.Series, of: Int64, atLeast: Int64)
}

/// How points become more or fewer.
public enum PointsFlow: String, Sendable, CaseIterable {
    /// They were added.
    case given
    /// They were taken.
    case taken
    /// They were not spent in time.
    case expired

    /// Whether a roll-up of points belongs to it.
    fileprivate func has(_ cell: RollUpCell) -> Bool {
        guard cell.part != 0 else { return self == .given }
        let expiry = PointsRow.Kind.allCases.firstIndex(of: .expiry).map(Int64.init)
        return self == (cell.slot == expiry ? .expired : .taken)
    }
}

extension UserSheet {
    /// Whether the user is one of those whom a number counts.
    public func isCounted(in bar: AnalyticsBar) -> Bool {
        switch bar {
        case .active(let day, let days, let metric):
            return cells.keys.contains { cell in
                cell.series == .events && cell.day == day && cell.slot == days.rawValue
                    && (metric == nil || metric?.number == cell.subject)
            }
        case .length(let streak, let buckets, let day):
            return stands(.lengthChange, of: streak.number, buckets, on: day)
        case .completed(let achievement, let day):
            return cells.keys.contains { cell in
                cell.series == .completed && cell.subject == achievement.number
                    && (day == nil || day == cell.day)
            }
        case .arm(let experiment, let key):
            let segment = Segment(Segment.experiment(experiment.number), key)
            return valued.keys.contains { $0.segment == segment }
        case .signedUp(let first, let last, let conditions):
            let week = signUpOn.startOfWeek(weekStart: 1)
            return first <= week && week <= last && conditions.allSatisfy(meets)
        case .befell(let streak, let series, let day):
            return cells.keys.contains { cell in
                series.contains(cell.series) && cell.subject == streak.number && cell.day == day
            }
        case .points(let system, let flow, let day):
            return cells.keys.contains { cell in
                cell.series == .points && cell.subject == system.number && cell.day == day
                    && flow.has(cell)
            }
        case .level(let level, let system, let day):
            let slots = level.number...level.number
            return stands(.levelChange, of: system.number, slots, on: day)
        }
    }

    /// Whether the user is counted at the end of a day in what is kept as changes.
    private func stands(
        _ series: RollUpCell.Series,
        of subject: Int64,
        _ slots: ClosedRange<Int64>,
        on day: CivilDate
    ) -> Bool {
        var standing: Int64 = 0
        for (cell, value) in cells
        where cell.series == series && cell.subject == subject && cell.day <= day
            && slots.contains(cell.slot)
        { standing += value.count }
        return standing > 0
    }

    private func meets(_ condition: EarlyCondition) -> Bool {
        switch condition {
        case .activeAt(let slot): ages().contains(slot)
        case .activeDays(let least): firstDays() >= least
        case .has(let series, let subject, let least): has(series, of: subject, least)
        case .lacks(let series, let subject, let least): !has(series, of: subject, least)
        }
    }

    private func has(_ series: RollUpCell.Series, of subject: Int64, _ least: Int64) -> Bool {
        traits.contains { $0.series == series && $0.subject == subject && $0.part >= least }
    }
}
