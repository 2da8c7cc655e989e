import CivilTime
import Engine
public import Storage
private import Synchronization

/// Counts the requests of workspaces that may make only so many in a minute.
///
/// Each has a bucket of tokens that fills up by the second, so that a crowd of requests passes after
/// a silence. It is of this process: two processes let through twice as many.
final class WorkspaceRates: Sendable {
    private struct Bucket {
        /// The settings that say how many, as stored.
        let settings: String
        let limit: Int?
        /// How many requests are left, and a part of the next one.
        var tokens: Double
        var filledAt: Instant
    }

    private let buckets = Mutex<[WorkspaceID: Bucket]>([:])

    /// Counts a request; for how long to wait, if it is one too many.
    func admit(_ workspace: Workspace, at now: Instant) -> (limit: Int, retryAfter: Duration)? {
        buckets.withLock { buckets in
            var bucket = bucket(of: workspace, buckets[workspace.id], at: now)
            defer { buckets[workspace.id] = bucket }
            guard let limit = bucket.limit else { return nil }
            // A clock that was set back fills nothing, and takes nothing.
            let passed = max(0, now.microseconds - bucket.filledAt.microseconds)
            let perMicrosecond = Double(limit) / Self.minute
            bucket.tokens = min(
                Double(limit),
                bucket.tokens + Double(passed) * perMicrosecond
            )
            bucket.filledAt = now
            guard bucket.tokens < 1 else {
                bucket.tokens -= 1
                return nil
            }
            let wait = ((1 - bucket.tokens) / perMicrosecond).rounded(.up)
            return (limit, .microseconds(Int64(wait)))
        }
    }

    private static let minute: Double = 60_000_000

    /// A workspace's bucket; a full one where the settings have changed.
    private func bucket(of workspace: Workspace, _ known: Bucket?, at now: Instant) -> Bucket {
        if let known, known.settings == workspace.settings { return known }
        let limit = WorkspaceSettings(stored: workspace.settings).requestsPerMinute
        return Bucket(
            settings: workspace.settings,
            limit: limit,
            tokens: Double(limit ?? 0),
            filledAt: now
        )
    }
}

extension LaurelService {
    /// Counts a request of a workspace; tells how many it may make in a minute, and for how long to
    /// wait, if this one is too many.
    public func countRequest(
        of workspace: Workspace
    ) -> (limit: Int, retryAfter: Duration)? {
        workspaceRates.admit(workspace, at: clock.now())
    }
}
