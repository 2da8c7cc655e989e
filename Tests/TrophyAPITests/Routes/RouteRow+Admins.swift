import HTTP

extension RouteRow {
    /// Signing in and out, those who may, keys, and what was asked.
    static let admins: [RouteRow] = [
        open("/admin/v1/sessions"),
        open("/admin/v1/first-admin"),
        session(.get, "/session"),
        session(.delete, "/session"),
        session(.put, "/session/password"),
        session(.get, "/sessions"),
        session(.delete, "/sessions/{any}"),
        session(.get, "/admins"),
        session(.post, "/admins"),
        session(.patch, "/admins/{any}"),
        session(.delete, "/admins/{any}"),
        looking(.get, "/keys", has: [#""scope":"admin""#, #""revoked":"2026-"#]),
        looking(
            .post,
            "/keys",
            #"{"scope":"application"}"#,
            sandbox: 201,
            admin: 201,
            has: [#""key":"app_live_"#]
        ),
        looking(
            .delete,
            "/keys/live_nothing",
            sandbox: 404,
            admin: 404,
            has: ["No working key"]
        ),
        looking(.get, "/log", has: [#""requests":["#]),
        looking(
            .get,
            "/overview",
            has: [#""users":{"total":1,"new":1}"#, #""streaks":{"alive":"#]
        ),
        looking(
            .post,
            "/streaks/definitions/preview",
            #"{"id":"{streak}","userId":"ada","gracePeriods":1}"#,
            sandbox: 404,
            has: [#""user":{"id":"ada","tz":"#, #""before":{"length":0"#, #""after":{"length":0"#]
        ),
    ]

    /// A call for anybody, whose body is missing.
    private static func open(_ target: String) -> RouteRow {
        RouteRow(
            method: .post,
            target: target,
            other: 400,
            sandbox: 400,
            own: 400,
            admin: 400,
            isPublic: true,
            has: ["body is empty"]
        )
    }

    /// A call for those who signed in, which takes no key.
    private static func session(_ method: HTTP.Method, _ path: String) -> RouteRow {
        RouteRow(
            method: method,
            target: "/admin/v1\(path)",
            other: 403,
            sandbox: 403,
            own: 403,
            admin: 403,
            has: ["somebody who signed in"]
        )
    }

    /// A call for administrators.
    private static func looking(
        _ method: HTTP.Method,
        _ path: String,
        _ body: String = "",
        sandbox: Int = 200,
        admin: Int = 200,
        has: [String]
    ) -> RouteRow {
        RouteRow(
            method: method,
            target: "/admin/v1\(path)",
            body: body,
            other: 403,
            sandbox: sandbox,
            own: 403,
            admin: admin,
            has: has
        )
    }
}
