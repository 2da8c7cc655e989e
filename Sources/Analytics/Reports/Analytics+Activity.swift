public import Catalogue
import CivilTime
public import Engine
import Storage

extension Analytics {
    /// Active users by day, week and month, and events; of one metric, users and events of it.
    public func activity(
        of metric: MetricID?,
        in view: WorkspaceView,
        _ scope: ReportScope
    ) async throws -> Report {
        let metrics = metric.map { [$0.number] } ?? view.everyMetric
        return try await report(view, scope) { (reader) throws(StorageError) in
            let slots = scope.daysOf.rawValue...scope.daysOf.rawValue
            var days = DayTable(scope)
            for row in try reader.rows(.active, of: metric?.number ?? 0, slots: slots) {
                days[row.day, row.segment].active = row.value.count
            }
            for subject in metrics {
                for row in try reader.rows(.events, of: subject, slots: slots) {
                    days[row.day, row.segment].events += row.value
                }
            }
            if metric == nil {
                for (key, counts) in try reader.standings(.activeWeek, slots: slots) {
                    days.set(counts, of: key.segment) { $0.week = $1 }
                }
                for (key, counts) in try reader.standings(.activeMonth, slots: slots) {
                    days.set(counts, of: key.segment) { $0.month = $1 }
                }
            }
            return days.report(withTotals: metric != nil)
        }
    }
}

extension WorkspaceView {
    /// Every metric that events may be of, those of streaks included.
    var everyMetric: [Int64] {
        let own = rulebook.streaks.flatMap { $0.sourceMetrics.map(\.number) }
        return Array(Set(rulebook.metrics.map(\.id.number) + own)).sorted()
    }
}

/// What is known of each day and segment.
private struct DayTable {
    struct Day {
        var active: Int64 = 0
        var week: Int64 = 0
        var month: Int64 = 0
        var events = RollUpValue.zero
    }

    private let days: [CivilDate]
    private var table: [String: [Day]] = [:]

    init(_ scope: ReportScope) {
        days = scope.allDays
        if scope.grouping == .nothing { table[""] = empty }
    }

    private var empty: [Day] { [Day](repeating: Day(), count: days.count) }

    subscript(day: CivilDate, segment: String) -> Day {
        get { table[segment]?[days[0].days(until: day)] ?? Day() }
        set {
            let empty = empty
            table[segment, default: empty][days[0].days(until: day)] = newValue
        }
    }

    mutating func set(
        _ counts: [Int64],
        of segment: String,
        _ change: (inout Day, Int64) -> Void
    ) {
        var own = table[segment] ?? empty
        for (index, count) in counts.enumerated() { change(&own[index], count) }
        table[segment] = own
    }

    func report(withTotals: Bool) -> Report {
        var report = Report(["day", "segment", "active", "week", "month", "events", "total"])
        let segments = Segments(table.mapValues { $0.reduce(0) { $0 + $1.events.count } })
        for (index, day) in days.enumerated() {
            for segment in segments.named {
                guard let found = table[segment]?[index] else { continue }
                report.add(
                    .date(day),
                    .text(segment),
                    .count(found.active),
                    withTotals ? .nothing : .count(found.week),
                    withTotals ? .nothing : .count(found.month),
                    .count(found.events.count),
                    withTotals ? .number(found.events.sum) : .nothing
                )
            }
        }
        return report
    }
}

/// The segments that an answer tells of: the largest ones, in the order of their values.
struct Segments {
    let named: [String]

    init(_ sizes: [String: Int64]) {
        let largest = sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .prefix(AnalyticsLimits.maximumSegments)
        named = largest.map(\.key).sorted()
    }
}
