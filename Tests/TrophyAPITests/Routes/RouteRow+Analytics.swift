import HTTP

extension RouteRow {
    /// Questions about what users do, and taking histories in.
    static let analytics =
        [
            report("active", sandbox: 200), report("retention", sandbox: 200),
            report("achievements", sandbox: 200), report("funnel", sandbox: 422),
            report("streaks", sandbox: 422), report("lengths", sandbox: 422),
            report("points", sandbox: 422), report("levels", sandbox: 422),
            report("boards", sandbox: 422),
        ].flatMap(\.self) + [
            setUp(
                .get,
                "/analytics/users?active=2026-03-01",
                sandbox: 200,
                has: [#""users":[]"#, #""nextCursor":null"#]
            ),
            setUp(.get, "/analytics/subjects", sandbox: 200, has: [#""metrics":["#]),
            setUp(
                .post,
                "/imports",
                #"{"lines":[{"id":"ada"}],"dryRun":true}"#,
                sandbox: 200,
                has: [#""users":"#, #""rejectedLines":[]"#]
            ),
        ]

    /// Other rules for some users.
    static let experiments = [
        setUp(.get, "/experiments", sandbox: 200, has: [#""key":"goal""#]),
        setUp(
            .post,
            "/experiments",
            #"[{"key":"more","name":"More","subject":{"type":"streak","key":"reading"},"arms":[{"key":"a"},{"key":"b"}]}]"#,
            sandbox: 200,
            admin: 201,
            has: [#""key":"more""#, #""status":"draft""#, #""issues":[]"#]
        ),
        setUp(
            .patch,
            "/experiments",
            #"[{"id":"{experiment}","status":"running"}]"#,
            sandbox: 200,
            has: [#""status":"running""#]
        ),
        setUp(
            .delete,
            "/experiments?ids={experiment}",
            sandbox: 200,
            has: [#""deleted":[{"id":""#]
        ),
        setUp(
            .get,
            "/experiments/{experiment}",
            sandbox: 404,
            has: [#""key":"goal""#, #""share":100"#, #""gracePeriods":2"#]
        ),
        setUp(
            .get,
            "/experiments/goal/results",
            sandbox: 404,
            has: [#""users":0"#, #""isSuspicious":false"#, #""measure":"activeDays""#]
        ),
    ]

    /// A question, as JSON and as CSV; where nothing is set up there may be nothing to ask about.
    private static func report(_ name: String, sandbox: Int) -> [RouteRow] {
        [
            setUp(.get, "/analytics/\(name)", sandbox: sandbox, has: [#""rows":["#]),
            setUp(.get, "/analytics/\(name).csv", sandbox: sandbox, has: [","]),
        ]
    }
}
