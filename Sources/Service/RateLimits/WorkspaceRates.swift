import CivilTime
import Engine
public import Storage
private import Synchronization

/// Counts the requests of workspaces that may make only so many in a minute, as their settings say.
final class WorkspaceRates: Sendable {
    private struct Rate {
        /// The settings that say how many, as stored.
        let settings: String
        let limiter: RateLimiter?
    }

    private let rates = Mutex<[WorkspaceID: Rate]>([:])

    /// Counts a request; nothing where a workspace may make any number.
    func admit(_ workspace: Workspace, at now: Instant) -> RateVerdict? {
        let limiter = rates.withLock { rates in
            if let rate = rates[workspace.id], rate.settings == workspace.settings {
                return rate.limiter
            }
            let limit = WorkspaceSettings(stored: workspace.settings).requestsPerMinute
            let limiter = limit.map(RateLimiter.init(requestsPerMinute:))
            rates[workspace.id] = Rate(settings: workspace.settings, limiter: limiter)
            return limiter
        }
        return limiter?.admit("", at: now)
    }
}

extension LaurelService {
    /// Counts a request among those of its workspace; nothing where they are not limited.
    public func admitRequest(to workspace: Workspace) -> RateVerdict? {
        workspaceRates.admit(workspace, at: clock.now())
    }
}
