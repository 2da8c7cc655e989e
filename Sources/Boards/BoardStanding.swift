import CivilTime
public import Engine

/// What an event's own answer says of a leaderboard.
public struct BoardStanding: Hashable, Sendable {
    /// How the score was changed.
    public let step: BoardStep
    /// The rank now; nothing for who has no place.
    public let rank: Int?
    /// The rank that the score before would have now.
    public let previousRank: Int?
    /// The least score that gets a place, in the leaderboard's own units; zero where places are free.
    public let threshold: Int64
}

/// A user with a place on a leaderboard.
public struct RankedUser: Hashable, Sendable {
    /// The user.
    public let key: UserKey
    /// The caller's own id.
    public let id: String
    /// What to call the user.
    public let name: String?
    /// The rank.
    public let rank: Int
    /// The score, in the leaderboard's own units.
    public let score: Int64
}

/// Where one user is on a leaderboard.
public struct BoardPlace: Hashable, Sendable {
    /// The group in which the user is ranked.
    public let group: BoardGroup
    /// The rank; nothing for who has no place.
    public let rank: Int?
    /// The score, in the leaderboard's own units.
    public let score: Int64
    /// How many have a place.
    public let count: Int
}

/// Which part of a leaderboard is wanted.
public struct BoardPageQuery: Hashable, Sendable {
    /// The run.
    public let run: BoardRun
    /// The group.
    public let group: BoardGroup
    /// How many places are left out, from the first on or from the user's.
    public let offset: Int
    /// How many are wanted.
    public let limit: Int
    /// The user from whose place on they are wanted; of a leaderboard with leagues, in the user's
    /// bracket.
    public let user: String?

    /// A part of a run.
    public init(run: BoardRun, group: BoardGroup, offset: Int, limit: Int, user: String? = nil) {
        self.run = run
        self.group = group
        self.offset = offset
        self.limit = limit
        self.user = user
    }
}

extension Board {
    /// A score as callers are told it: rounded down to a whole.
    public func value(of score: Int64) -> Int64 {
        guard case .metric = source else { return score }
        let (whole, rest) = score.quotientAndRemainder(dividingBy: Self.unitsOfMetrics)
        return rest < 0 ? whole - 1 : whole
    }

    /// How many units of a metric's score make a whole.
    private static let unitsOfMetrics: Int64 = 1_000_000

    /// The least whole score above another.
    func next(above score: Int64) -> Int64 {
        guard case .metric = source else { return score + 1 }
        return (value(of: score) + 1) * Self.unitsOfMetrics
    }

    /// Whether a position is one of those that there are.
    func hasPlace(_ position: Int) -> Bool { maximumParticipants.map { position < $0 } ?? true }
}
