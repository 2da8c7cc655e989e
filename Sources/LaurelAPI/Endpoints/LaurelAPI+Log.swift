import HTTP
import Wire

extension LaurelAPI {
    /// What was asked of the server lately, and how things are.
    static let logEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/log",
            "Lists requests of the last seven days, newest first: those that were refused, and some of the others.",
            by: .admin,
            parameters: [
                .query(
                    "outcome",
                    .words(["refused", "accepted"]),
                    "Whether they were done. Default: all."
                ),
                .query("user", .text, "The user whom they are about. Default: all."),
                .query("key", .text, "What the prefix of the key begins with. Default: all."),
                .query("path", .text, "A text that the path holds. Default: all."),
                LogCalls.limit.parameter, .cursor,
            ],
            answers: [
                .ok(
                    .object(
                        .field("requests", .array(of: LogCalls.request)),
                        .field("nextCursor", .text.orNull)
                    )
                )
            ],
            LogCalls.list
        ),
        Endpoint(
            .get,
            "/admin/v1/overview",
            "Shows how many users, events, streaks and achievements there are, as of at most ten seconds ago.",
            by: .admin,
            answers: [.ok(OverviewCalls.overview)],
            OverviewCalls.show
        ),
    ]
}
