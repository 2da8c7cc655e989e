import HTTP

extension RouteRow {
    /// Points, whose system has one of everything.
    static let points =
        ofApplications + ofSystems + ofLedgers
        + parts("levels", "level", #""key":"bronze""#, #"{"name":"L","key":"l","points":9}"#)
        + parts(
            "boosts",
            "boost",
            #""name":"Double""#,
            #"{"name":"B","start":"2026-01-01","multiplier":3}"#
        )
        + parts(
            "triggers",
            "trigger",
            #""type":"user_creation""#,
            #"{"type":"user_creation","points":1}"#
        )

    private static let ofApplications = [
        RouteRow(
            method: .get,
            target: "/v1/points/xp",
            other: 200,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""name":"XP""#, #""triggers":[{"id":""#, #""created":""#],
            lacks: [#""key":"xp""#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/points/xp/levels",
            other: 200,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""key":"bronze""#, #""badgeUrl":null"#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/points/xp/boosts",
            other: 200,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""name":"Double""#, #""status":"active""#],
            lacks: ["userId"]
        ),
        RouteRow(
            method: .get,
            target: "/v1/points/xp/summary",
            other: 200,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#"{"from":0,"to":0,"users":"#, #"{"from":10,"to":10,"users":"#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/points/xp/level-summary",
            other: 200,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#"[{"level":{"id":""#, #""users":"#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/users/ada/points/xp",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""key":"xp""#, #""total":"#, #""awards":["#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/users/ada/points/xp/boosts",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""name":"Double""#]
        ),
        RouteRow(
            method: .get,
            target:
                "/v1/users/ada/points/xp/event-summary?aggregation=daily&startDate=2026-02-28&endDate=2026-03-01",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""date":"2026-03-01""#]
        ),
    ]

    private static let ofSystems = [
        setUp(.get, "/points", sandbox: 200, has: [#""key":"xp""#, #""maxPoints":null"#]),
        setUp(
            .post,
            "/points",
            #"[{"name":"Coins","key":"coins"}]"#,
            sandbox: 201,
            admin: 201,
            has: [#""key":"coins""#, #""issues":[]"#],
            lacks: ["levels"]
        ),
        setUp(
            .patch,
            "/points",
            #"[{"id":"{points}","name":"Experience"}]"#,
            sandbox: 200,
            has: [#""updated":[{"#, #""name":"Experience""#]
        ),
        setUp(.delete, "/points?ids={points}", sandbox: 200, has: [#""deleted":[{"id":""#]),
        setUp(.get, "/points/{points}", sandbox: 404, has: [#""key":"xp""#]),
    ]

    private static let ofLedgers = [
        setUp(
            .post,
            "/points/{points}/awards",
            #"{"userId":"ada","amount":7,"reason":"Thanks","idempotencyKey":"k"}"#,
            sandbox: 404,
            admin: 201,
            has: [#""kind":"grant""#, #""amount":7"#, #""idempotentReplayed":false"#]
        ),
        setUp(
            .get,
            "/points/{points}/ledger?userId=ada",
            sandbox: 404,
            has: [#""rows":[{"#, #""userId":"ada""#, #""nextCursor":null"#]
        ),
        setUp(
            .post,
            "/points/{points}/triggers/preview",
            #"{"type":"user_creation","points":3}"#,
            sandbox: 404,
            has: [#"{"points":3,"changedUsers":1,"users":1}"#]
        ),
        setUp(
            .post,
            "/points/{points}/simulate",
            #"{"trigger":{"type":"metric","points":2,"metricId":"{metric}","metricThreshold":1}}"#,
            sandbox: 404,
            has: [#""days":[{"date":""#, #""mostChanged":[{"userId":"ada""#, #""complete":true"#]
        ),
    ]

    private static func parts(
        _ name: String,
        _ id: String,
        _ shown: String,
        _ draft: String
    ) -> [RouteRow] {
        let path = "/points/{points}/\(name)"
        return [
            setUp(.get, path, sandbox: 404, has: [shown]),
            setUp(
                .post,
                path,
                "[\(draft)]",
                sandbox: 404,
                admin: 201,
                has: [#""created":[{"id":""#, #""issues":[]"#]
            ),
            setUp(
                .patch,
                path,
                "[{\"id\":\"{\(id)}\"}]",
                sandbox: 404,
                has: [#""updated":[{"#, shown]
            ),
            setUp(
                .delete,
                "\(path)?ids={\(id)}",
                sandbox: 404,
                has: [#""deleted":[{"id":""#, #""issues":[]"#]
            ),
            setUp(.get, "\(path)/{\(id)}", sandbox: 404, has: [shown]),
        ]
    }
}
