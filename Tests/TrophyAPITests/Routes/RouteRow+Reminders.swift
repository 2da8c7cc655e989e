import HTTP

extension RouteRow {
    /// The calls about reminders, and the pages that mails lead to.
    static let reminders = [
        setUp(
            .get,
            "/reminders/settings",
            sandbox: 200,
            has: [
                #""streak_reminder":{"enabled":false,"channels":["email"],"hoursBefore":4"#,
                #""quietHours":{"from":"22:00","to":"08:00"}"#, #""openChannels":[]"#,
            ]
        ),
        setUp(
            .put,
            "/reminders/settings",
            #"{"kinds":{"recap":{"enabled":true}},"quietHours":null,"caps":{"perDay":1}}"#,
            sandbox: 200,
            has: [
                #""recap":{"enabled":true"#, #""quietHours":null"#,
                #""caps":{"perDay":1,"perWeek":5}"#,
            ]
        ),
        setUp(
            .get,
            "/reminders/mail",
            sandbox: 200,
            has: [#"{"source":"none","url":null,"from":null,"passwordSetAt":null}"#]
        ),
        setUp(
            .put,
            "/reminders/mail",
            #"{"url":"smtp://mail.example.com","from":"mail@example.com"}"#,
            sandbox: 422,
            admin: 422,
            has: ["--public-url"]
        ),
        setUp(.delete, "/reminders/mail", sandbox: 404, admin: 404, has: [#""error":"#]),
        setUp(
            .get,
            "/reminders/due",
            sandbox: 200,
            has: [#"{"reminders":[],"nextCursor":null}"#]
        ),
        setUp(.get, "/reminders", sandbox: 200, has: [#"{"reminders":[],"nextCursor":null}"#]),
        setUp(
            .get,
            "/reminders/decisions?type=reminder.dropped,reminder.moved",
            sandbox: 200,
            has: [#"{"decisions":[],"nextCursor":null}"#]
        ),
        setUp(
            .get,
            "/reminders/suppressions?reason=complaint",
            sandbox: 200,
            has: [#"{"suppressions":["#, #""nextCursor":null"#]
        ),
        setUp(
            .post,
            "/reminders/bounces",
            #"{"kind":"complaint","address":"ada@example.com"}"#,
            sandbox: 200,
            has: [#"{"suppressed":1}"#]
        ),
        setUp(
            .put,
            "/reminders/suppressions/ada@example.com",
            sandbox: 200,
            has: [#""address":"ada@example.com""#, #""at":"#]
        ),
        setUp(
            .get,
            "/reminders/suppressions/ben@example.com",
            sandbox: 404,
            admin: 404,
            has: [#""error":"#]
        ),
        setUp(
            .delete,
            "/reminders/suppressions/ben@example.com",
            sandbox: 404,
            admin: 404,
            has: [#""error":"#]
        ),
        setUp(
            .get,
            "/messages/templates/recap?locale=de",
            sandbox: 200,
            has: [#"{{recap.unit}} im Rückblick"#, #""type":"totals""#]
        ),
        setUp(
            .get,
            "/messages/templates",
            sandbox: 200,
            has: [#""kind":"streak_at_risk","locale":"de","version":0"#]
        ),
        setUp(
            .get,
            "/messages/templates/recap/versions",
            sandbox: 200,
            has: [#"{"versions":[],"nextCursor":null}"#]
        ),
        setUp(
            .put,
            "/messages/templates/recap?locale=fr",
            #"{"subjects":["Salut"],"blocks":[{"type":"totals"}]}"#,
            sandbox: 200,
            has: [#""locale":"fr","version":1"#, #""subjects":["Salut"]"#]
        ),
        setUp(
            .delete,
            "/messages/templates/recap?locale=pt",
            sandbox: 404,
            admin: 404,
            has: [#""error":"#]
        ),
        setUp(
            .post,
            "/messages/preview",
            #"{"kind":"reactivation","userId":"ada"}"#,
            sandbox: 404,
            has: [#"{"subject":""#, "Pick up where you left off"],
            lacks: ["{{"]
        ),
        setUp(
            .post,
            "/messages/test",
            #"{"kind":"reactivation","userId":"ada","to":"ben@example.com"}"#,
            sandbox: 422,
            admin: 422,
            has: ["--smtp"]
        ),
        RouteRow(
            method: .get,
            target: "/push/key",
            other: 404,
            sandbox: 404,
            own: 404,
            admin: 404,
            isPublic: true,
            has: ["--push"]
        ),
        page(.get, "/mail/preferences?t=no"), page(.post, "/mail/preferences?t=no"),
        page(.get, "/mail/unsubscribe?t=no"), page(.post, "/mail/unsubscribe?t=no"),
    ]

    /// A page that anybody may look at who has a link that was signed, and nobody else.
    private static func page(_ method: HTTP.Method, _ target: String) -> RouteRow {
        RouteRow(
            method: method,
            target: target,
            other: 404,
            sandbox: 404,
            own: 404,
            admin: 404,
            isPublic: true,
            has: ["This link is not valid"]
        )
    }
}
