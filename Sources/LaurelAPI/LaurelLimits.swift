import Catalogue

/// What a caller may send to the calls that are Laurel's own, in one place.
enum LaurelLimits {
    /// How long an uploaded badge may be.
    static let maximumBadgeBytes = CatalogueLimits.maximumBadgeBytes
    /// How long the body of a request to sign in may be.
    static let maximumSignInBytes = 4_096
    /// For how many seconds a token may hold, where a workspace limits that: up to a century.
    static let tokenSeconds: ClosedRange<Int64> = 1...3_153_600_000
    /// How many requests a minute a workspace may be held to.
    static let requestsPerMinute: ClosedRange<Int64> = 1...100_000_000
    /// How many lines one request imports at most, and how many bytes.
    static let importedLines = 10_000
    static let importBytes = 8 << 20
    /// How many events one chunk of an export holds.
    static let exportChunk = 500
    /// The longest idempotency key, in characters.
    static let maximumIdempotencyKeyLength = 255
    /// The longest reason for what is put on a streak, and for giving or taking points, in
    /// characters.
    static let maximumReasonLength = 500
    /// How long the salt of an experiment may be, in characters.
    static let maximumSaltLength = 100
    /// How many streaks, zones and attributes an amnesty may name.
    static let maximumAmnestyItems = 100
    static let maximumAmnestyAttributes = 10
    /// How long a note about a user may be, in characters.
    static let maximumNoteLength = 4_000
    /// How long the address of a webhook may be, and what people say about it.
    static let maximumWebhookURL = 2_048
    static let maximumWebhookDescription = 1_000
    /// How many origins may read answers in browsers.
    static let maximumOrigins = 100
    /// How many users a stream may be narrowed down to.
    static let maximumStreamUsers = 100
    /// How often a stream's key or token is looked at again.
    static let streamCheckInterval = Duration.seconds(15)
    /// How many bytes a form has on the pages that mails lead to.
    static let maximumFormBytes = 4 << 10
    /// How many bytes the password of a mail server may have.
    static let maximumMailPassword = 1_000
    /// How many mails may be told at a time to have come back.
    static let maximumBounces = 1_000
}
