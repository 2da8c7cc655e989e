public import CivilTime

extension StreakProgress {
    /// The same with all that happened on some days of the metrics that count.
    ///
    /// A period may be counted only until it is satisfied; what came later is known from these.
    fileprivate func counting(_ days: some Sequence<MetricDay>) -> StreakProgress {
        var progress = self
        progress.count = 0
        progress.sum = .zero
        for day in days {
            progress.count += day.eventCount
            progress.sum = progress.sum.adding(day.change) ?? progress.sum
        }
        return progress
    }
}

extension StreakState {
    /// The same with all that happened in the current period, known from the days of the metrics
    /// that its rule counts.
    public func counting(_ days: [MetricID: [MetricDay]], under rule: StreakRule) -> StreakState {
        guard extendedAt != nil, let dates = currentDates else { return self }
        var state = self
        state.progress = progress.counting(
            rule.metrics.flatMap { days[$0] ?? [] }.filter { dates.contains($0.day) }
        )
        return state
    }
}

extension StreakAudit {
    /// From the first date of its periods to the last.
    public var dates: ClosedRange<CivilDate>? {
        guard let first = periods.first, let last = periods.last else { return nil }
        return first.dates.lowerBound...last.dates.upperBound
    }

    /// The metrics that counted in its periods.
    public var metrics: Set<MetricID> { Set(periods.flatMap { $0.rule.metrics }) }

    /// The same with all that happened in its periods, known from the days of the metrics that the
    /// rule of each counted.
    public func counting(
        _ days: [MetricID: [MetricDay]],
        under rule: StreakRule
    ) -> StreakAudit {
        let byDay = days.mapValues { Dictionary(grouping: $0, by: \.day) }
        let counted = periods.map { period in
            // What a reset has voided is in the days too.
            guard period.satisfiedAt != nil, let progress = period.progress,
                !period.corrections.contains(where: \.endsRun)
            else { return period }
            let metrics = period.rule.metrics
            var dates: [MetricDay] = []
            var date = period.dates.lowerBound
            while date <= period.dates.upperBound {
                for metric in metrics { dates += byDay[metric]?[date] ?? [] }
                date = date.adding(days: 1)
            }
            var period = period
            period.progress = progress.counting(dates)
            return period
        }
        return StreakAudit(
            state: state.counting(days, under: rule),
            periods: counted,
            isCut: isCut
        )
    }
}
