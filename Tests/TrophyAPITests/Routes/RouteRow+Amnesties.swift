import HTTP

extension RouteRow {
    private static let outage =
        #"{"from":"2026-02-27T06:00:00Z","to":"2026-02-27T09:00:00Z","reason":"The outage"}"#

    static let amnesties = [
        setUp(.get, "/streaks/amnesties", sandbox: 200, has: ["[", "]"]),
        setUp(
            .post,
            "/streaks/amnesties",
            outage,
            sandbox: 201,
            admin: 201,
            has: [#""status":"active","#, #""reason":"The outage","#, #""largest":[]"#]
        ),
        setUp(
            .post,
            "/streaks/amnesties/previews",
            outage,
            sandbox: 202,
            admin: 202,
            has: [#""status":"preview","#, #""reason":"The outage","#]
        ),
        setUp(
            .get,
            "/streaks/amnesties/{amnesty}",
            sandbox: 404,
            has: [#""status":"active","#, #""reason":"A test","#]
        ),
        setUp(.delete, "/streaks/amnesties/{amnesty}", sandbox: 404, admin: 204, has: []),
    ]
}
