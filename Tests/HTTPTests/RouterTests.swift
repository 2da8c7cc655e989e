import HTTP
import Testing

@Suite struct RouterTests {
    private static func echo(_ name: String, _ parameters: String...) -> Handler {
        { request in
            let values = parameters.map { "\($0)=\(request.parameter($0))" }
            let text = ([name] + values).joined(separator: " ")
            return Response(.ok, body: .bytes(Array(text.utf8)))
        }
    }

    private static let router = Router([
        Route(.get, "/", echo("root")),
        Route(.get, "/v1/users", echo("list")),
        Route(.post, "/v1/users", maximumBodyBytes: 4 << 20, echo("create")),
        Route(.get, "/v1/users/{id}", echo("user", "id")),
        Route(.delete, "/v1/users/{id}", echo("delete", "id")),
        Route(.get, "/v1/users/me", echo("me")),
        Route(.get, "/v1/users/{user}/streaks/{metric}", echo("streak", "user", "metric")),
        Route(.get, "/v1/users/me/keys", echo("keys")),
    ])

    @Test(arguments: [
        Row("an unknown path", "GET /nope", "404 Allow=-"),
        Row("another method", "DELETE /v1/users", "405 Allow=GET, HEAD, POST"),
        Row("a path that is malformed", "GET /v1/users/%ff", "400 Allow=-"),
        Row("a query that is malformed", "GET /v1/users?a=%ff", "400 Allow=-"),
        Row("a route", "GET /v1/users", "200 Allow=-"),
    ]) func `somebody hears of what no route takes, and may word it otherwise`(
        row: Row<String, String>
    ) async {
        let router = Router(
            [
                RouteGroup([
                    Route(.get, "/v1/users", Self.echo("list")),
                    Route(.post, "/v1/users", Self.echo("create")),
                    Route(.get, "/v1/users/{id}", Self.echo("user", "id")),
                ])
            ],
            unrouted: { request, error in
                HTTPError(
                    .tooManyRequests,
                    "\(request.method.name) \(error.status.code)",
                    headers: error.headers
                )
            }
        )
        let words = row.input.split(separator: " ").map(String.init)
        let response = await router.respond(to: Request(Method(words[0]), words[1]))
        guard row.expected.hasPrefix("200") == false else {
            #expect(response.status == .ok)
            return
        }
        let text = String(decoding: response.bytes ?? [], as: UTF8.self)
        let allow = response.headers["Allow"] ?? "-"
        #expect(response.status == .tooManyRequests)
        #expect(text.contains("\(words[0]) \(row.expected.prefix(3))"))
        #expect(allow == row.expected.dropFirst("404 Allow=".count))
    }

    private static func answer(_ method: HTTP.Method, _ target: String) async -> String {
        let response = await router.respond(to: Request(method, target))
        return "\(response.status) \(String(decoding: response.bytes ?? [], as: UTF8.self))"
    }

    @Test(arguments: [
        Row("the root", "/", "200 root"),
        Row("a literal path", "/v1/users", "200 list"),
        Row("a query is no part of the path", "/v1/users?limit=3", "200 list"),
        Row("a parameter", "/v1/users/7", "200 user id=7"),
        Row("a literal wins over a parameter", "/v1/users/me", "200 me"),
        Row("two parameters", "/v1/users/7/streaks/km", "200 streak user=7 metric=km"),
        Row("a literal without the rest", "/v1/users/me/streaks/x", "200 streak user=me metric=x"),
        Row("a literal with the rest", "/v1/users/me/keys", "200 keys"),
        Row("an escaped slash belongs to the id", "/v1/users/a%2Fb", "200 user id=a/b"),
        Row("an escaped space", "/v1/users/a%20b", "200 user id=a b"),
        Row("a plus stays a plus in a path", "/v1/users/a+b", "200 user id=a+b"),
        Row("an emoji, escaped", "/v1/users/%F0%9F%94%A5", "200 user id=🔥"),
        Row("an emoji, as it is", "/v1/users/🔥", "200 user id=🔥"),
        Row("an escaped literal is an id", "/v1/users/%6De", "200 user id=me"),
        Row("dots are no navigation", "/v1/users/..", "200 user id=.."),
    ]) func `a path is answered by its route`(row: Row<String, String>) async {
        #expect(await Self.answer(.get, row.input) == row.expected)
    }

