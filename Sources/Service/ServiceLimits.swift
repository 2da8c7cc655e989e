public import Access
public import Catalogue
public import Delivery
public import Intake
public import Reading
public import Reminders
public import Rounds
public import Webhooks

/// The bounds of a service: those of its rooms, and of what they share.
public struct ServiceLimits: Sendable {
    /// The bounds of what takes commands in.
    public var intake = IntakeLimits()
    /// The bounds of the configuration.
    public var catalogue = CatalogueLimits()
    /// The bounds of the way in.
    public var access = AccessLimits()
    /// The bounds of what tells facts to others.
    public var delivery = DeliveryLimits()
    /// The bounds of reads.
    public var reading = ReadingLimits()
    /// The bounds of what goes on by itself.
    public var rounds = RoundLimits()
    /// The bounds of what tells webhooks.
    public var webhooks = WebhookLimits()
    /// The bounds of what reminds users.
    public var reminders = RemindingLimits()
    /// How many blocking reads may wait for a worker; one more is answered 503.
    public var maximumQueuedReads = 1_000
    /// How many blocking reads run at the same time: short ones, and as many that may take long, so
    /// that a long read never keeps anybody from being recognised.
    public var workerCount = 4
    /// How often those are looked for that have waited too long.
    static let watchInterval = Duration.milliseconds(250)
    /// How long whoever asks whether the server is ready waits for the database.
    static let readyPatience = Duration.milliseconds(1_500)
    /// How often a database is asked at most whether it takes a write.
    static let proofInterval = Duration.seconds(1)
    /// How many events, and how many rows of points in a system, a merge moves: it is one
    /// transaction, for which others wait.
    static let mergedRows = 10_000
    /// How many notes are kept about a user.
    static let notesOfUser = 200
    /// After how long a caller that found no room should try again.
    public var retryAfter = Duration.seconds(1)

    /// The limits of a server.
    public static let standard = ServiceLimits()

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    func check() {
        intake.check()
        catalogue.check()
        access.check()
        delivery.check()
        reading.check()
        rounds.check()
        webhooks.check()
        reminders.check()
        precondition(workerCount > 0, "someone has to do the reading")
        precondition(maximumQueuedReads >= workerCount, "every worker may be busy")
    }
}
