public import Engine
import Storage

extension Catalogue {
    /// Gives users seats in the brackets of a run, in their order; those who have one keep it.
    ///
    /// A user is in the tier that the user's last run has led to, and at first in the lowest one.
    public func seat(
        _ users: [(user: UserKey, tier: Int)],
        of board: Board,
        at place: ScorePlace
    ) async throws {
        guard let leagues = board.leagues else { return }
        try await changeConfiguration { (change) throws(StorageError) in
            let connection = change.connection
            let seats = try connection.leagueSeats.seats(of: users.map(\.user), at: place)
            let seated = Set(seats.map(\.user))
            var open = Dictionary(
                try connection.leagueBrackets.open(at: place).map { ($0.tier, $0) }
            ) { first, _ in first }
            var new: [LeagueSeat] = []
            for each in users where !seated.contains(each.user) {
                let tier = min(max(each.tier, 1), leagues.tiers)
                var bracket = open[tier] ?? OpenBracket(tier: tier)
                new.append(LeagueSeat(each.user, in: bracket.take(ofSize: leagues.size)))
                open[tier] = bracket
            }
            guard !new.isEmpty else { return }
            try connection.leagueSeats.insert(new, at: place)
            try connection.leagueBrackets.store(Array(open.values), at: place)
        }
    }

    /// Notes the tiers to which a run that is final has led some users, and tells who goes up or down,
    /// once.
    public func settle(
        _ tiers: [(user: UserKey, tier: Int)],
        after run: BoardRun,
        of board: Board,
        in workspace: WorkspaceID
    ) async throws {
        try await changeConfiguration { (change) throws(StorageError) in
            let connection = change.connection
            let place = ScorePlace(board: board.id, run: run.first)
            let seats = try connection.leagueSeats.seats(of: tiers.map(\.user), at: place)
            let waiting = Dictionary(
                seats.filter { $0.nextTier == nil }.map { ($0.user, $0.bracket.tier) }
            ) { first, _ in first }
            let new = tiers.filter { waiting[$0.user] != nil }
            guard !new.isEmpty else { return }
            try connection.leagueSeats.settle(new, at: place)
            for (user, tier) in new {
                guard let before = waiting[user], before != tier else { continue }
                var fact = BoardFact(
                    .tierChanged,
                    of: board,
                    run: run.first,
                    at: board.finalAt(run)
                )
                fact.tier = tier
                fact.previousTier = before
                change.tell(Fact(fact), about: user, in: workspace)
            }
        }
    }
}
