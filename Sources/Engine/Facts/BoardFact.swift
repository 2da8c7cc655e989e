public import CivilTime

/// What befell a leaderboard.
public struct BoardFact: Hashable, Sendable {
    /// What befell it.
    public enum Kind: String, Sendable, CaseIterable {
        /// A run has begun.
        case started = "leaderboard.started"
        /// A run is final.
        case finished = "leaderboard.finished"
    }

    /// What befell it.
    public let kind: Kind
    /// When.
    public let at: Instant
    /// The public id of the leaderboard.
    public let board: String
    /// The leaderboard's key.
    public let key: String
    /// The leaderboard's name at that time.
    public let name: String
    /// The first day of the run.
    public let run: CivilDate
    /// A fact about a run of a leaderboard.
    public init(_ kind: Kind, of board: Board, run: CivilDate, at moment: Instant) {
        self.kind = kind
        at = moment
        self.board = board.publicID
        (key, name) = (board.key, board.name)
        self.run = run
    }

    /// What a fact says of a leaderboard; nothing when it is not about one.
    public init?(_ fact: Fact) {
        guard let kind = Kind(rawValue: fact.kind.rawValue), let board = fact.subject,
            let key = fact.payload["key"]?.text, let name = fact.payload["name"]?.text,
            let run = fact.payload["run"]?.date
        else { return nil }
        self.kind = kind
        at = fact.at
        (self.board, self.key, self.name, self.run) = (board, key, name, run)
    }
}

extension Fact {
    /// What befell a leaderboard.
    public init(_ fact: BoardFact) {
        var payload = FactPayload()
        payload.add("key", .text(fact.key))
        payload.add("name", .text(fact.name))
        payload.add("run", .date(fact.run))
        self.init(kind: Kind(fact.kind), subject: fact.board, at: fact.at, payload: payload)
    }
}
