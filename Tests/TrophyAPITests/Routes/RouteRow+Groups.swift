import HTTP

extension RouteRow {
    static let groups = [
        RouteRow(
            method: .get,
            target: "/v1/streaks/groups/readers",
            other: 404,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""id":"readers","#, #""members":"all","#, #""periods":[{"#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/users/ada/groups",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#"{"id":"readers","#, #""current":{"#]
        ),
        setUp(.get, "/streaks/groups", sandbox: 200, has: [#"{"id":"readers","#]),
        setUp(
            .post,
            "/streaks/groups",
            #"{"id":"pair","name":"A pair","streak":"reading","members":2,"maxUsers":2,"users":[{"id":"ada"}]}"#,
            sandbox: 422,
            admin: 201,
            has: [#"{"id":"pair","#, #""members":2,"#, #""status":"none","#]
        ),
        setUp(
            .get,
            "/streaks/groups/readers?periods=1",
            sandbox: 404,
            has: [#""users":[{"id":"ada","joinedOn":"#]
        ),
        setUp(
            .patch,
            "/streaks/groups/readers",
            #"{"name":"Bookworms"}"#,
            sandbox: 404,
            has: [#""name":"Bookworms","#]
        ),
        setUp(
            .post,
            "/streaks/groups/others/users",
            #"{"id":"ada"}"#,
            sandbox: 404,
            has: [#"{"id":"ada","joinedOn":"#]
        ),
        setUp(
            .delete,
            "/streaks/groups/readers/users/ada",
            sandbox: 404,
            has: [#""users":[],"#]
        ),
        setUp(.delete, "/streaks/groups/readers", sandbox: 404, admin: 204, has: []),
    ]
}
