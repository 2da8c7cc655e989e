/// The bounds of what tells facts to others, in one place.
public struct DeliveryLimits: Sendable {
    /// For how long facts are kept.
    public static let factRetention = Duration.seconds(7 * 86_400)
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
    public var feedPageSize = 500
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
    /// How many questions of a follower may wait for a thread.
    static let maximumQueuedQuestions = 1_000

    /// How long the intake is watched until it is known to be busy or not.
    static let watchInterval = Duration.milliseconds(100)
    /// For which share of that time it has to be at work to be busy, and on how many events at once.
    static let busyShare = 0.5
    static let busyGroup = 8
    /// What may be done beside an event while events keep the server busy, as a part of what the event
    /// costs: events are to keep 0.85 of their rate.
    static let shareBesideEvents = 0.13

    /// The limits of a server.
    public static let standard = DeliveryLimits()

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    public func check() {
        precondition(
            1 / (1 + DeliveryLimits.shareBesideEvents) > 0.85,
            "events keep their rate"
        )
        precondition(
            maximumSubscribersOfKey <= maximumSubscribers,
            "the subscribers with a key are among all"
        )
        precondition(
            DeliveryLimits.feedChunkBytes < maximumWaitingFactBytes,
            "more waits for a subscriber than it is handed at a time"
        )
        precondition(
            0 < feedPageSize && feedPageSize <= maximumWaitingFacts,
            "a page of facts has room before a subscriber"
        )
        precondition(
            DeliveryLimits.leaseRenewalInterval * 3 <= DeliveryLimits.leaseLifetime,
            "a lease outlives a renewal that comes late"
        )
    }
}
