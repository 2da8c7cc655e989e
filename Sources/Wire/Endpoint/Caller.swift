import Access
import ServiceRuntime

/// Who may call an endpoint.
public enum Caller: String, Sendable, CaseIterable {
    /// Anybody, without a key.
    case anyone
    /// Whoever has a key or a token.
    case known
    /// Those who have an admin key, or a token that may set things up.
    case operators
    /// Those who have an admin key.
    case admin
    /// Those who have an admin key, for the whole environment: a tenant that a client always names
    /// changes nothing.
    case environmentAdmin

    /// Whether the caller acts in the workspace of the tenant that the request names.
    var isForTenants: Bool { self != .environmentAdmin }

    /// Lets those pass who may call.
    func check(_ principal: Principal) throws(ServiceError) {
        switch self {
        case .anyone, .known: break
        case .operators: try principal.requireSetUp()
        case .admin, .environmentAdmin: try principal.requireAdmin()
        }
    }
}

extension Principal {
    /// Lets those pass who may set streaks up with a token too.
    fileprivate func requireSetUp() throws(ServiceError) {
        guard maySetUp else {
            throw ServiceError(
                .forbidden,
                "Send a token whose scope holds \"admin\", or an admin key, to set streaks up."
            )
        }
    }
}
