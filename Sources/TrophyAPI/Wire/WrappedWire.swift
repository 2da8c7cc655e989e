import Boards
import Catalogue
import CivilTime
import Engine
import JSONText
import Reading
import Wire

/// The year in review as Trophy's wire has it.
struct WrappedWire {
    /// A part of the year.
    enum Part: Hashable {
        case day
        case week
        case month
        case year
    }

    /// How changes compare with those of others.
    struct Percentiles {
        var metrics: [MetricID: Int64] = [:]
        var points: [PointsSystemID: Int64] = [:]
    }

    let wrapped: WrappedYear
    let streak: UserStreak?
    let days: [Part: ClosedRange<CivilDate>]
    let percentiles: [Part: Percentiles]
    /// Where the user is now on the leaderboards that go on.
    let live: [BoardID: WrappedPlace]
    let context: CallContext

    /// Writes all of it.
    func write(to object: inout JSONObjectWriter) {
        object.object("user") { object in
            UserWire.write(
                wrapped.profile.user,
                attributes: wrapped.profile.attributes,
                rulebook: context.view.rulebook,
                to: &object
            )
        }
        object.object("activity") { object in
            let counts = wrapped.activeCounts
            object.field("daysActive", counts.days)
            object.field("weeksActive", counts.weeks)
            object.field("monthsActive", counts.months)
            object.object("mostActiveDay") { object in
                object.field("date", wrapped.mostActiveDay.iso8601)
                write(.day, to: &object)
            }
            object.object("mostActiveWeek") { object in
                object.field("start", wrapped.mostActiveWeek.iso8601)
                object.field("end", wrapped.mostActiveWeek.adding(days: 6).iso8601)
                write(.week, to: &object)
            }
            object.object("mostActiveMonth") { object in
                object.field("month", wrapped.mostActiveMonth.month - 1)
                write(.month, to: &object)
            }
            object.object("entireYear") { object in
                write(.year, to: &object)
                object.object("longestStreak") { writeStreak(to: &$0) }
            }
        }
    }

    private func write(_ part: Part, to object: inout JSONObjectWriter) {
        guard let days = days[part] else { return }
        object.object("metrics") { object in
            for metric in context.view.rulebook.metrics {
                guard let change = wrapped.change(of: metric.id, on: days) else { continue }
                object.object(metric.key) { object in
                    write(change, of: metric, part, to: &object)
                    object.object("byAttribute") { write(metric, on: days, to: &$0) }
                }
            }
        }
        object.object("points") { object in
            for system in context.view.rulebook.points.systems {
                guard let change = wrapped.change(of: system.id, on: days) else { continue }
                object.object(system.key) { write(change, of: system, part, to: &$0) }
            }
        }
        object.array("achievements") { array in
            let wire = AchievementWire(context)
            for each in wrapped.achievements(on: days) {
                array.object { wire.write(each.achievement, achievedAt: each.at, to: &$0) }
            }
        }
        object.object("leaderboards") { writeBoards(on: days, to: &$0) }
    }

    private func write(
        _ change: WrappedChange,
        of metric: Metric,
        _ part: Part?,
        to object: inout JSONObjectWriter
    ) {
        object.field("name", metric.name)
        object.field("units", metric.units)
        object.field("currentTotal", rawNumber: change.total.description)
        object.field("changeThisPeriod", rawNumber: change.change.description)
        object.field("percentChange", change.percent)
        if let percentile = part.flatMap({ percentiles[$0]?.metrics[metric.id] }) {
            object.field("percentileThisPeriod", percentile)
        }
    }

    /// The same by each value that the user's events of the metric carried.
    private func write(
        _ metric: Metric,
        on days: ClosedRange<CivilDate>,
        to object: inout JSONObjectWriter
    ) {
        for (key, values) in wrapped.attributes(of: metric.id, on: days) {
            object.object(key) { object in
                for value in values {
                    guard
                        let change = wrapped.change(
                            of: metric.id,
                            with: value,
                            of: key,
                            on: days
                        )
                    else { continue }
                    object.object(value) { write(change, of: metric, nil, to: &$0) }
                }
            }
        }
    }

    private func write(
        _ change: (total: Int64, change: Int64),
        of system: PointsSystem,
        _ part: Part,
        to object: inout JSONObjectWriter
    ) {
        object.field("name", system.name)
        object.field("description", system.description)
        object.field("currentTotal", change.total)
        object.field("changeThisPeriod", change.change)
        let before = change.total - change.change
        let isNew = before == 0
        object.field(
            "percentChange",
            isNew
                ? (change.change == 0 ? 0 : 100)
                : Int64(Double(change.change) / Double(before) * 100)
        )
        if let percentile = percentiles[part]?.points[system.id] {
            object.field("percentileThisPeriod", percentile)
        }
    }

    private func writeBoards(on days: ClosedRange<CivilDate>, to object: inout JSONObjectWriter) {
        let wire = BoardWire(context)
        for board in context.view.rulebook.boards.counting {
            var places = [wrapped.best(on: board.id, on: days)].compactMap { $0 }
            if let now = live[board.id], days.contains(now.day) { places.append(now) }
            guard let best = places.min(by: { $0.rank < $1.rank }) else { continue }
            object.object(board.key) { object in
                wire.write(board, to: &object)
                object.field("rank", best.rank)
                object.field("value", board.value(of: best.score))
            }
        }
    }

    /// The longest run that any period of the year had, among those that are remembered.
    private func writeStreak(to object: inout JSONObjectWriter) {
        let history = streak?.history.filter { wrapped.dates.overlaps($0.dates) } ?? []
        let best = history.max { $0.length < $1.length }
        object.field("length", best?.length ?? 0)
        let frequency = streak.map { StreakSettings.Frequency($0.definition.rule.window) }
        object.field("frequency", (frequency ?? .daily).rawValue)
        let isEmpty = best?.length ?? 0 == 0
        let last = isEmpty ? nil : history.first { $0.length == best?.length }
        let first = last.flatMap { last in
            let index = history.firstIndex { $0.dates == last.dates } ?? 0
            var start = index
            while start > 0, history[start - 1].length > 0 { start -= 1 }
            return history[start].dates.lowerBound
        }
        object.field("periodStart", first?.iso8601)
        object.field("periodEnd", last?.dates.upperBound.iso8601)
        object.field("started", first?.iso8601)
    }
}
