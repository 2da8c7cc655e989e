/// How many requests may come in a minute; nothing for any number.
public struct RateLimits: Sendable {
    /// Those with one key, or with tokens of one user, on every wire.
    public var ofKey: Int?
    /// Those about one workspace, on every wire, unless its own settings say otherwise.
    public var ofWorkspace: Int?
    /// Those from one address, on every wire, whether or not they are let in.
    public var ofAddress: Int?
    /// Those with one key on an interface that counts them by themselves.
    public var ofKeyByItself: Int? = 1_200_000

    /// The limits of a server that is told none.
    public init() {}

    /// Traps when a limit lets nobody pass.
    func check() {
        for limit in [ofKey, ofWorkspace, ofAddress, ofKeyByItself] {
            precondition(limit ?? 1 > 0, "a limit lets somebody pass")
        }
    }
}

/// What the requests of an interface are counted in, besides what all of them are.
public enum RateClass: Sendable {
    /// Nothing else.
    case standard
    /// A limit of each key, which counts the requests of this interface alone.
    case separateKeys
    /// The limit that a workspace has set for itself.
    case workspaceSettings
}
