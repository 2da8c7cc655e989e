public import Catalogue
public import CivilTime
public import Engine
import ServiceRuntime
import Storage

extension Reading {
    /// What a user did in a year.
    public func wrapped(
        of id: String,
        year: Int,
        in view: WorkspaceView
    ) async throws -> WrappedYear {
        guard let first = CivilDate(year: year, month: 1, day: 1) else {
            throw ServiceError(.invalid, "There is no year \(year).")
        }
        let dates = first...first.adding(months: 12).adding(days: -1)
        let known = try await achievements(of: id, in: view)
        let zone = try? zones.zone(named: known.profile.user.zone ?? view.rulebook.defaultZone)
        let reached = view.rulebook.achievements.all.compactMap { achievement in
            known.achievedAt(achievement).map { at in
                (achievement: achievement, at: at, day: (zone ?? .utc).civilDate(at: at))
            }
        }
        let limit = limits.maximumWrappedEvents
        return try await database.readSlowly { (connection) throws(StorageError) in
            let key = known.profile.key
            let events = try connection.events.events(of: key, on: dates, limit: limit)
            var before: [MetricID: Amount] = [:]
            for metric in Set(events.map(\.metric)) {
                let days = try connection.metricDays.days(of: key, metric: metric, in: dates)
                if let day = days.first, day.day < dates.lowerBound { before[metric] = day.total }
            }
            var points: [PointsSystemID: [PointsDay]] = [:]
            for system in view.rulebook.points.systems {
                points[system.id] = try connection.pointsLedger.days(of: key, system.id, in: dates)
            }
            return WrappedYear(
                profile: known.profile,
                dates: dates,
                events: events,
                totalsBefore: before,
                points: points,
                places: try connection.places(of: key, view.rulebook.boards, on: dates),
                achievements: reached.sorted { $0.at < $1.at }
            )
        }
    }

    /// How a user's change of a metric compares with those of all who have done anything of it on the
    /// same days: of a hundred of them, how many have less.
    public func percentile(
        of change: Amount,
        of metric: MetricID,
        on days: ClosedRange<CivilDate>
    ) async throws -> Int64 {
        try await database.readSlowly { (connection) throws(StorageError) in
            try connection.metricDays.share(of: metric, on: days, below: change).percentile
        }
    }

    /// The same of points.
    public func percentile(
        of change: Int64,
        of system: PointsSystemID,
        on days: ClosedRange<CivilDate>
    ) async throws -> Int64 {
        try await database.readSlowly { (connection) throws(StorageError) in
            try connection.pointsLedger.share(of: system, on: days, below: change).percentile
        }
    }
}

extension ChangeShare {
    /// Of a hundred others, how many have less; whoever is alone is above all.
    fileprivate var percentile: Int64 { users > 1 ? below * 100 / (users - 1) : 100 }
}

extension Connection {
    /// Where a user was at the ends of some days, and in runs that ended on them and are final.
    fileprivate func places(
        of user: UserKey,
        _ boards: BoardIndex,
        on dates: ClosedRange<CivilDate>
    ) throws(StorageError) -> [WrappedPlace] {
        guard !boards.all.isEmpty else { return [] }
        var places = try boardDays.days(of: user, on: dates).map { each in
            WrappedPlace(
                board: each.place.board,
                day: each.day.day,
                rank: each.day.rank,
                score: each.day.score
            )
        }
        for score in try boardScores.scores(of: user) {
            guard let rank = score.finalRank, let position = score.finalPosition,
                let board = boards[score.place.board],
                position < board.maximumParticipants ?? .max,
                let last = board.run(holding: score.place.run)?.last, dates.contains(last)
            else { continue }
            places.append(
                WrappedPlace(
                    board: board.id,
                    day: last,
                    rank: Int(rank),
                    score: score.score.score
                )
            )
        }
        return places
    }
}