    @Test(arguments: [
        Row(
            "an unknown path",
            "/v1/userz",
            "No such route: GET /v1/userz. Check the method and the path."
        ),
        Row(
            "a slash at the end",
            "/v1/users/",
            "No such route: GET /v1/users/. Check the method and the path."
        ),
        Row("an empty id", "/v1/users//streaks/km", nil),
        Row("a path that is only a part", "/v1", nil),
        Row("a path that goes on", "/v1/users/7/streaks/km/x", nil),
        Row("no path at all", "", nil),
        Row("no slash", "v1/users", nil),
    ]) func `an unknown path is a 404`(row: Row<String, String?>) async {
        let match = Self.router.match(Request(.get, row.input))
        #expect(match.pattern == nil)
        let failure = await match.answer().failure
        #expect(failure?.status == .notFound)
        if let message = row.expected { #expect(failure?.message == message) }
    }

    @Test(arguments: [
        Row("one method among several", "/v1/users", "GET, HEAD, POST"),
        Row("methods of a parameter's route", "/v1/users/7", "GET, HEAD, DELETE"),
        Row("of a literal and a parameter together", "/v1/users/me", "GET, HEAD, DELETE"),
    ]) func `another method on a known path is a 405`(row: Row<String, String>) async {
        let response = await Self.router.respond(to: Request(.patch, row.input))
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers["Allow"] == row.expected)
        let text = String(decoding: response.bytes ?? [], as: UTF8.self)
        #expect(
            text == #"{"error":"PATCH is not allowed on this path, only \#(row.expected)."}"#
        )
    }

    @Test func `a method is found behind a literal that lacks it`() async {
        #expect(await Self.answer(.delete, "/v1/users/me") == "200 delete id=me")
    }

    @Test func `HEAD is answered by GET`() async {
        #expect(await Self.answer(.head, "/v1/users/7") == "200 user id=7")
    }

    @Test(arguments: [
        Row(
            "a broken escape",
            "/v1/users/%zz",
            #"The path parameter id, "%zz", is not valid percent-encoded UTF-8."#
        ),
        Row(
            "a cut escape",
            "/v1/users/a%2",
            #"The path parameter id, "a%2", is not valid percent-encoded UTF-8."#
        ),
        Row(
            "bytes that are not UTF-8",
            "/v1/users/%FF",
            #"The path parameter id, "%FF", is not valid percent-encoded UTF-8."#
        ),
        Row(
            "a query that is not UTF-8",
            "/v1/users/7?a=%C3",
            #"The query parameter "a=%C3" is not valid percent-encoded UTF-8."#
        ),
    ]) func `what cannot be decoded is a 400 under its route's pattern`(
        row: Row<String, String>
    ) async {
        let match = Self.router.match(Request(.get, row.input))
        #expect(match.pattern == "/v1/users/{id}")
        let failure = await match.answer().failure
        #expect(failure?.status == .badRequest)
        #expect(failure?.message == row.expected)
    }

    @Test func `a match carries the pattern for metrics`() {
        let match = Self.router.match(Request(.get, "/v1/users/7/streaks/km"))
        #expect(match.pattern == "/v1/users/{user}/streaks/{metric}")
    }

    @Test func `all routes can be listed`() {
        let lines = Self.router.routes.map { "\($0.method) \($0.pattern)" }
        #expect(lines.count == 8)
        #expect(lines.contains("DELETE /v1/users/{id}"))
    }

    @Test func `a route may raise the limit of its body`() {
        #expect(Self.router.maximumBodyBytes(for: .post, path: "/v1/users") == 4 << 20)
        #expect(Self.router.maximumBodyBytes(for: .delete, path: "/v1/users/7") == 1 << 20)
        #expect(Self.router.maximumBodyBytes(for: .post, path: "/nowhere") == 1 << 20)
    }

    @Test func `two routes for one path are a mistake`() async {
        await #expect(processExitsWith: .failure) {
            let handler: Handler = { _ in Response(.ok) }
            _ = Router([Route(.get, "/a/{b}", handler), Route(.get, "/a/{c}", handler)])
        }
    }
}
