import HTTP

extension RouteRow {
    static let userStreaks = [
        RouteRow(
            method: .get,
            target: "/v1/users/ada/streak",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""length":0"#, #""streakHistory":[]"#, #""pauses":[]"#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/streaks?userIds=ada",
            other: 403,
            sandbox: 200,
            own: 200,
            admin: 200,
            has: [#"[{"userId":"ada","streakLength":0,"extended":null}]"#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/users/ada/preferences",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#"{"notifications":{}}"#]
        ),
        RouteRow(
            method: .patch,
            target: "/v1/users/ada/preferences",
            body: #"{"notifications":{"recap":["email"]},"streak":{"enabled":false}}"#,
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#"{"notifications":{"recap":["email"]},"streak":{"enabled":false}}"#]
        ),
        setUp(
            .post,
            "/streaks/freezes",
            #"{"freezes":[{"userId":"ada"}]}"#,
            sandbox: 200,
            has: [#"{"issues":[{"userId":"ada","severity":"error","message":"No streak has"#]
        ),
        setUp(
            .post,
            "/streaks/pauses",
            #"{"pauses":[{"userId":"ada","start":"2026-03-02","end":"2026-03-03"}]}"#,
            sandbox: 200,
            admin: 201,
            has: [
                #"{"created":[{"id":""#,
                #""userId":"ada","start":"2026-03-02","end":"2026-03-03","status":"active"}]"#,
                #""issues":[]"#,
            ]
        ),
        setUp(
            .delete,
            "/streaks/pauses?ids={event}",
            sandbox: 200,
            has: [#""deleted":[],"issues":[{"id":""#, "Streak pause not found by ID"]
        ),
        setUp(
            .post,
            "/streaks/restore",
            #"{"users":[{"id":"ada"}]}"#,
            sandbox: 200,
            has: [#"{"restoredUsers":[],"issues":[{"userId":"ada","#]
        ),
        setUp(
            .post,
            "/streaks/reset",
            #"{"users":[{"id":"ada"}]}"#,
            sandbox: 200,
            has: [#"{"resetUsers":[],"issues":[{"userId":"ada","#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/users/ada/streaks",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#"[{"key":"reading","name":"reading","primary":false,"#, #""status":"none""#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/users/ada/streaks/reading/explain",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""periods":[{"#, "has never been started by this user."]
        ),
        setUp(
            .get,
            "/streaks/at-risk",
            sandbox: 200,
            has: [#"{"streaks":[],"nextCursor":null}"#]
        ),
        setUp(
            .post,
            "/streaks/definitions/{streak}/previews",
            #"{"gracePeriods":2,"appliesTo":"all"}"#,
            sandbox: 404,
            admin: 202,
            has: [
                #""status":"running","appliesTo":"all","users":{"total":1,"lookedAt":0,"#,
                #""lengths":{"unchanged":0,"longer":0,"begun":0,"shorter":0,"lost":0}"#,
                #"{"from":101,"to":null,"longer":0,"shorter":0}"#,
                #""largest":[],"started":""#, #""finished":null,"expires":null}"#,
            ]
        ),
        setUp(
            .post,
            "/streaks/settings/previews",
            #"{"frequency":"weekly"}"#,
            sandbox: 404,
            admin: 404,
            has: ["There is no primary streak yet"]
        ),
        setUp(
            .get,
            "/streaks/previews/{preview}",
            sandbox: 404,
            has: [#""status":"running","appliesTo":"future""#]
        ),
        setUp(.delete, "/streaks/previews/{preview}", sandbox: 404, admin: 204, has: []),
        setUp(.get, "/facts", sandbox: 200, has: [#"{"facts":[],"nextAfter":null}"#]),
    ]
}
