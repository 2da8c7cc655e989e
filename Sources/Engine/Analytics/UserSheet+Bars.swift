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
            var standing: Int64 = 0
            for (cell, value) in cells
            where cell.series == .lengthChange && cell.subject == streak.number
                && cell.day <= day && buckets.contains(cell.slot)
            { standing += value.count }
            return standing > 0
        case .completed(let achievement, let day):
            return cells.keys.contains { cell in
                cell.series == .completed && cell.subject == achievement.number
                    && (day == nil || day == cell.day)
            }
        case .arm(let experiment, let key):
            let segment = Segment(Segment.experiment(experiment.number), key)
            return valued.keys.contains { $0.segment == segment }
        }
    }
}
