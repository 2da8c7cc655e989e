import CivilTime
import HTTP
private import Synchronization

/// Requests on their way into the log.
///
/// On the way of a request nothing is encoded and nothing is stored: what is kept of it is put into a
/// list, which is written down once a second. So many a second are kept of those that were refused,
/// and of those that were done; the rest are counted alone.
final class RequestLog: Sendable {
    /// A request as it was answered.
    struct Entry: Sendable {
        let request: Request
        let principal: Principal?
        let status: Int
        let error: String?
        let at: Instant
        let duration: Duration
    }

    private struct State {
        var entries: [Entry] = []
        var refusedCount = 0
        var acceptedCount = 0
        var leftOut = 0
    }

    private let state = Mutex(State())

    /// Keeps a request, if there is room left in this second.
    func note(
        _ request: Request,
        from principal: Principal?,
        status: Int,
        error: String?,
        at now: Instant,
        since started: ContinuousClock.Instant
    ) {
        let isAccepted = error == nil
        state.withLock { state in
            let isFull =
                isAccepted
                ? state.acceptedCount >= AccessLimits.loggedAccepted
                : state.refusedCount >= AccessLimits.loggedRefused
            guard !isFull else {
                state.leftOut += 1
                return
            }
            if isAccepted { state.acceptedCount += 1 } else { state.refusedCount += 1 }
            state.entries.append(
                Entry(
                    request: request,
                    principal: principal,
                    status: status,
                    error: error,
                    at: now,
                    duration: ContinuousClock.now - started
                )
            )
        }
    }

    /// What has been kept since the last call; another second begins.
    func take() -> [Entry] {
        state.withLock { state in
            let entries = state.entries
            state.entries = []
            state.refusedCount = 0
            state.acceptedCount = 0
            return entries
        }
    }

    /// How many requests were not kept for want of room.
    var leftOutCount: Int { state.withLock(\.leftOut) }
}
