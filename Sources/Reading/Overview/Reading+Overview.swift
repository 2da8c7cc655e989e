public import Catalogue
public import CivilTime
import Engine
import ServiceRuntime
import Storage

extension Reading {
    /// How things are in a workspace, as of the system's `now` or a minute before.
    public func overview(in view: WorkspaceView, at now: Instant) async throws -> Overview {
        if let young = overviews.young(view.id, at: now) { return young }
        let zone = zones.zoneOrUTC(named: view.workspace.defaultZone)
        let metrics = view.rulebook.metrics.map(\.id)
        let day = ReadingLimits.overviewDay
        // Facts are numbered by the system's time, whatever clock the workspace goes by.
        let first = max(0, (now - day).milliseconds) << Int64(EventID.countBitWidth)
        let overview = try await database.readSlowly { (connection) throws(StorageError) in
            Overview(
                asOf: now,
                userCount: try connection.userCounts.count(in: view.id),
                counts: try connection.overview.counts(
                    in: view.id,
                    metrics: metrics,
                    today: zone.civilDate(at: view.now),
                    newSince: view.now - day,
                    factsFrom: first,
                    at: view.now
                )
            )
        }
        overviews.store(overview, of: view.id)
        return overview
    }
}
