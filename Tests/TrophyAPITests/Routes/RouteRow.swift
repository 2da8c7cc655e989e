import HTTP
import Testing

/// A call of one route, and what each role gets for it.
struct RouteRow: Sendable, CustomTestStringConvertible {
    let method: HTTP.Method
    /// The path and query; `{metric}` and the like stand for ids.
    let target: String
    var body = ""
    /// For the application key of another user.
    let other: Int
    /// For an admin key of the sandbox, where nothing is set up.
    let sandbox: Int
    /// For the application key of the user whom the call is about.
    let own: Int
    /// For an admin key.
    let admin: Int
    /// Whether everybody gets what an admin gets, without a key too.
    var isPublic = false
    /// What the admin's answer must have.
    let has: [String]
    /// What it must not have.
    var lacks: [String] = []

    var testDescription: String { "\(method) \(target) \(body)" }

    /// What no answer may ever show.
    static let neverShown = ["secretDigest", "user_key", "workspace_id", "Optional(", "SELECT"]

    static let all =
        application + achievements + points + stream + configuration + streaks + tokens + people
        + badges + userStreaks + amnesties + groups + documents + webhooks + admins + boards
        + reminders + analytics + experiments + userCare

    private static let application = [
        RouteRow(
            method: .post,
            target: "/v1/metrics/pages/event",
            body: #"{"user":{"id":"ada"},"value":1}"#,
            other: 403,
            sandbox: 422,
            own: 201,
            admin: 201,
            has: [#""total":4"#, #""currentStreak""#],
            lacks: ["idempotentReplayed", "idempotencyKey"]
        ),
        RouteRow(
            method: .post,
            target: "/v1/users",
            body: #"{"id":"ada","name":"Ada"}"#,
            other: 403,
            sandbox: 201,
            own: 200,
            admin: 200,
            has: [#""id":"ada""#, #""name":"Ada""#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/users/ada",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""id":"ada""#, #""control":false"#]
        ),
        RouteRow(
            method: .put,
            target: "/v1/users/ada",
            body: #"{"tz":"Asia/Tokyo"}"#,
            other: 403,
            sandbox: 200,
            own: 200,
            admin: 200,
            has: [#""tz":"Asia/Tokyo""#]
        ),
        RouteRow(
            method: .patch,
            target: "/v1/users/ada",
            body: #"{"name":"A"}"#,
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""name":"A""#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/users/ada/metrics",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""key":"pages""#, #""current":2"#, #""achievements":[]"#]
        ),
        RouteRow(
            method: .get,
            target: "/v1/users/ada/metrics/pages",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#""current":2"#]
        ),
        RouteRow(
            method: .get,
            target:
                "/v1/users/ada/metrics/pages/event-summary?aggregation=daily&startDate=2026-02-28&endDate=2026-03-01",
            other: 403,
            sandbox: 404,
            own: 200,
            admin: 200,
            has: [#"{"date":"2026-02-28","total":0,"change":0}"#, #""total":2,"change":2"#]
        ),
    ]

    static func setUp(
        _ method: HTTP.Method,
        _ target: String,
        _ body: String = "",
        sandbox: Int,
        admin: Int = 200,
        has: [String],
        lacks: [String] = []
    ) -> RouteRow {
        RouteRow(
            method: method,
            target: "/admin/v1\(target)",
            body: body,
            other: 403,
            sandbox: sandbox,
            own: 403,
            admin: admin,
            has: has,
            lacks: lacks
        )
    }

    private static let configuration = [
        setUp(.get, "/attributes", sandbox: 200, has: [#""key":"plan""#, #""type":"user""#]),
        setUp(
            .post,
            "/attributes",
            #"[{"key":"device","name":"Device","type":"event"}]"#,
            sandbox: 201,
            admin: 201,
            has: [#""created":[{"id":""#, #""issues":[]"#]
        ),
        setUp(
            .patch,
            "/attributes",
            #"[{"id":"{attribute}","name":"Tier"}]"#,
            sandbox: 200,
            has: [#""name":"Tier""#, #""key":"plan""#]
        ),
        setUp(
            .delete,
            "/attributes?ids={attribute}",
            sandbox: 200,
            has: [#""deleted":[{"id":""#, #""issues":[]"#]
        ),
        setUp(.get, "/attributes/{attribute}", sandbox: 404, has: [#""key":"plan""#]),
        setUp(.get, "/metrics", sandbox: 200, has: [#""key":"pages""#, #""unitType":"number""#]),
        setUp(
            .post,
            "/metrics",
            #"[{"key":"words","name":"Words"}]"#,
            sandbox: 201,
            admin: 201,
            has: [#""key":"words""#, #""units":"""#, #""issues":[]"#]
        ),
        setUp(
            .patch,
            "/metrics",
            #"[{"id":"{metric}","name":"Pages read"}]"#,
            sandbox: 200,
            has: [#""updated":[{"#, #""name":"Pages read""#]
        ),
        setUp(.delete, "/metrics?ids={metric}", sandbox: 200, has: [#""deleted":[{"id":""#]),
        setUp(.get, "/metrics/{metric}", sandbox: 404, has: [#""key":"pages""#]),
        setUp(
            .post,
            "/metrics/events",
            #"[{"key":"pages","user":{"id":"ada"},"value":1}]"#,
            sandbox: 404,
            admin: 202,
            has: [#"{"accepted":1}"#]
        ),
        setUp(.get, "/tenants", sandbox: 200, has: [#""customerId":"acme""#]),
        setUp(
            .post,
            "/tenants",
            #"[{"customerId":"bolt","name":"Bolt"}]"#,
            sandbox: 201,
            admin: 201,
            has: [#""customerId":"bolt""#, #""status":"active""#]
        ),
        setUp(
            .patch,
            "/tenants",
            #"[{"id":"{tenant}","name":"Acme Inc"}]"#,
            sandbox: 200,
            has: [#""name":"Acme Inc""#]
        ),
        setUp(.delete, "/tenants?ids={tenant}", sandbox: 200, has: [#""deleted":[{"id":""#]),
        setUp(.get, "/tenants/{tenant}", sandbox: 404, has: [#""customerId":"acme""#]),
        setUp(.get, "/settings", sandbox: 200, has: [#""aggregationPeriod":"weekly""#]),
        setUp(
            .patch,
            "/settings",
            #"{"aggregationPeriod":"monthly"}"#,
            sandbox: 200,
            has: [#""aggregationPeriod":"monthly""#]
        ),
        setUp(.get, "/environments", sandbox: 200, has: [#""key":"production","priority":1"#]),
    ]

    private static let streaks = [
        setUp(
            .get,
            "/streaks/settings",
            sandbox: 200,
            has: [#""frequency":"daily""#, #""metrics":[]"#, #""freezes":null"#]
        ),
        setUp(
            .patch,
            "/streaks/settings",
            #"{"frequency":"weekly"}"#,
            sandbox: 200,
            has: [#""frequency":"weekly""#, #""evaluationMode":"OR""#]
        ),
        setUp(.get, "/streaks/definitions", sandbox: 200, has: [#""key":"reading""#]),
        setUp(
            .post,
            "/streaks/definitions",
            #"[{"key":"more","name":"More","sources":[{"metric":"pages"}],"window":{"period":"daily"}}]"#,
            sandbox: 200,
            admin: 201,
            has: [#""key":"more""#, #""status":"active""#, #""issues":[]"#]
        ),
        setUp(
            .patch,
            "/streaks/definitions",
            #"[{"id":"{streak}","status":"paused"}]"#,
            sandbox: 200,
            has: [#""status":"paused""#]
        ),
        setUp(
            .delete,
            "/streaks/definitions?ids={streak}",
            sandbox: 200,
            has: [#""deleted":[{"id":""#]
        ),
        setUp(
            .get,
            "/streaks/definitions/{streak}",
            sandbox: 404,
            has: [#""key":"reading""#, #""primary":false"#]
        ),
    ]

    private static let people = [
        setUp(
            .post,
            "/application-api-keys",
            #"[{"userId":"ada"}]"#,
            sandbox: 201,
            admin: 201,
            has: [#""userId":"ada""#, #""key":"app_"#, #""prefix":"app_"#]
        ),
        setUp(
            .delete,
            "/application-api-keys?ids={key}",
            sandbox: 200,
            has: [#""deleted":[{"id":""#],
            lacks: ["app_"]
        ),
        setUp(.get, "/users", sandbox: 200, has: [#""id":"ada""#, #""nextCursor":null"#]),
        setUp(.delete, "/users/ada", sandbox: 404, has: [#"{"id":"ada"}"#]),
        setUp(
            .get,
            "/users/ada/events",
            sandbox: 404,
            has: [#""metricKey":"pages""#, #""nextCursor":null"#]
        ),
        setUp(
            .get,
            "/users/ada/export",
            sandbox: 404,
            has: [#""user":{"id":"ada""#, #""events":[{"#, "]}"]
        ),
        setUp(
            .put,
            "/users/ada/metrics/pages",
            #"{"total":41.5}"#,
            sandbox: 422,
            has: [#"{"total":41.5,"eventId":""#]
        ),
        setUp(.delete, "/events/{event}", sandbox: 404, has: [#"{"id":""#]),
        setUp(
            .get,
            "/clock",
            sandbox: 200,
            admin: 403,
            has: ["Only a sandbox workspace has a clock"]
        ),
        setUp(
            .put,
            "/clock",
            #"{"now":"2026-05-01T00:00:00Z"}"#,
            sandbox: 200,
            admin: 403,
            has: ["Only a sandbox workspace has a clock"]
        ),
        setUp(
            .delete,
            "/clock",
            sandbox: 200,
            admin: 403,
            has: ["Only a sandbox workspace has a clock"]
        ),
    ]
}
