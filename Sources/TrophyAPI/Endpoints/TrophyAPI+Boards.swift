import HTTP
import Wire

extension TrophyAPI {
    /// Leaderboards, as applications see them.
    static let boardEndpoints = [
        Endpoint(
            .get,
            "/v1/leaderboards",
            "Lists the leaderboards, oldest first.",
            by: .known,
            parameters: [
                .query(
                    "includeFinished",
                    .words(["true", "false"]),
                    "Whether to list those that are over too."
                )
            ],
            answers: [.ok(.array(of: BoardWire.listed))],
            isRevalidated: true,
            BoardCalls.list
        ),
        Endpoint(
            .get,
            "/v1/leaderboards/{key}",
            "Shows some places of a leaderboard.",
            by: .known,
            parameters: [
                .boardKey, BoardCalls.offset.parameter, BoardCalls.limit.parameter, .run,
                .query("userId", .text, "The user from whose place on to show."),
                .query(
                    "userAttributes",
                    .text,
                    "The values of the breakdown, as in city:Oslo,plan:pro; required where there is "
                        + "one."
                ),
                .query(
                    "bracket",
                    .text,
                    "The bracket to show, of a leaderboard with leagues; default: that of userId."
                ),
                .query(
                    "userIds",
                    .array(of: .text),
                    "Up to 200 users who are ranked among themselves."
                ),
            ],
            answers: [.ok(BoardWire.ranked), .failure(.notFound)],
            BoardCalls.show
        ),
        Endpoint(
            .get,
            "/v1/users/{id}/leaderboards/{key}",
            "Shows where a user is on a leaderboard, and was day by day.",
            by: .known,
            parameters: [.user, .boardKey, .run, BoardCalls.days.parameter],
            answers: [.ok(BoardWire.ofUser), .failure(.notFound)],
            BoardCalls.showUser
        ),
    ]

    /// Setting leaderboards up.
    static let adminBoardEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/leaderboards",
            "Lists the leaderboards, oldest first.",
            by: .admin,
            parameters: PageQuery.parameters,
            answers: [.ok(.array(of: AdminBoardWire.board))],
            isRevalidated: true,
            AdminBoardCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/leaderboards",
            "Creates leaderboards.",
            by: .admin,
            body: Bulk.body(of: AdminBoardWire.draftBody),
            answers: Bulk.created(AdminBoardWire.board),
            AdminBoardCalls.create
        ),
        Endpoint(
            .patch,
            "/admin/v1/leaderboards",
            "Changes leaderboards.",
            by: .admin,
            body: Bulk.body(of: AdminBoardWire.changeBody),
            answers: Bulk.updated(AdminBoardWire.board),
            AdminBoardCalls.update
        ),
        Endpoint(
            .delete,
            "/admin/v1/leaderboards",
            "Ends leaderboards.",
            by: .admin,
            parameters: [.ids],
            answers: Bulk.deleted,
            AdminBoardCalls.delete
        ),
        Endpoint(
            .get,
            "/admin/v1/leaderboards/{id}",
            "Shows a leaderboard.",
            by: .admin,
            parameters: [.id],
            answers: [.ok(AdminBoardWire.board), .failure(.notFound)],
            isRevalidated: true,
            AdminBoardCalls.show
        ),
        Endpoint(
            .get,
            "/admin/v1/leaderboards/{id}/corrections",
            "Lists what came after runs of a leaderboard were final, newest first.",
            by: .admin,
            parameters: [
                .id, AdminBoardCalls.limit.parameter,
                .query("cursor", .text, "Where the list goes on: nextCursor of the page before."),
            ],
            answers: [.ok(AdminBoardWire.corrections), .failure(.notFound)],
            AdminBoardCalls.corrections
        ),
    ]
}

extension Parameter {
    /// A leaderboard, by its key.
    fileprivate static let boardKey = Parameter.path(
        "key",
        .name(upTo: WireLimits.maximumNameLength),
        "The leaderboard's key."
    )

    /// A run, by one of its days.
    fileprivate static let run = Parameter.query(
        "run",
        .date,
        "A day of the run to show; default: the current run."
    )
}
