public import CivilTime

/// An uploaded badge, without its content.
public struct BadgeImage: Hashable, Sendable {
    /// The digest of its bytes, in hexadecimal.
    public let hash: String
    /// What it is: `image/png`.
    public let mediaType: String
    /// How many bytes it has.
    public let byteCount: Int
    /// How wide it is, in pixels, if it says so.
    public let width: Int?
    /// How high it is, in pixels, if it says so.
    public let height: Int?
    /// When its workspace first had it.
    public let createdAt: Instant

    /// An uploaded badge.
    public init(
        hash: String,
        mediaType: String,
        byteCount: Int,
        width: Int?,
        height: Int?,
        createdAt: Instant
    ) {
        self.hash = hash
        self.mediaType = mediaType
        self.byteCount = byteCount
        self.width = width
        self.height = height
        self.createdAt = createdAt
    }
}
