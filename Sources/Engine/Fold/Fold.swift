public import CivilTime

/// The rules applied to commands, one after the other, at one moment in one workspace.
///
/// A fold reads no clock and no storage: everything it needs is in the snapshots, and everything
/// it decides is left in them to be written.
public struct Fold: Sendable {
    /// The workspace's configuration.
    public let rulebook: Rulebook
    /// Where zone names are resolved.
    public let zones: ZoneDatabase
    /// The moment.
    public let now: Instant
    /// Whether the commands may have been carried out already, in a transaction whose end nobody
    /// heard.
    ///
    /// What was done then is told again, and not done twice.
    public let isRetry: Bool
    /// The number from which events of the moment are counted, so that of two in a group the one that
    /// came first has reached its score first; without it, all have reached theirs together.
    public var firstNumber: Int64?

    /// A fold at a moment.
    public init(
        rulebook: Rulebook,
        zones: ZoneDatabase,
        now: Instant,
        isRetry: Bool = false
    ) {
        self.rulebook = rulebook
        self.zones = zones
        self.now = now
        self.isRetry = isRetry
    }
}

extension Fold {
    /// Does what follows once a command has been applied to a user: what a streak that has grown
    /// reaches, and whether its rules have now judged somebody.
    func finish(_ snapshot: inout Snapshot) throws(Interruption) {
        try reachLengths(tellingOf: nil, in: &snapshot)
        try givePoints(in: &snapshot)
        try scoreRest(in: &snapshot)
        try noteJudged(in: &snapshot)
    }
}

/// Turns what the rules refuse into a reason to stop.
func refusing<Value>(_ body: () throws(Refusal) -> Value) throws(Interruption) -> Value {
    do {
        return try body()
    } catch {
        throw .refused(error)
    }
}
