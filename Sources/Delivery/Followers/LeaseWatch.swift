import Synchronization

/// Tells when the lease of a follower may be taken over.
///
/// Nobody compares two machines' clocks: whoever wants the lease looks at its row again and again,
/// and it is free once the row has not changed for as long as a lease lasts, by the looker's own
/// clock.
struct LeaseWatch: Sendable {
    private var seen: (renewalCount: Int64, since: ContinuousClock.Instant)?

    /// Whether the lease is free, to somebody who sees its holder and how often it was renewed.
    mutating func isFree(
        holder: String?,
        renewalCount: Int64,
        at now: ContinuousClock.Instant
    ) -> Bool {
        guard holder != nil else { return true }
        guard let seen, seen.renewalCount == renewalCount else {
            seen = (renewalCount, now)
            return false
        }
        return now - seen.since >= DeliveryLimits.leaseLifetime
    }
}

/// A lease that this process holds, as far as it knows.
final class HeldLease: Sendable {
    private struct State {
        /// When the renewal that succeeded last was begun.
        var renewedAt: ContinuousClock.Instant
        var isLost = false
    }

    private let state: Mutex<State>

    /// A lease that was taken.
    init(takenAt moment: ContinuousClock.Instant) {
        state = Mutex(State(renewedAt: moment))
    }

    /// Notes how a renewal went that began at a moment.
    func noteRenewal(_ hasSucceeded: Bool, begunAt moment: ContinuousClock.Instant) {
        state.withLock { state in
            if hasSucceeded {
                state.renewedAt = max(state.renewedAt, moment)
            } else {
                state.isLost = true
            }
        }
    }

    /// Whether nobody else can have it yet.
    func isHeld(at now: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { !$0.isLost && now - $0.renewedAt < DeliveryLimits.leaseLifetime }
    }
}
