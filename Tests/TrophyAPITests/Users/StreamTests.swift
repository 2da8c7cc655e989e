import Access
import HTTP
import Testing

/// The route that tells what happens as it happens.
@Suite struct StreamTests {
    /// Opens a stream that must be refused, and gives the refusal.
    private static func refusal(
        _ server: TestServer,
        _ target: String,
        as role: TestServer.Role = .admin
    ) async throws -> Reply {
        try await server.call(.get, target, as: role)
    }

    /// Opens a stream.
    private static func open(
        _ server: TestServer,
        at target: String = "/v1/stream",
        _ headers: Headers
    ) async throws -> Stream {
        let response = await server.router.respond(
            to: Request(.get, target, headers: headers)
        )
        #expect(response.status == .ok)
        #expect(response.headers["Content-Type"] == "text/event-stream")
        #expect(response.headers["Cache-Control"] == "no-store")
        guard case .stream(let source) = response.body else {
            throw HTTPError.badRequest("\(try await Reply(response))")
        }
        return Stream(source: source)
    }

    private struct Stream {
        let source: ChunkSource
        private var text = ""

        init(source: ChunkSource) { self.source = source }

        /// The text up to a piece, which is waited for.
        mutating func read(to piece: String) async throws -> String {
            while !text.contains(piece) {
                guard let bytes = try await source.next() else { return "ended after: \(text)" }
                text += String(decoding: bytes, as: UTF8.self)
            }
            return text
        }

        /// The id that was sent last.
        var lastID: String {
            text.split(separator: "\n").last { $0.hasPrefix("id: ") }
                .map { String($0.dropFirst(4)) } ?? ""
        }
    }

    private static func place() async throws -> TestServer {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.createStreak()
        return server
    }

    @Test func `an event on the wire has an id, a type and one line of data`() async throws {
        let server = try await Self.place()
        var stream = try await Self.open(server, ["X-API-KEY": server.adminKey])
        let opening = try await stream.read(to: "\n\n")
        #expect(opening.hasPrefix("retry: 2000\nid: "))
        try await server.record("1")
        let text = try await stream.read(to: "}\n\n").dropFirst(opening.count)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 5)
        #expect(lines[0] == "id: \(stream.lastID)")
        #expect(lines[1] == "event: streak.incremented")
        #expect(lines[2].hasPrefix(#"data: {"user_id":"ada","definition_id":""#))
        #expect(
            lines[2].hasSuffix(#","new_count":1,"occurred_at":"2026-03-01T12:00:00.000Z"}"#)
        )
    }

    @Test(arguments: [true, false])
    func `a stream goes on after the id that is sent`(isHeader: Bool) async throws {
        let server = try await Self.place()
        var first = try await Self.open(server, ["X-API-KEY": server.adminKey])
        _ = try await first.read(to: "\n\n")
        try await server.record("1", of: "ada")
        _ = try await first.read(to: "ada")
        try await server.record("1", of: "ben")
        var headers: Headers = ["X-API-KEY": server.adminKey]
        var target = "/v1/stream?type=streak.incremented,streak.broken"
        if isHeader {
            headers["Last-Event-ID"] = first.lastID
        } else {
            target += "&lastEventId=\(first.lastID)"
        }
        var again = try await Self.open(server, at: target, headers)
        try await server.record("1", of: "cem")
        let text = try await again.read(to: "cem")
        #expect(!text.contains("ada"))
        #expect(text.contains("ben"))
        #expect(!text.contains("stream.reset"))
    }

    @Test func `a user's key, and a user's token, read that user's events alone`() async throws {
        let server = try await Self.place()
        let key = try await server.createKey(of: "ada").key
        for headers: Headers in [["X-API-KEY": key], ["Authorization": "Bearer \(key)"]] {
            var stream = try await Self.open(server, headers)
            _ = try await stream.read(to: "\n\n")
            server.clock.advance(by: .seconds(86_400))
            try await server.record("1", of: "ben")
            try await server.record("1", of: "ada")
            let text = try await stream.read(to: "ada")
            #expect(!text.contains("ben"))
        }
        let own = try await Self.open(server, at: "/v1/stream?userId=ada", ["X-API-KEY": key])
        _ = own
        for target in ["/v1/stream?userId=ben", "/v1/stream?userId=ada,ben"] {
            let reply = try await Self.refusal(server, target, as: .key(key))
            #expect(reply.status == 403)
        }
    }

    @Test(arguments: [
        Row("a type that there is not", "type=streak.incremented,streak.eaten", "streak.eaten"),
        Row("a user that cannot be", "userId=" + String(repeating: "u", count: 256), "userId"),
        Row(
            "too many users",
            (0...100).map { "userId=u\($0)" }.joined(separator: "&"),
            "at most 100"
        ),
    ])
    func `what cannot be is refused by name`(row: Row<String, String>) async throws {
        let server = try await Self.place()
        let reply = try await Self.refusal(server, "/v1/stream?\(row.input)")
        #expect(reply.status == 422)
        #expect(reply.text("error")?.contains(row.expected) == true, "\(reply)")
    }

    @Test func `nobody reads a stream without a key`() async throws {
        let server = try await Self.place()
        #expect(try await Self.refusal(server, "/v1/stream", as: .nobody).status == 401)
        #expect(try await Self.refusal(server, "/v1/stream", as: .garbage).status == 401)
        let response = await server.router.respond(
            to: Request(.get, "/v1/stream", headers: ["Authorization": "Bearer a.b.c"])
        )
        #expect(response.status == .unauthorized)
    }
}
