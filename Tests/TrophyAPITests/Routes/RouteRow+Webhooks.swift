import HTTP

extension RouteRow {
    /// The calls about who is told of facts over HTTP.
    static let webhooks = [
        RouteRow(
            method: .post,
            target: "/v1/stream/ticket",
            other: 201,
            sandbox: 201,
            own: 201,
            admin: 201,
            has: [#"{"ticket":""#, #""expiresAt":"2026-03-01T12:01:00.000Z""#]
        ),
        setUp(
            .get,
            "/webhooks",
            sandbox: 200,
            has: [#""url":"https://example.com/hooks""#, #""nextCursor":null"#],
            lacks: ["whsec_"]
        ),
        setUp(
            .post,
            "/webhooks",
            #"{"url":"https://example.com/","dialect":"trophy","kinds":["streak.lost"]}"#,
            sandbox: 201,
            admin: 201,
            has: [#""secret":"whsec_"#, #""kinds":["streak.lost"],"dialect":"trophy""#]
        ),
        setUp(
            .get,
            "/webhooks/{webhook}",
            sandbox: 404,
            has: [#""status":"active""#],
            lacks: ["whsec_"]
        ),
        setUp(
            .patch,
            "/webhooks/{webhook}",
            #"{"status":"paused","ordered":true}"#,
            sandbox: 404,
            has: [#""ordered":true"#, #""status":"paused""#]
        ),
        setUp(.delete, "/webhooks/{webhook}", sandbox: 404, has: [#"{"id":""#]),
        setUp(.post, "/webhooks/{webhook}/rotate", sandbox: 404, has: [#""secret":"whsec_"#]),
        setUp(
            .post,
            "/webhooks/{webhook}/test",
            sandbox: 404,
            admin: 202,
            has: [#""kind":"webhook.test","status":"pending""#, #""factId":null"#]
        ),
        setUp(
            .get,
            "/webhooks/{webhook}/deliveries?status=pending",
            sandbox: 404,
            has: [#"{"deliveries":[],"nextCursor":null}"#]
        ),
        setUp(
            .post,
            "/webhooks/{webhook}/replay",
            #"{"status":"failed"}"#,
            sandbox: 404,
            admin: 202,
            has: [#"{"replayed":0}"#]
        ),
    ]
}
