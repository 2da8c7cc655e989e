public import CivilTime

extension StreakProgress {
    /// The same with all that happened on some days of the metrics that count.
    ///
    /// A period may be counted only until it is satisfied; what came later is known from these.
    func counting(_ days: some Sequence<MetricDay>) -> StreakProgress {
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
    /// The same with all that happened in the current period, known from the days of its metrics.
    public func counting(_ days: [MetricDay]) -> StreakState {
        guard extendedAt != nil, let dates = currentDates else { return self }
        var state = self
        state.progress = progress.counting(days.lazy.filter { dates.contains($0.day) })
        return state
    }
}

extension StreakAccount {
    /// From the first date of its periods to the last.
    public var dates: ClosedRange<CivilDate>? {
        guard let first = periods.first, let last = periods.last else { return nil }
        return first.dates.lowerBound...last.dates.upperBound
    }

    /// The same with all that happened in its periods, known from the days of their metrics.
    public func counting(_ days: [MetricDay]) -> StreakAccount {
        let byDay = Dictionary(grouping: days, by: \.day)
        let counted = periods.map { period in
            // What a reset has voided is in the days too.
            guard period.satisfiedAt != nil, let progress = period.progress,
                !period.corrections.contains(where: { $0.kind == .reset && $0.takenBackAt == nil })
            else { return period }
            var dates: [MetricDay] = []
            var date = period.dates.lowerBound
            while date <= period.dates.upperBound {
                dates += byDay[date] ?? []
                date = date.adding(days: 1)
            }
            var period = period
            period.progress = progress.counting(dates)
            return period
        }
        return StreakAccount(state: state.counting(days), periods: counted, isCut: isCut)
    }
}
