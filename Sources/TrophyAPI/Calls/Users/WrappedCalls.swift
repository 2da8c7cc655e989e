import Boards
import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Reading
import Service
import Wire

/// The year in review.
enum WrappedCalls {
    /// What a user did in a year.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let current = Zone.utc.civilDate(at: context.view.now).year
        let year = try context.request.query.integer("year") ?? current
        guard (1...current).contains(year) else {
            throw InvalidInput(path: "year", problem: "must be between 1 and \(current)")
        }
        let reading = context.service.reading
        let wrapped = try await reading.wrapped(of: id, year: year, in: context.view)
        var streak: UserStreak?
        if let primary = context.view.rulebook.primaryStreak {
            streak = try await reading.streak(
                primary,
                of: id,
                in: context.view,
                historyCount: StreakLimits.maximumHistoryPeriods
            )
        }
        let wire = try await wire(of: wrapped, streak, context)
        return Response.json { writer in writer.object { wire.write(to: &$0) } }
    }

    private static func wire(
        of wrapped: WrappedYear,
        _ streak: UserStreak?,
        _ context: CallContext
    ) async throws -> WrappedWire {
        let week = wrapped.mostActiveWeek
        let month = wrapped.mostActiveMonth
        let day = wrapped.mostActiveDay
        let parts: [(part: WrappedWire.Part, days: ClosedRange<CivilDate>)] = [
            (.day, day...day), (.week, week...week.adding(days: 6)),
            (.month, month...month.lastOfMonth), (.year, wrapped.dates),
        ]
        var percentiles: [WrappedWire.Part: WrappedWire.Percentiles] = [:]
        for (part, days) in parts where part != .day {
            percentiles[part] = try await Self.percentiles(of: wrapped, on: days, context)
        }
        var live: [BoardID: WrappedPlace] = [:]
        let today = Zone.utc.civilDate(at: context.view.now)
        for board in context.view.rulebook.boards.counting where wrapped.dates.contains(today) {
            guard let run = board.currentRun(on: today),
                let place = try? await context.service.boards.place(
                    of: wrapped.profile.key,
                    on: board,
                    run,
                    in: context.view
                ), let rank = place.rank
            else { continue }
            live[board.id] = WrappedPlace(
                board: board.id,
                day: today,
                rank: rank,
                score: place.score
            )
        }
        return WrappedWire(
            wrapped: wrapped,
            streak: streak,
            days: Dictionary(uniqueKeysWithValues: parts.map { ($0.part, $0.days) }),
            percentiles: percentiles,
            live: live,
            context: context
        )
    }

    private static func percentiles(
        of wrapped: WrappedYear,
        on days: ClosedRange<CivilDate>,
        _ context: CallContext
    ) async throws -> WrappedWire.Percentiles {
        var percentiles = WrappedWire.Percentiles()
        let reading = context.service.reading
        for metric in context.view.rulebook.metrics {
            guard let change = wrapped.change(of: metric.id, on: days) else { continue }
            percentiles.metrics[metric.id] = try await reading.percentile(
                of: change.change,
                of: metric.id,
                on: days
            )
        }
        for system in context.view.rulebook.points.systems {
            guard let change = wrapped.change(of: system.id, on: days) else { continue }
            percentiles.points[system.id] = try await reading.percentile(
                of: change.change,
                of: system.id,
                on: days
            )
        }
        return percentiles
    }
}
