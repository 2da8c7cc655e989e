import HTTP
import HTTPServer
import Testing

/// The same requests, answered in-process and over a socket.
@Suite struct AnswerTests {
    struct Call: Sendable {
        var method = "GET"
        let target: String
        var headers: [String: String] = [:]
        var body: String?
    }

    struct Outcome: Equatable {
        var status: Int
        var type: String?
        var body: String
    }

    @Test(arguments: [
        Row("at once", Call(target: "/now/7"), "200 application/json {\"id\":\"7\"}"),
        Row("after a yield", Call(target: "/yield/7"), "200 application/json {\"id\":\"7\"}"),
        Row("from another thread", Call(target: "/hop/7"), "200 application/json {\"id\":\"7\"}"),
        Row("an escaped slash", Call(target: "/now/a%2Fb"), #"200 application/json {"id":"a/b"}"#),
        Row(
            "an escaped emoji",
            Call(target: "/now/%F0%9F%94%A5"),
            #"200 application/json {"id":"🔥"}"#
        ),
        Row("an emoji as it is", Call(target: "/now/🔥"), #"200 application/json {"id":"🔥"}"#),
        Row(
            "a query and a header",
            Call(target: "/query?ids=a,b&ids=c%2Bd+e", headers: ["X-Note": "n"]),
            #"200 application/json ["a","b","c+d e","n"]"#
        ),
        Row(
            "a query that is not UTF-8",
            Call(target: "/query?ids=%FF"),
            "400 application/json "
                + #"{"error":"The query parameter \"ids=%FF\" is not valid percent-encoded UTF-8."}"#
        ),
        Row(
            "a body",
            Call(method: "POST", target: "/echo", body: "[1]"),
            "201 application/json [1]"
        ),
        Row(
            "an empty body",
            Call(method: "POST", target: "/echo", body: ""),
            "201 application/json "
        ),
        Row("no body", Call(method: "POST", target: "/echo"), "201 application/json "),
        Row(
            "a body, from another thread",
            Call(method: "POST", target: "/hop", body: "[2]"),
            "201 application/json [2]"
        ),
        Row(
            "a thrown error",
            Call(target: "/throw"),
            #"409 application/json {"error":"Not again."}"#
        ),
        Row("another type", Call(target: "/page"), "200 text/html <p>"),
        Row("no content", Call(target: "/nothing"), "204 - "),
        Row(
            "a stream",
            Call(target: "/stream/8"),
            "200 text/plain line 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 8\n"
        ),
        Row("an empty stream", Call(target: "/stream/0"), "200 text/plain "),
        Row(
            "an unknown path",
            Call(target: "/nope"),
            "404 application/json "
                + #"{"error":"No such route: GET /nope. Check the method and the path."}"#
        ),
        Row(
            "another method",
            Call(method: "PUT", target: "/echo"),
            "405 application/json "
                + #"{"error":"PUT is not allowed on this path, only POST."}"#
        ),
    ]) func `an answer is the same in-process and over a socket`(
        row: Row<Call, String>
    ) async throws {
        #expect(try await Self.answerInProcess(row.input) == row.expected)
        try await withServer { server in
            let answer = try await Self.answer(row.input, from: server)
            #expect(answer == row.expected)
        }
    }

    private static func answerInProcess(_ call: Call) async throws -> String {
        let headers = Headers(call.headers.map { Headers.Field(name: $0, value: $1) })
        let body = Array((call.body ?? "").utf8)
        let request = Request(Method(call.method), call.target, headers: headers, body: body)
        let response = await TestApplication().router.respond(to: request)
        var bytes = response.bytes ?? []
        if case .stream(let source) = response.body {
            while let chunk = try await source.next() { bytes += chunk }
        }
        let missing = response.status == .noContent ? "-" : "application/json"
        let type = response.headers["Content-Type"] ?? missing
        return "\(response.status) \(type) \(String(decoding: bytes, as: UTF8.self))"
    }

    private static func answer(_ call: Call, from server: HTTPServer) async throws -> String {
        let answer = try await server.call(
            call.method,
            call.target,
            headers: call.headers.map { "\($0): \($1)" },
            body: call.body
        )
        return "\(answer.status) \(answer.headers["Content-Type"] ?? "-") \(answer.body)"
    }
}
