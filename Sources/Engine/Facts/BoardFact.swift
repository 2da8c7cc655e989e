public import CivilTime

/// What befell a leaderboard.
public struct BoardFact: Hashable, Sendable {
    /// What befell it.
    public enum Kind: String, Sendable, CaseIterable {
        /// A run has begun.
        case started = "leaderboard.started"
        /// A run is final.
        case finished = "leaderboard.finished"
        /// Somebody among the first has another rank.
        case changed = "leaderboard.changed"
        /// A user has another rank.
        case rankChanged = "leaderboard.rank_changed"
        /// A user goes up or down with the end of a run.
        case tierChanged = "leaderboard.tier_changed"
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
    /// Among whom, of a leaderboard that ranks users apart: the values of its attributes.
    public var groupValues: [String] = []
    /// The user's rank; nothing for who has no place any more.
    public var rank: Int?
    /// The rank that was told before.
    public var previousRank: Int?
    /// The user's score, rounded down.
    public var value: Int?
    /// The score when the rank before was told.
    public var previousValue: Int?

    /// The tier in which the user is from now on.
    public var tier: Int?
    /// The tier of the run that is over.
    public var previousTier: Int?

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
        groupValues = fact.payload["groupValues"]?.texts ?? []
        rank = fact.payload["rank"]?.whole
        previousRank = fact.payload["previousRank"]?.whole
        value = fact.payload["value"]?.whole
        previousValue = fact.payload["previousValue"]?.whole
        tier = fact.payload["tier"]?.whole
        previousTier = fact.payload["previousTier"]?.whole
    }
}

extension Fact {
    /// What befell a leaderboard.
    public init(_ fact: BoardFact) {
        var payload = FactPayload()
        payload.add("key", .text(fact.key))
        payload.add("name", .text(fact.name))
        payload.add("run", .date(fact.run))
        if !fact.groupValues.isEmpty {
            payload.add("groupValues", .list(fact.groupValues.map(FactValue.text)))
        }
        payload.add("rank", fact.rank.map { .whole(Int64($0)) })
        payload.add("previousRank", fact.previousRank.map { .whole(Int64($0)) })
        payload.add("value", fact.value.map { .whole(Int64($0)) })
        payload.add("previousValue", fact.previousValue.map { .whole(Int64($0)) })
        payload.add("tier", fact.tier.map { .whole(Int64($0)) })
        payload.add("previousTier", fact.previousTier.map { .whole(Int64($0)) })
        self.init(kind: Kind(fact.kind), subject: fact.board, at: fact.at, payload: payload)
    }
}
