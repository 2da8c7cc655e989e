import Images

/// The bounds of the configuration, in one place.
public struct CatalogueLimits: Sendable {
    /// How many workspaces are remembered between requests, each with its rules.
    public var maximumRememberedWorkspaces = 5_000
    /// How many keys are remembered between requests.
    public var maximumRememberedKeys = 10_000
    /// How many tokens of a workspace are remembered, so that a signature is verified once.
    public var maximumRememberedTokens = 10_000
    /// How old what is known of the configuration may be before the database is asked again.
    public var maximumConfigurationAge = Duration.milliseconds(5)
    /// How many default zones a workspace's users without one have lived in, that are remembered.
    static let maximumDefaultZones = 100
    /// How many streak definitions a workspace may have, archived ones not counted.
    public var maximumStreaks = 100
    /// How often the rule of one streak may change: every version is kept, as it judged periods.
    public var maximumStreakVersions = 1_000
    /// How many runs that are going are looked at when a rule changes, whether a period has ended.
    static let runsLookedAtForChanges = 1_000
    /// How many points systems a workspace may have; deleted ones are not counted.
    public var maximumPointsSystems = 100
    /// How many triggers all of them may have: each is compiled into the rules.
    public var maximumPointsTriggers = 1_000
    /// How many levels all of them may have.
    public var maximumPointsLevels = 1_000
    /// How many boosts all of them may have.
    public var maximumPointsBoosts = 10_000
    /// How many leaderboards a workspace may have; deleted ones are not counted.
    public var maximumBoards = 200
    /// How many experiments a workspace may have, archived ones that were started among them.
    public var maximumExperiments = 100
    /// How many of them may run: each is looked at for every event.
    public var maximumRunningExperiments = 10
    /// How many uploaded badges a workspace may have.
    public var maximumBadges = 1_000
    /// How long each may be.
    public static let maximumBadgeBytes = ImageLimits.maximumBytes
    /// How many webhooks a workspace may have.
    public var maximumWebhooks = 100
    /// How many messages a workspace may have written, each of a kind and a language.
    public var maximumTemplates = 200
    /// How many bytes the secret of a webhook has.
    static let webhookSecretBytes = 32
    /// How many bytes one may have that somebody gives a webhook, by the rules of Standard Webhooks.
    static let webhookSecretRange = 24...64
    /// For how long a secret still signs that was replaced.
    static let previousSecretLifetime = Duration.seconds(24 * 3_600)
    /// For how long changes of the configuration stay in the audit.
    public var auditRetention = Duration.seconds(400 * 86_400)

    /// The limits of a server.
    public static let standard = CatalogueLimits()

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    public func check() {
        precondition(
            maximumRememberedWorkspaces > 0 && maximumRememberedKeys > 0,
            "what a request needs is remembered until it is answered"
        )
        precondition(maximumBadges > 0, "the first badge has to be taken")
    }
}
