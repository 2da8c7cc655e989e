/// The bounds of the way in, in one place.
public struct AccessLimits: Sendable {
    /// How many keys may verify the tokens of one workspace: as many are tried for a token.
    public var maximumTokenKeys = 10
    /// How many ids that may be a workspace's a token may have; more are not looked up.
    public var maximumNamesInToken = 50
    /// How many workspaces a token may name; of more, some are not looked at.
    public var maximumNamedWorkspaces = 4
    /// How many requests may come in a minute.
    public var rates = RateLimits()
    /// How many keys' and workspaces' requests are counted at a time, and at most twice as many.
    static let maximumCountedCallers = 10_000
    /// How many addresses' requests are: about 10 MiB.
    static let maximumCountedAddresses = 50_000

    /// The limits of a server, to be changed.
    public init() {}

    /// Traps when the limits contradict each other.
    public func check() {
        rates.check()
    }
}
