import HTTP

extension RouteRow {
    /// What support does for a user besides.
    static let userCare = [
        setUp(
            .get,
            "/users/ada/merge?from=nobody",
            sandbox: 404,
            admin: 404,
            has: [#"No user has the id \"nobody\"."#]
        ),
        setUp(
            .post,
            "/users/ada/merge",
            #"{"from":"nobody"}"#,
            sandbox: 404,
            admin: 404,
            has: [#"No user has the id \"nobody\"."#]
        ),
        setUp(.get, "/users/ada/zones", sandbox: 404, has: [#"{"zones":["#]),
        setUp(.get, "/users/ada/notes", sandbox: 404, has: [#"{"notes":[]}"#]),
        setUp(
            .post,
            "/users/ada/notes",
            #"{"text":"Called twice."}"#,
            sandbox: 404,
            admin: 201,
            has: [#""text":"Called twice.""#, #""author":{"kind":"key""#]
        ),
        setUp(
            .patch,
            "/users/ada/notes/{note}",
            #"{"text":"Called."}"#,
            sandbox: 404,
            admin: 404,
            has: ["No note of the user has this id."]
        ),
        setUp(
            .delete,
            "/users/ada/notes/{note}",
            sandbox: 404,
            admin: 404,
            has: ["No note of the user has this id."]
        ),
    ]
}
