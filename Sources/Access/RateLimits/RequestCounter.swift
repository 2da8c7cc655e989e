import Catalogue
import CivilTime
import Engine
import ServiceRuntime
import Storage
private import Synchronization

/// Counts requests of addresses, keys and workspaces, for every dialect.
final class RequestCounter: Sendable {
    private struct WorkspaceLimit {
        /// The settings that say how many, as stored.
        let settings: String
        let limit: Int?
    }

    private let limits: RateLimits
    private let addresses = RateLimiter(maximumCallers: AccessLimits.maximumCountedAddresses)
    private let keys = RateLimiter()
    private let separateKeys = RateLimiter()
    private let workspaces = RateLimiter()
    private let ownLimits = Mutex<[WorkspaceID: WorkspaceLimit]>([:])

    init(_ limits: RateLimits) {
        self.limits = limits
    }

    func admit(
        address: @autoclosure () -> String?,
        at now: @autoclosure () -> Instant
    ) -> RateVerdict? {
        guard let limit = limits.ofAddress, let address = address() else { return nil }
        return addresses.admit(address, .address, requestsPerMinute: limit, at: now())
    }

    /// Counts a request in everything that it is counted in, up to what refuses it.
    func admit(_ principal: Principal, as rates: RateClass, at now: Instant) -> [RateVerdict] {
        let workspace = principal.workspace
        let ofKeyByItself = rates == .separateKeys ? limits.ofKeyByItself : nil
        let ofWorkspace = limit(of: workspace, as: rates)
        // Most servers limit nothing.
        if limits.ofKey == nil, ofKeyByItself == nil, ofWorkspace == nil { return [] }
        let counts: [(RateLimiter, RateVerdict.Subject, caller: String, limit: Int?)] = [
            (keys, .key, principal.owner, limits.ofKey),
            (separateKeys, .key, principal.owner, ofKeyByItself),
            (workspaces, .workspace, "\(workspace.id.number)", ofWorkspace),
        ]
        var verdicts: [RateVerdict] = []
        for (limiter, subject, caller, limit) in counts {
            guard let limit, verdicts.last?.isAdmitted != false else { continue }
            verdicts.append(limiter.admit(caller, subject, requestsPerMinute: limit, at: now))
        }
        return verdicts
    }

    /// A workspace's own limit holds where it is asked for, and everywhere if all workspaces have one.
    private func limit(of workspace: Workspace, as rates: RateClass) -> Int? {
        guard limits.ofWorkspace != nil || rates == .workspaceSettings else { return nil }
        return ownLimit(of: workspace) ?? limits.ofWorkspace
    }

    private func ownLimit(of workspace: Workspace) -> Int? {
        ownLimits.withLock { known in
            if let own = known[workspace.id], own.settings == workspace.settings {
                return own.limit
            }
            let limit = WorkspaceSettings(stored: workspace.settings).requestsPerMinute
            known[workspace.id] = WorkspaceLimit(settings: workspace.settings, limit: limit)
            return limit
        }
    }
}

extension Access {
    /// Counts a request from an address, or from a network that counts as one, before anybody looks
    /// at who sent it; nothing where requests of addresses are not limited.
    public func admit(address: @autoclosure () -> String?) -> RateVerdict? {
        requestCounter.admit(address: address(), at: clock.now())
    }

    /// Counts a request of a known sender, and tells what came of it in everything that it is
    /// counted in.
    ///
    /// The last verdict refuses it, if any does.
    public func admit(_ principal: Principal, as rates: RateClass) -> [RateVerdict] {
        requestCounter.admit(principal, as: rates, at: clock.now())
    }
}
