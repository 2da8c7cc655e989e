import HTTP

extension RouteRow {
    /// Leaderboards, of which there is one, and what is told of users beside them.
    static let boards = ofApplicationsWithBoards + ofAdminsWithBoards

    private static let ofApplicationsWithBoards = [
        RouteRow(
            method: .get,
            target: "/v1/leaderboards",
            other: 200,
            sandbox: 200,
            own: 200,
            admin: 200,
            has: [#""key":"top""#, #""status":"active""#, #""maxParticipants":1000"#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/leaderboards/top",
            other: 200,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""run":{"start":"2026-03-01""#, #""rankings":[]"#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/users/ada/leaderboards/top",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""rank":null"#, #""value":null"#, #""history":[{"date":"2026-03-01""#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/users/ada/wrapped",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""daysActive":1"#, #""mostActiveDay":{"date":"2026-03-01""#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/streaks/rankings",
            other: 200,
            sandbox: 200,
            own: 200,
            admin: 200,
            has: ["[]"]
        ),
    ]

    private static let ofAdminsWithBoards = [
        row(.get, "/admin/v1/leaderboards", sandbox: 200, has: [#""key":"top""#]),
        row(
            .post,
            "/admin/v1/leaderboards",
            #"[{"name":"Low","key":"low","rankBy":"streak"}]"#,
            sandbox: 201,
            admin: 201,
            has: [#""status":"inactive""#, #""issues":[]"#]
        ),
        row(
            .patch,
            "/admin/v1/leaderboards",
            #"[{"id":"{board}","name":"Best"}]"#,
            sandbox: 200,
            has: [#""name":"Best""#, #""issues":[]"#]
        ),
        row(.delete, "/admin/v1/leaderboards?ids={board}", sandbox: 200, has: ["deleted"]),
        row(.get, "/admin/v1/leaderboards/{board}", sandbox: 404, has: [#""rankBy":"streak""#]),
        row(
            .get,
            "/admin/v1/leaderboards/{board}/corrections",
            sandbox: 404,
            has: [#""corrections":[],"nextCursor":null"#]
        ),
        row(
            .patch,
            "/admin/v1/users/ada",
            #"{"hiddenFromLeaderboards":true}"#,
            sandbox: 404,
            has: [#""hiddenFromLeaderboards":true"#]
        ),
    ]

    private static func row(
        _ method: HTTP.Method,
        _ target: String,
        _ body: String = "",
        sandbox: Int,
        admin: Int = 200,
        has: [String]
    ) -> RouteRow {
        RouteRow(
            method: method,
            target: target,
            body: body,
            other: 403,
            sandbox: sandbox,
            own: 403,
            admin: admin,
            has: has
        )
    }
}
