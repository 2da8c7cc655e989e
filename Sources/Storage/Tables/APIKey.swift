public import CivilTime
public import Engine
import Sodium

/// A key as it is stored: enough to recognise it, not enough to use it.
public struct APIKey: Hashable, Sendable {
    /// What a key may do.
    public enum Scope: String, Sendable, CaseIterable {
        /// Everything in its environment, on both interfaces.
        case admin
        /// The application interface; for one user if it names one.
        case application
    }

    /// The first part of the key, by which it is found and shown.
    public let prefix: String
    /// The UUID by which callers know it.
    public let publicID: String
    /// The workspace that it opens.
    public let workspace: WorkspaceID
    /// What it may do.
    public let scope: Scope
    /// The one user that it may act for.
    public let userID: String?
    /// The digest of its second part, in hexadecimal.
    public let secretDigest: String
    /// The bytes of that; nothing where it is no hexadecimal, so that no secret fits.
    public let secretDigestBytes: [UInt8]?
    /// When it was made.
    public let createdAt: Instant
    /// When it was last used, within some seconds.
    public var lastUsedAt: Instant?
    /// When it stopped working.
    public var revokedAt: Instant?

    /// A key with all its parts.
    public init(
        prefix: String,
        publicID: String,
        workspace: WorkspaceID,
        scope: Scope,
        userID: String?,
        secretDigest: String,
        createdAt: Instant,
        lastUsedAt: Instant? = nil,
        revokedAt: Instant? = nil
    ) {
        self.prefix = prefix
        self.publicID = publicID
        self.workspace = workspace
        self.scope = scope
        self.userID = userID
        self.secretDigest = secretDigest
        secretDigestBytes = [UInt8](hexadecimal: secretDigest)
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }
}
