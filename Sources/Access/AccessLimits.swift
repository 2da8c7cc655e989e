/// The bounds of the way in, in one place.
public struct AccessLimits: Sendable {
    /// How many keys may verify the tokens of one workspace: as many are tried for a token.
    public var maximumTokenKeys = 10
    /// How many ids that may be a workspace's a token may have; more are not looked up.
    public var maximumNamesInToken = 50
    /// How many workspaces a token may name; of more, some are not looked at.
    public var maximumNamedWorkspaces = 4
    /// For how long a ticket opens a stream.
    static let ticketLifetime = Duration.seconds(60)
    /// How many requests may come in a minute.
    public var rates = RateLimits()
    /// How many keys' and workspaces' requests are counted at a time, and at most twice as many.
    static let maximumCountedCallers = 10_000
    /// How many addresses' requests are: about 10 MiB.
    static let maximumCountedAddresses = 50_000

    /// How long an admin's address may be.
    static let maximumEmailBytes = 320
    /// How short a password may be, in Unicode scalars.
    static let minimumPasswordLength = 10
    /// How long a password may be.
    static let maximumPasswordBytes = 1_000
    /// How much is kept of what a browser calls itself.
    static let maximumBrowserLength = 300
    /// How long a session holds after it was last used.
    static let sessionLifetime = Duration.seconds(7 * 86_400)
    /// How long a session holds at most.
    static let longestSession = Duration.seconds(30 * 86_400)
    /// How much time passes before another use of a session is written down.
    static let sessionNotice = Duration.seconds(60)

    /// How many requests that were refused are kept in a second.
    static let loggedRefused = 100
    /// How many requests that were done are kept in a second.
    static let loggedAccepted = 20
    /// How much of the body of a request is kept, in bytes.
    static let loggedBodyBytes = 2_048
    /// How long a body may be that is looked into.
    static let parsedBodyBytes = 64 << 10
    /// How much of a path is kept.
    static let loggedPathLength = 500
    /// How many refused requests are kept altogether.
    static let keptRefused = 20_000
    /// How many requests that were done are kept altogether.
    static let keptAccepted = 5_000
    /// For how long requests are kept.
    static let requestRetention = Duration.seconds(7 * 86_400)
    /// How many rows of the log one question looks at.
    static let searchedRequests = 2_000

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    public func check() {
        rates.check()
    }
}
