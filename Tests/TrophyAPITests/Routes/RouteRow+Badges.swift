import HTTP

extension RouteRow {
    static let badges = [
        setUp(
            .get,
            "/audit?kind=badge",
            sandbox: 200,
            has: [
                #""author":{"type":"key","name":"live_"#, #""kind":"badge","itemId":"#,
                #""action":"created","before":null,"after":{"type":"image/svg+xml","bytes":"#,
            ],
            lacks: ["audit_number"]
        ),
        setUp(.get, "/badges", sandbox: 200, has: [#""url":"/badges/"#, #""width":2"#]),
        setUp(
            .post,
            "/badges",
            #"<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>"#,
            sandbox: 201,
            admin: 201,
            has: [#""hash":""#, #""type":"image/svg+xml""#, #""bytes":67"#],
            lacks: ["width", "content", "created"]
        ),
        setUp(.delete, "/badges/{badge}", sandbox: 404, has: [#"{"hash":""#]),
        RouteRow(
            method: .get,
            target: "/badges/{badge}",
            other: 200,
            sandbox: 200,
            own: 200,
            admin: 200,
            isPublic: true,
            has: ["<svg xmlns="]
        ),
    ]
}
