public import Catalogue
public import CivilTime
import Engine
import ServiceRuntime
import Storage

extension Reading {
    /// How things are in a workspace, as of the system's `now` or a little before.
    public func overview(in view: WorkspaceView, at now: Instant) async throws -> Overview {
        if let young = overviews.young(view.id, at: now) { return young }
        let zone = zones.zoneOrUTC(named: view.workspace.defaultZone)
        let overview = try await database.readSlowly { (connection) throws(StorageError) in
            let reader = try OverviewReader(connection, view, zone.civilDate(at: view.now))
            return Overview(
                asOf: now,
                isComplete: reader.isComplete,
                userCount: try connection.userCounts.count(in: view.id),
                counts: try reader.counts(newSince: view.now - ReadingLimits.overviewDay)
            )
        }
        if overview.isComplete { overviews.store(overview, of: view.id) }
        return overview
    }
}
