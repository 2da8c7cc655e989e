import HTTP

extension RouteRow {
    static let achievements =
        forUsers + [
            setUp(
                .get,
                "/achievements",
                sandbox: 200,
                has: [#""status":"active""#, #""trigger":"api""#, #""key":"tour""#]
            ),
            setUp(
                .post,
                "/achievements",
                #"[{"name":"Reader","trigger":"metric","metricId":"{metric}","metricValue":10}]"#,
                sandbox: 200,
                admin: 201,
                has: [#""name":"Reader""#, #""status":"inactive""#, #""issues":[]"#]
            ),
            setUp(
                .patch,
                "/achievements",
                #"[{"id":"{achievement}","name":"Grand tour"}]"#,
                sandbox: 200,
                has: [#""updated":[{"#, #""name":"Grand tour""#]
            ),
            setUp(
                .delete,
                "/achievements?ids={achievement}",
                sandbox: 200,
                has: [#""deleted":[{"id":""#]
            ),
            setUp(
                .get,
                "/achievements/{achievement}",
                sandbox: 404,
                has: [#""key":"tour""#, #""backdating":null"#]
            ),
            setUp(
                .post,
                "/achievements/preview",
                #"{"trigger":"metric","metricId":"{metric}","metricValue":2}"#,
                sandbox: 422,
                has: [#"{"completions":1,"users":1}"#]
            ),
        ]

    private static let forUsers = [
        RouteRow(
            method: .get,
            target: "/v1/achievements",
            other: 200,
            sandbox: 200,
            own: 200,
            admin: 200,
            has: [#""completions":0,"rarity":0"#, #""trigger":"api""#],
            lacks: ["achievedAt"]
        ),
        RouteRow(
            method: .post,
            target: "/v1/achievements/tour/complete",
            body: #"{"user":{"id":"ada"}}"#,
            other: 403,
            sandbox: 404,
            own: 201,
            admin: 201,
            has: [#""completionId":""#, #""achievedAt":"2026-03-01T12:00:00.000Z""#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/users/ada/achievements?includeIncomplete=true",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""achievedAt":null"#, #""progress":{"current":0,"target":1,"percent":0}"#]
        ),
    ]
}
