/// The bounds of what reminds users, in one place.
public struct RemindingLimits: Sendable {
    /// How many reminders that are due are judged at a time.
    public var judgedAtOnce = 500
    /// How many users are planned for at a time, where settings have changed.
    public var plannedAtOnce = 500
    /// How many messages may be on their way to one service: few to a slow one, many to a quick one.
    public var sentAtOnce = 8...128
    /// How long it may take until a service has taken as many as are on their way to it.
    public var patience = Duration.milliseconds(100)
    /// How many messages may be on their way in all.
    public var underWay = 256
    /// How long a message waits at least whose service has enough to do.
    public var shortestTurn = Duration.milliseconds(500)
    /// The same, at most.
    public var longestTurn = Duration.seconds(60)
    /// How many services are remembered that nothing is on its way to.
    public var rememberedServices = 1_000
    /// How long a mail that failed waits after each attempt.
    public var pauses: [Duration] = [.seconds(60), .seconds(300), .seconds(1_800)]
    /// How many connections mails go over to a server that a workspace has named.
    static let ownMailConnections = 2
    /// How many such servers connections are kept to.
    static let keptMailServers = 64
    /// How many messages in a row may fail until their service is left alone.
    public var failuresInARow = 10
    /// For how long it is left alone.
    public var breakerPause = Duration.seconds(60)
    /// How many events a reminder costs as much processor time as, at most: judging one, or sending it.
    ///
    /// Either reads a user with all that the user has, and writes rows and facts; a mail is composed
    /// and handed over besides. It is an estimate on the safe side, until `bench/reminders` has run.
    static let costOfReminder = 2.6
    /// How long reminders rest at most beside events.
    public var longestRest = Duration.seconds(2)
    /// For how long what came of reminders is kept.
    public static let retention = Duration.seconds(90 * 86_400)
    /// How many are forgotten at a time.
    static let forgottenAtATime = 2_000
    /// How often what is due is looked for when there was nothing.
    static let lookInterval = Duration.milliseconds(500)
    /// How long facts gather before reminders are planned by them.
    static let gathering = Duration.milliseconds(100)
    /// How many characters of what a server says are kept.
    static let keptAnswer = 500
    /// How many reminders a page of those that are planned looks at at most.
    static let lookedAtForAPage = 2_000
    /// How many facts of any kind a page of decisions looks at at most.
    static let factsLookedAtForAPage = 50_000

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    public func check() {
        precondition(judgedAtOnce > 0 && plannedAtOnce > 0, "a step gets on")
        precondition(sentAtOnce.lowerBound > 0 && failuresInARow > 0, "somebody is written to")
        precondition(sentAtOnce.upperBound <= underWay, "one service fits in")
        precondition(shortestTurn <= longestTurn, "a turn comes")
    }
}
