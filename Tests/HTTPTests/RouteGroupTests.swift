import HTTP
import JSONText
import Testing

@Suite struct RouteGroupTests {
    private static let detail: ErrorEncoder = { error in
        .json(error.status) { $0.object { $0.field("detail", error.message) } }
    }

    private static let router = Router([
        RouteGroup([Route(.get, "/v1/a") { _ in throw HTTPError.forbidden("No.") }]),
        RouteGroup(
            prefix: "/phoenix",
            errors: detail,
            [Route(.get, "/phoenix/a") { _ in throw HTTPError.forbidden("No.") }]
        ),
    ])

    @Test(arguments: [
        Row("a handler's error", "/v1/a", #"{"error":"No."}"#),
        Row("a handler's error, of a dialect", "/phoenix/a", #"{"detail":"No."}"#),
        Row("unknown", "/b", #"{"error":"No such route: GET /b. Check the method and the path."}"#),
        Row(
            "unknown, of a dialect",
            "/phoenix/b",
            #"{"detail":"No such route: GET /phoenix/b. Check the method and the path."}"#
        ),
        Row(
            "a prefix ends at a slash",
            "/phoenixes",
            #"{"error":"No such route: GET /phoenixes. Check the method and the path."}"#
        ),
    ]) func `errors are told in the way of their group`(row: Row<String, String>) async {
        let response = await Self.router.respond(to: Request(.get, row.input))
        #expect(String(decoding: response.bytes ?? [], as: UTF8.self) == row.expected)
    }

    @Test func `a refusal of the server is told in the way of the path's group`() {
        let error = HTTPError.payloadTooLarge(maximumBytes: 5)
        let response = Self.router.response(to: error, path: "/phoenix/upload")
        let text = String(decoding: response.bytes ?? [], as: UTF8.self)
        #expect(response.status == .payloadTooLarge)
        #expect(
            text == #"{"detail":"The request body is too large: at most 5 bytes are accepted."}"#
        )
    }

    @Test func `a pattern outside its group's prefix is a mistake`() async {
        await #expect(processExitsWith: .failure) {
            _ = Router([RouteGroup(prefix: "/a", [Route(.get, "/b") { _ in Response(.ok) }])])
        }
    }
}
