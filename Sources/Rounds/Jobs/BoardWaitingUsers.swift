import CivilTime
import Engine
import Storage

/// Who waits for a bracket, and can be given one.
struct BoardWaitingUsers: Sendable {
    var users: [(user: UserKey, tier: Int)] = []
    var last: (since: Int64, user: UserKey)?
    var finishedRuns: Set<CivilDate> = []
    var hasMore = false
}

extension Connection {
    /// Looks at some of those who wait for a bracket in a run, after one who was seen.
    func lookAtWaiting(
        _ place: ScorePlace,
        after last: (since: Int64, user: UserKey)?,
        _ known: Set<CivilDate>?
    ) throws(StorageError) -> BoardWaitingUsers {
        var look = BoardWaitingUsers()
        look.finishedRuns = Set(
            try boardRuns.runs(of: place.board).filter { $0.finishedAt != nil }.map(\.run)
        )
        // Once another run is final, those who have waited for that can be given their brackets.
        let start = known == look.finishedRuns ? last : nil
        let limit = RoundLimits.seatedAtOnce
        let waiting = try leagueSeats.waiting(at: place, after: start, limit: limit)
        look.last = waiting.last.map { ($0.since, $0.user) } ?? start
        look.hasMore = waiting.count == limit
        let users = waiting.map(\.user)
        let earlier = Dictionary(
            try leagueSeats.seats(of: users, before: place).map { ($0.user, $0) }
        ) { first, _ in first }
        for user in users {
            guard let seat = earlier[user] else {
                look.users.append((user, 1))
                continue
            }
            if let tier = seat.nextTier { look.users.append((user, tier)) }
        }
        return look
    }
}
