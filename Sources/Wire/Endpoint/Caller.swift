import Access
public import HTTP
import ServiceRuntime
public import Storage

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
    /// Those who signed in.
    case session

    /// Whether the caller acts in the workspace of the tenant that the request names.
    var isForTenants: Bool { self != .environmentAdmin && self != .session }

    /// The least role of those who signed in that may call an endpoint, unless it says otherwise:
    /// all may look, those who look after users may speak for them, and editors set things up.
    public func leastRole(for method: HTTP.Method) -> Admin.Role {
        guard method != .get else { return .viewer }
        return switch self {
        case .anyone, .session: .viewer
        case .known: .support
        case .operators, .admin, .environmentAdmin: .editor
        }
    }

    /// Lets those pass who may call.
    func check(_ principal: Principal) throws(ServiceError) {
        switch self {
        case .anyone, .known: break
        case .operators: try principal.requireSetUp()
        case .admin, .environmentAdmin: try principal.requireAdmin()
        case .session: _ = try principal.requireSession()
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
