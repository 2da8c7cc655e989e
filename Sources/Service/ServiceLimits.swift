import Images
public import Intake

/// The bounds of the parts that wait for each other, in one place.
public struct ServiceLimits: Sendable {
    /// The bounds of what takes commands in.
    public var intake = IntakeLimits()
    /// How many default zones a workspace's users without one have lived in, that are remembered.
    static let maximumDefaultZones = 100
    /// How many blocking reads may wait for a worker; one more is answered 503.
    public var maximumQueuedReads = 1_000
    /// How many blocking reads run at the same time: short ones, and as many that may take long, so
    /// that a long read never keeps anybody from being recognised.
    public var workerCount = 4
    /// How often those are looked for that have waited too long.
    static let watchInterval = Duration.milliseconds(250)
    /// How long whoever asks whether the server is ready waits for the database.
    static let readyPatience = Duration.milliseconds(1_500)
    /// How often a database that has refused a write is asked whether it takes one again.
    static let proofInterval = Duration.seconds(1)
    /// How many workspaces are remembered between requests, each with its rules.
    public var maximumRememberedWorkspaces = 5_000
    /// How many keys are remembered between requests.
    public var maximumRememberedKeys = 10_000
    /// How many streak definitions a workspace may have, archived ones not counted.
    public var maximumStreaks = 100
    /// How often the rule of one streak may change: every version is kept, as it judged periods.
    public var maximumStreakVersions = 1_000
    /// How many keys may verify the tokens of one workspace: as many are tried for a token.
    public var maximumTokenKeys = 10
    /// How many tokens of a workspace are remembered, so that a signature is verified once.
    public var maximumRememberedTokens = 10_000
    /// How many ids that may be a workspace's a token may have; more are not looked up.
    public var maximumNamesInToken = 50
    /// How many workspaces a token may name; of more, some are not looked at.
    public var maximumNamedWorkspaces = 4
    /// How old what is known of the configuration may be before the database is asked again.
    public var maximumConfigurationAge = Duration.milliseconds(5)
    /// How many users one step of a search for achievements looks at, so that events wait shortly.
    public var maximumBackdatedUsers = 200
    /// How many achievements are searched for together.
    public var maximumBackdatedAchievements = 1_000
    /// How many days back anniversaries are looked for that nobody has recorded.
    public var maximumAnniversaryAge = 40
    /// How many uploaded badges a workspace may have.
    public var maximumBadges = 1_000
    /// How long each may be.
    public static let maximumBadgeBytes = ImageLimits.maximumBytes
    /// How many entries of the list of what is due one call for streaks at risk looks at, at most
    /// and at first.
    static let maximumAtRiskLookups = 5_000
    static let leastAtRiskLookups = 200
    /// How many runs that are going are looked at when a rule changes, whether a period has ended.
    static let runsLookedAtForChanges = 1_000
    /// How many periods back the last one that made a streak longer is looked for.
    static let periodsOfLastExtension = 1_000
    /// How long nothing is done between two rounds when there was nothing to do.
    static let roundInterval = Duration.seconds(1)
    /// How many users a step of a round takes at a time; few, so that callers come in between.
    static let roundSize = 100
    /// How many streaks are counted anew side by side.
    static let recountsAtOnce = 4
    /// How often anniversaries are looked for.
    static let anniversaryInterval = Duration.seconds(600)
    /// For how long a preview of a change is kept once it is finished, and how many of the largest
    /// differences it names.
    static let previewRetention = Duration.seconds(86_400)
    static let sampledChanges = 20
    /// How many dead entries of the due list are removed at a time, and how long fewer may wait.
    static let retiredAtOnce = 4_000
    static let retiredInterval = Duration.seconds(10)
    /// For how long changes of the configuration stay in the audit.
    public var auditRetention = Duration.seconds(400 * 86_400)
    /// For how long facts are kept.
    public static let factRetention = Duration.seconds(7 * 86_400)
    /// How often those that are older are removed.
    static let forgettingInterval = Duration.seconds(600)
    /// How many may be told of facts as they happen.
    public var maximumSubscribers = 5_000
    /// How many of them with one key.
    public var maximumSubscribersOfKey = 2_000
    /// How many facts wait for a subscriber; one that lets more pile up is sent away, and goes on
    /// where it was when it comes back.
    public var maximumWaitingFacts = 4_000
    /// How many bytes of facts wait for a subscriber, all of which share the texts.
    public var maximumWaitingFactBytes = 2 << 20
    /// How many facts are read at a time to be told.
    var feedPageSize = 500
    /// How many bytes a subscriber is handed at a time.
    static let feedChunkBytes = 16 << 10
    /// How often the database is asked for facts that other processes told.
    static let feedInterval = Duration.seconds(1)
    /// How long nothing is read after a page, so that a busy intake is left in peace.
    static let feedPause = Duration.milliseconds(5)
    /// How often a fact is looked for that waits for transactions before it, at first.
    static let settlingInterval = Duration.milliseconds(10)
    /// How many feed intervals pass between two signs of life to a subscriber.
    static let beatsApart = 20
    /// How much older than what is kept a place may not be: facts may be told a while before they
    /// are committed.
    static let feedMargin = Duration.seconds(60)
    /// How long the lease of a follower holds after it was renewed, and how often that is done.
    static let leaseLifetime = Duration.seconds(6)
    static let leaseRenewalInterval = Duration.seconds(2)
    /// How often whoever waits for a lease looks whether it is free.
    static let leaseLookInterval = Duration.seconds(1)
    /// How often a follower looks for facts when there were none.
    static let followInterval = Duration.milliseconds(500)
    /// How many requests may come in a minute.
    public var rates = RateLimits()
    /// How many keys' and workspaces' requests are counted at a time, and at most twice as many.
    static let maximumCountedCallers = 10_000
    /// How many addresses' requests are: about 10 MiB.
    static let maximumCountedAddresses = 50_000
    /// After how long a caller that found no room should try again.
    public var retryAfter = Duration.seconds(1)

    /// The limits of a server.
    public static let standard = ServiceLimits()

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    func check() {
        intake.check()
        precondition(
            maximumSubscribersOfKey <= maximumSubscribers,
            "the subscribers with a key are among all"
        )
        precondition(
            ServiceLimits.feedChunkBytes < maximumWaitingFactBytes,
            "more waits for a subscriber than it is handed at a time"
        )
        precondition(
            0 < feedPageSize && feedPageSize <= maximumWaitingFacts,
            "a page of facts has room before a subscriber"
        )
        precondition(
            maximumBackdatedUsers > 0 && maximumBackdatedAchievements > 0,
            "a step of a search gets on"
        )
        precondition(
            ServiceLimits.leaseRenewalInterval * 3 <= ServiceLimits.leaseLifetime,
            "a lease outlives a renewal that comes late"
        )
        precondition(
            maximumRememberedWorkspaces > 0 && maximumRememberedKeys > 0,
            "what a request needs is remembered until it is answered"
        )
        precondition(maximumBadges > 0, "the first badge has to be taken")
        rates.check()
        precondition(workerCount > 0, "someone has to do the reading")
        precondition(maximumQueuedReads >= workerCount, "every worker may be busy")
    }
}
