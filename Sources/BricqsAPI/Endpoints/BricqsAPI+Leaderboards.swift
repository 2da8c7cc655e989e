import HTTP
import Wire

extension BricqsAPI {
    /// Leaderboards, as a backend reads them.
    static let leaderboardEndpoints = [
        Endpoint(
            .get,
            "/api/v1/gamify/leaderboards/{code}",
            "Lists the first of a leaderboard.",
            by: .known,
            parameters: [.leaderboard, LeaderboardCalls.limit.parameter, .leaderboardPeriod],
            answers: [.ok(LeaderboardCalls.page), .failure(.notFound)],
            LeaderboardCalls.show
        ),
        Endpoint(
            .get,
            "/api/v1/gamify/leaderboards/{code}/rank/{participant_id}",
            "Shows where a participant is on a leaderboard.",
            by: .known,
            parameters: [.leaderboard, .participant, .leaderboardPeriod],
            answers: [.ok(LeaderboardCalls.place), .failure(.notFound)],
            LeaderboardCalls.showRank
        ),
    ]
}

extension Parameter {
    fileprivate static let leaderboard = Parameter.path(
        "code",
        .text,
        "The key of the leaderboard."
    )

    fileprivate static let leaderboardPeriod = Parameter.query(
        "period",
        .word(of: LeaderboardCalls.Period.self),
        "How long its runs are: those of another length are not found."
    )
}
