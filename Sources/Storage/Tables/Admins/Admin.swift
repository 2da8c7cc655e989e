public import CivilTime

/// Somebody who signs in to the dashboard.
public struct Admin: Hashable, Sendable {
    /// What somebody may do, from the least to the most; each may do what those before may.
    public enum Role: String, Sendable, CaseIterable, Comparable {
        /// Sees everything but secrets, and changes nothing.
        case viewer
        /// Looks after users: events, freezes, pauses, resets and restores, exports, erasure.
        case support
        /// Sets up what counts.
        case editor
        /// Decides who may come in: admins, keys, tokens, tenants.
        case owner

        /// Whether one may do less than another.
        public static func < (left: Role, right: Role) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    /// The UUID by which callers know it.
    public let id: String
    /// The address to sign in with, in lower case.
    public let email: String
    /// What the admin may do.
    public var role: Role
    /// The digest of the password, with its salt.
    public var passwordDigest: String
    /// When it was made.
    public let createdAt: Instant
    /// When role or password last changed.
    public var updatedAt: Instant

    /// An admin with all its parts.
    public init(
        id: String,
        email: String,
        role: Role,
        passwordDigest: String,
        createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.email = email
        self.role = role
        self.passwordDigest = passwordDigest
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
