public import CivilTime

/// A browser in which an admin is signed in.
public struct AdminSession: Hashable, Sendable {
    /// The UUID by which callers know it.
    public let id: String
    /// The admin.
    public let admin: String
    /// The digest of what the browser's cookie holds.
    public let secretDigest: String
    /// From where the admin signed in; empty where that is not known.
    public let address: String
    /// What the browser calls itself.
    public let browser: String
    /// When the admin signed in.
    public let createdAt: Instant
    /// When it was last used, within a minute.
    public var seenAt: Instant
    /// When it ends, unless it is used until then.
    public var expiresAt: Instant

    /// A session with all its parts.
    public init(
        id: String,
        admin: String,
        secretDigest: String,
        address: String,
        browser: String,
        createdAt: Instant,
        seenAt: Instant,
        expiresAt: Instant
    ) {
        self.id = id
        self.admin = admin
        self.secretDigest = secretDigest
        self.address = address
        self.browser = browser
        self.createdAt = createdAt
        self.seenAt = seenAt
        self.expiresAt = expiresAt
    }
}
