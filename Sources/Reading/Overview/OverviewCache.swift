import CivilTime
import Engine
private import Synchronization

/// What was counted lately, so that people who look often do not have it counted as often.
final class OverviewCache: Sendable {
    private let known = Mutex<[WorkspaceID: Overview]>([:])

    /// What was counted of a workspace not long ago.
    func young(_ workspace: WorkspaceID, at now: Instant) -> Overview? {
        known.withLock { known in
            guard let overview = known[workspace],
                overview.asOf > now - ReadingLimits.overviewLifetime,
                overview.asOf <= now
            else { return nil }
            return overview
        }
    }

    /// Remembers what was counted; only so many workspaces are remembered.
    func store(_ overview: Overview, of workspace: WorkspaceID) {
        known.withLock { known in
            if known.count >= ReadingLimits.rememberedOverviews { known = [:] }
            known[workspace] = overview
        }
    }
}
