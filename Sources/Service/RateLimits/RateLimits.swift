/// How many requests may come in a minute; nothing for any number.
public struct RateLimits: Sendable {
    /// Those with one key, or with tokens of one user, on every wire.
    public var ofKey: Int?
    /// Those about one workspace, on every wire, unless its own settings say otherwise.
    public var ofWorkspace: Int?
    /// Those from one address, on every wire, whether or not they are let in.
    public var ofAddress: Int?
    /// Those with one key on Bricqs' wire, counted by themselves.
    public var ofKeyOnBricqsWire: Int? = 1_200_000

    /// The limits of a server that is told none.
    public init() {}

    /// Traps when a limit lets nobody pass.
    func check() {
        for limit in [ofKey, ofWorkspace, ofAddress, ofKeyOnBricqsWire] {
            precondition(limit ?? 1 > 0, "a limit lets somebody pass")
        }
    }
}

/// The wires that Laurel speaks.
public enum Wire: Sendable, CaseIterable {
    case trophy
    case bricqs
    case phoenix
}
