import Curl

/// The bounds of what tells webhooks, in one place.
public struct WebhookLimits: Sendable {
    /// How long a delivery waits after each attempt that failed; after the last there is no other.
    public var pauses: [Duration] = [
        .seconds(5), .seconds(5 * 60), .seconds(30 * 60), .seconds(2 * 3_600),
        .seconds(5 * 3_600), .seconds(10 * 3_600), .seconds(14 * 3_600), .seconds(20 * 3_600),
        .seconds(24 * 3_600),
    ]
    /// How long everything has to fail until a webhook is told nothing any longer.
    public var patience = Duration.seconds(120 * 3_600)
    /// For how long deliveries are kept.
    public static let retention = Duration.seconds(30 * 86_400)
    /// By how much of itself a pause may be shorter or longer, so that not all come at once.
    static let jitter = 0.1
    /// The longest pause that an answer may ask for.
    static let maximumRetryAfter = Duration.seconds(24 * 3_600)
    /// How many deliveries to one webhook may be under way, at first and at most.
    static let firstAllowance = 16
    static let maximumAllowance = 128
    /// Who answers later than this is slow.
    static let promptness = Duration.seconds(2)
    /// How many deliveries may be under way to all webhooks together: what the client has room for.
    static let maximumUnderWay = CurlLimits().maximumTransfers
    /// How many of them to webhooks that answer soon.
    static let maximumPrompt = 512
    /// How many to those that are slow, or have not answered yet.
    static let maximumDoubtful = 1_024
    /// How many to those that are slow.
    static let maximumSlow = 256
    /// How many deliveries of one webhook are read at a time.
    static let window = 512
    /// How far ahead a delivery is looked for whose user has none under way.
    static let lookahead = 256
    /// How many deliveries may be sent whose outcome is not stored yet.
    static let maximumUnstored = 8_192
    /// How long outcomes gather before they are stored.
    static let storingInterval = Duration.milliseconds(100)
    /// How long a turn takes at least while there is much to do.
    static let turnInterval = Duration.milliseconds(20)
    /// How often what waits is looked for when nobody rings.
    static let lookInterval = Duration.milliseconds(500)
    /// How long facts gather before they become deliveries.
    public static let gathering = Duration.milliseconds(100)
    /// How many events a delivery costs as much processor time as: 120 µs beside 228 µs, measured by
    /// `bench/webhooks` (docs/operations/benchmarks.md).
    static let costOfDelivery = 0.52
    /// How long deliveries wait at most beside events until they are stored: what is known of others
    /// gets old meanwhile.
    static let longestRest = Duration.seconds(1)
    /// How many characters of an answer an attempt keeps.
    static let keptAnswer = 16 << 10
    /// How many deliveries are forgotten at a time.
    static let forgottenAtATime = 2_000
    /// How many deliveries can be named to be replayed.
    public static let maximumReplayed = 1_000

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    public func check() {
        precondition(
            Self.firstAllowance <= Self.maximumAllowance && Self.maximumAllowance <= Self.window,
            "what is read is enough for what may be under way"
        )
        precondition(
            Self.maximumPrompt + Self.maximumDoubtful <= Self.maximumUnderWay
                && Self.maximumSlow < Self.maximumDoubtful,
            "those that answer soon do not wait for the others"
        )
        precondition(Self.lookInterval >= Self.storingInterval, "outcomes do not wait for a look")
    }
}
