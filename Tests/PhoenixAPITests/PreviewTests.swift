import HTTP
import Testing

/// What a change would do, asked beforehand, on this wire and on Laurel's own.
@Suite struct PreviewTests {
    /// A server where one user did what counts, another what would, and a third both.
    private static func makeServer() async throws -> (PhoenixServer, id: String) {
        let server = try await PhoenixServer()
        let id = try await server.createStreak(
            types: #""play""#,
            with: #","expression":"mode == \"ranked\"""#
        )
        let played = [("ada", "ranked"), ("ben", "casual"), ("cem", "ranked"), ("cem", "casual")]
        for (index, (user, mode)) in played.enumerated() {
            let attributes = #","attributes":{"mode":"\#(mode)"}"#
            try await server.send("e\(index)", "play", of: user, with: attributes)
        }
        return (server, id)
    }

    private static let casual = #""expression":"mode == \"casual\"""#

    @Test func `a preview tells what the same change then does`() async throws {
        let (server, id) = try await Self.makeServer()
        let body = #"{"config":{\#(Self.casual)},"applies_to":"all"}"#
        let begun = try await server.call(
            .post,
            "/v1/streaks/\(id)/previews",
            body,
            as: .administrator
        )
        #expect(begun.status == 202, "\(begun)")
        #expect(begun.text("status") == "running")
        #expect(begun.text("definition_id") == id)
        try await server.finishRounds()
        let preview = begun.text("id") ?? ""
        let found = try await server.call(
            .get,
            "/v1/streaks/\(id)/previews/\(preview)",
            as: .administrator
        )
        #expect(found.text("status") == "finished", "\(found)")
        #expect(found.value("users") == #"{"total":3,"looked_at":3,"changed":2}"#)
        #expect(
            found.value("lengths")
                == #"{"unchanged":1,"longer":1,"begun":1,"shorter":1,"lost":1}"#
        )
        // Both differ by one.
        let largest = [0, 1].map { found.text("largest.\($0).user_id") }
        #expect(Set(largest) == ["ada", "ben"])
        // Nothing has changed, and then the change does what was told.
        #expect(try await Self.counts(server) == ["1", "-", "1"])
        try await server.call(.patch, "/v1/streaks/\(id)", body, as: .administrator)
        try await server.finishRounds()
        #expect(try await Self.counts(server) == ["-", "1", "1"])
    }

    /// The counts of the three; a dash for whoever has none.
    private static func counts(_ server: PhoenixServer) async throws -> [String] {
        var counts: [String] = []
        for user in ["ada", "ben", "cem"] {
            let reply = try await server.call(.get, "/v1/streaks/user/\(user)")
            let count = reply.value("streaks.0.current_count") ?? "-"
            counts.append(count == "0" ? "-" : count)
        }
        return counts
    }

    @Test func `Laurel's own wire takes an expression, in previews and in changes`() async throws {
        let (server, id) = try await Self.makeServer()
        let admin = PhoenixServer.Role.key(server.adminKey)
        let sources = #""sources":[{"metric":"play",\#(Self.casual)}]"#
        let begun = try await server.call(
            .post,
            "/admin/v1/streaks/definitions/\(id)/previews",
            #"{\#(sources),"appliesTo":"all"}"#,
            as: admin
        )
        try await server.finishRounds()
        let found = try await server.call(
            .get,
            "/admin/v1/streaks/previews/\(begun.text("id") ?? "")",
            as: admin
        )
        #expect(
            found.value("lengths")
                == #"{"unchanged":1,"longer":1,"begun":1,"shorter":1,"lost":1}"#,
            "\(found)"
        )
        // What is shown may be sent back, and changes nothing.
        let definitions = "/admin/v1/streaks/definitions"
        let shown = try await server.call(.get, "\(definitions)/\(id)", as: admin)
        let written = shown.value("sources") ?? ""
        #expect(written.contains(#""expression":"mode == \"ranked\"""#), "\(shown)")
        try await server.call(
            .patch,
            definitions,
            #"[{"id":"\#(id)","sources":\#(written)}]"#,
            as: admin
        )
        #expect(try await server.call(.get, "\(definitions)/\(id)", as: admin).body == shown.body)
        let changed = try await server.call(
            .patch,
            definitions,
            #"[{"id":"\#(id)",\#(sources),"appliesTo":"all"}]"#,
            as: admin
        )
        #expect(changed.value("updated.0.sources.0.expression") == #""mode == \"casual\"""#)
        try await server.finishRounds()
        #expect(try await Self.counts(server) == ["-", "1", "1"])
        let mistaken = try await server.call(
            .patch,
            definitions,
            #"[{"id":"\#(id)","sources":[{"metric":"play","expression":"mode =="}]}]"#,
            as: admin
        )
        #expect(
            mistaken.text("issues.0.message")?.hasPrefix("sources[0].expression: ") == true,
            "\(mistaken)"
        )
    }

    @Test func `a preview lets nothing come to be, and tells what would count nothing`()
        async throws
    {
        let (server, id) = try await Self.makeServer()
        let path = "/v1/streaks/\(id)/previews"
        let unknown = try await server.call(
            .post,
            path,
            #"{"config":{"event_types":["never"]}}"#,
            as: .administrator
        )
        #expect(unknown.status == 400)
        #expect(unknown.text("error.message")?.hasPrefix("config.event_types must") == true)
        let mixed = try await server.call(
            .post,
            path,
            #"{"config":{"event_types":["play","never"]}}"#,
            as: .administrator
        )
        #expect(mixed.status == 202, "\(mixed)")
        let metrics = try await server.call(
            .get,
            "/admin/v1/metrics",
            as: .key(server.adminKey)
        )
        #expect(!metrics.body.contains("never"))
    }

    @Test(arguments: [
        Row("no such preview", "/550e8400-e29b-41d4-a716-446655440000", 404),
        Row("no id", "/none", 400),
    ]) func `a preview that is not there is told as such`(row: Row<String, Int>) async throws {
        let (server, id) = try await Self.makeServer()
        let path = "/v1/streaks/\(id)/previews\(row.input)"
        #expect(try await server.call(.get, path, as: .administrator).status == row.expected)
        #expect(try await server.call(.get, path, as: .service).status == 403)
    }

    @Test func `a preview belongs to its streak`() async throws {
        let (server, id) = try await Self.makeServer()
        let other = try await server.createStreak("Other")
        let begun = try await server.call(
            .post,
            "/v1/streaks/\(id)/previews",
            #"{"config":{\#(Self.casual)}}"#,
            as: .administrator
        )
        let preview = begun.text("id") ?? ""
        let found = try await server.call(
            .get,
            "/v1/streaks/\(other)/previews/\(preview)",
            as: .administrator
        )
        #expect(found.status == 404)
        let archived = try await server.call(
            .delete,
            "/v1/streaks/\(other)",
            as: .administrator
        )
        #expect(archived.status == 200)
        let refused = try await server.call(
            .post,
            "/v1/streaks/\(other)/previews",
            "{}",
            as: .administrator
        )
        #expect(refused.status == 404)
    }
}
