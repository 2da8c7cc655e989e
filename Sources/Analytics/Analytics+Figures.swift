import Catalogue
import CivilTime
import Engine
import ServiceRuntime
import Storage

/// A few numbers of an environment, for whoever watches a server.
public struct BusinessFigures: Sendable {
    /// Which environment.
    public let environment: String
    /// How many users are active on this day of the workspace.
    public let active: Int64
    /// Events of this day, by the key of the metric.
    public let events: [(metric: String, count: Int64)]
    /// Streaks, by the key of the definition.
    public let streaks: [Streaks]

    /// What there is of a streak.
    public struct Streaks: Sendable {
        /// The key of the definition.
        public let key: String
        /// How many users have one.
        public let alive: Int64
        /// What became on this day of those that were at risk, each under a name: how many were kept,
        /// saved by a freeze, and lost.
        public let atRisk: [(outcome: String, count: Int64)]
    }
}

extension Analytics {
    /// How many transactions wait to be brought into the roll-ups.
    public func waiting() async throws -> Int64 {
        try await database.readSlowly { (connection) throws(StorageError) in
            try connection.analyticsLog.count()
        }
    }

    /// The figures of the environments; those of tenants would be too many.
    public func figures() async throws -> [BusinessFigures] {
        var figures: [BusinessFigures] = []
        for environment in Workspace.Environment.allCases {
            let home = try await catalogue.homeWorkspace(of: environment)
            let view = try await catalogue.view(of: home)
            figures.append(try await self.figures(of: view, environment.rawValue))
        }
        return figures
    }

    private func figures(
        of view: WorkspaceView,
        _ environment: String
    ) async throws -> BusinessFigures {
        let zone = zones.zoneOrUTC(named: view.workspace.defaultZone)
        let today = zone.civilDate(at: view.now)
        let scope = ReportScope(days: today...today, daysOf: .workspace)
        let metrics = view.rulebook.metrics.prefix(AnalyticsLimits.maximumFigures)
        let streaks = view.rulebook.streaks.prefix(AnalyticsLimits.maximumFigures)
        return try await database.readSlowly { (connection) throws(StorageError) in
            let reader = try RollUpReader(connection, view.id, scope)
            let own = try RollUpReader(connection, view.id, ReportScope(days: today...today))
            let slot = DaysOf.workspace.rawValue...DaysOf.workspace.rawValue
            let count = { (rows: [RollUpTable.Row]) in rows.reduce(0) { $0 + $1.value.count } }
            return BusinessFigures(
                environment: environment,
                active: count(try reader.rows(.active, slots: slot)),
                events: try metrics.map { (metric) throws(StorageError) in
                    let rows = try reader.rows(.events, of: metric.id.number, slots: slot)
                    return (metric.key, count(rows))
                },
                streaks: try streaks.map { (streak) throws(StorageError) in
                    let lengths = 0...Int64(LengthBucket.bounds.count)
                    let standing = try reader.standings(
                        .lengthChange,
                        of: streak.id.number,
                        slots: lengths
                    )
                    return BusinessFigures.Streaks(
                        key: streak.key,
                        alive: standing.values.reduce(0) { $0 + ($1.last ?? 0) },
                        atRisk: try own.outcomesOfRisk(of: streak.id.number)
                    )
                }
            )
        }
    }
}

extension RollUpReader {
    /// What became of a streak of those who were at risk.
    fileprivate func outcomesOfRisk(
        of streak: Int64
    ) throws(StorageError) -> [(outcome: String, count: Int64)] {
        let lengths = 0...Int64(LengthBucket.bounds.count)
        let series: [(String, RollUpCell.Series)] = [
            ("kept", .kept), ("saved", .saved), ("lost", .lost),
        ]
        return try series.map { (outcome, series) throws(StorageError) in
            let rows = try rows(series, of: streak, slots: lengths)
            return (outcome, rows.reduce(0) { $0 + $1.value.count })
        }
    }
}
