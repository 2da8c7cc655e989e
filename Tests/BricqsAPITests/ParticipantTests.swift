import HTTP
import Testing

/// Participants, their badges and their zones.
@Suite struct ParticipantTests {
    private static let path = "\(TestServer.gamify)/participants"

    @Test func `a participant has what was told`() async throws {
        let server = try await TestServer.bricqs()
        let created = try await server.call(
            .post,
            Self.path,
            #"{"participant_id":"ada","display_name":"Ada","avatar_url":"https://example.com/a.png","timezone":"Europe/London","attributes":{"plan":"pro","visits":7,"beta":true}}"#
        )
        #expect(created.status == 201, "\(created)")
        let shown = try await server.call(.get, "\(Self.path)/ada")
        #expect(shown.body == created.body)
        #expect(
            shown.body
                == #"{"participant_id":"ada","display_name":"Ada","avatar_url":"https://example.com/a.png","timezone":"Europe/London","attributes":{"beta":"true","plan":"pro","visits":"7"},"created_at":"2026-03-01T12:00:00Z","updated_at":"2026-03-01T12:00:00Z"}"#
        )
    }

    @Test func `what is not told stays, and null takes away`() async throws {
        let server = try await TestServer.bricqs()
        try await server.call(
            .post,
            Self.path,
            #"{"participant_id":"ada","display_name":"Ada","avatar_url":"a.png","attributes":{"plan":"pro","region":"eu"}}"#
        )
        let reply = try await server.call(
            .patch,
            "\(Self.path)/ada",
            #"{"avatar_url":null,"attributes":{"plan":null}}"#
        )
        #expect(reply.text("display_name") == "Ada")
        #expect(reply.value("avatar_url") == "null")
        #expect(reply.value("attributes") == #"{"region":"eu"}"#)
        let again = try await server.call(.post, Self.path, #"{"participant_id":"ada"}"#)
        #expect(again.status == 201)
        #expect(again.text("display_name") == "Ada")
    }

    @Test func `a tick makes a participant, a read does not`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        #expect(try await server.call(.get, "\(Self.path)/user_42").status == 404)
        #expect(try await server.call(.get, "\(Self.path)/user_42/state").status == 404)
        #expect(try await server.call(.patch, "\(Self.path)/user_42", "{}").status == 404)
        #expect(try await server.streaks().body == #"{"participant_id":"user_42","streaks":[]}"#)
        let badges = try await server.call(.get, "\(Self.path)/user_42/badges")
        #expect(badges.body == #"{"participant_id":"user_42","badges":[]}"#)
        try await server.tick()
        #expect(try await server.call(.get, "\(Self.path)/user_42").status == 200)
    }

    @Test(arguments: [
        Row("no id", #"{"display_name":"Ada"}"#, "participant_id"),
        Row("a zone that does not exist", #"{"participant_id":"a","timezone":"X"}"#, "timezone"),
        Row("a number for a name", #"{"participant_id":"a","display_name":1}"#, "display_name"),
        Row("an empty address", #"{"participant_id":"a","avatar_url":""}"#, "avatar_url"),
        Row("a list of attributes", #"{"participant_id":"a","attributes":[]}"#, "attributes"),
        Row(
            "an attribute that is an object",
            #"{"participant_id":"a","attributes":{"plan":{}}}"#,
            "attributes.plan"
        ),
        Row(
            "a name that cannot be one",
            #"{"participant_id":"a","attributes":{"my plan":"pro"}}"#,
            "attributes.my plan"
        ),
        Row(
            "a number that is too long",
            #"{"participant_id":"a","attributes":{"plan":\#(String(repeating: "1", count: 1_001))}}"#,
            "attributes.plan"
        ),
        Row(
            "an address that is too long, told as an attribute",
            #"{"participant_id":"a","attributes":{"avatar_url":"\#(String(repeating: "a", count: 501))"}}"#,
            "attributes.avatar_url"
        ),
    ]) func `what is wrong is named`(row: Row<String, String>) async throws {
        let server = try await TestServer.bricqs()
        let reply = try await server.call(.post, Self.path, row.input)
        #expect(reply.status == 400, "\(reply)")
        #expect(reply.text("detail")?.contains(row.expected) == true, "\(reply)")
    }

    @Test func `participants have only so many attributes`() async throws {
        let server = try await TestServer.bricqs()
        func body(_ range: ClosedRange<Int>) -> String {
            let fields = range.map { #""a\#($0)":"x""# }.joined(separator: ",")
            return #"{"participant_id":"ada","attributes":{\#(fields)}}"#
        }
        #expect(try await server.call(.post, Self.path, body(1...100)).status == 201)
        let reply = try await server.call(.post, Self.path, body(101...101))
        #expect(reply.status == 400)
        #expect(reply.text("detail")?.contains("attributes") == true)
        let key = try await server.createKey(of: "ada")
        let own = try await server.call(.post, Self.path, body(101...101), as: .key(key))
        #expect(own.status == 400, "\(own)")
    }

    @Test func `only what is told of somebody sets an attribute up`() async throws {
        let server = try await TestServer.bricqs()
        try await server.call(.post, Self.path, #"{"participant_id":"ada"}"#)
        let nobody = try await server.call(
            .patch,
            "\(Self.path)/nobody",
            #"{"attributes":{"plan":"pro"}}"#
        )
        #expect(nobody.status == 404)
        let nothing = #"{"avatar_url":null,"attributes":{"region":null}}"#
        let key = try await server.createKey(of: "ada")
        #expect(try await server.call(.patch, "\(Self.path)/ada", nothing).status == 200)
        let own = try await server.call(.patch, "\(Self.path)/ada", nothing, as: .key(key))
        #expect(own.status == 200, "\(own)")
        #expect(try await server.call(.get, "/admin/v1/attributes").body == "[]")
    }

    @Test func `a badge is awarded once`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createBadge()
        let award = #"{"participant_id":"ada","badge_code":"tour"}"#
        let path = "\(TestServer.gamify)/badges/award"
        let first = try await server.call(.post, path, award)
        #expect(
            first.body
                == #"{"participant_id":"ada","badge_code":"tour","already_earned":false,"earned_at":"2026-03-01T12:00:00Z"}"#
        )
        try server.setClock("2026-03-02T12:00:00Z")
        let second = try await server.call(.post, path, award)
        #expect(second.value("already_earned") == "true")
        #expect(second.text("earned_at") == "2026-03-01T12:00:00Z")
        let unknown = #"{"participant_id":"ada","badge_code":"nothing"}"#
        #expect(try await server.call(.post, path, unknown).status == 404)
    }

    @Test func `badges are listed as asked`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createBadge()
        try await server.createBadge("finish")
        try await server.call(
            .post,
            "\(TestServer.gamify)/badges/award",
            #"{"participant_id":"ada","badge_code":"tour"}"#
        )
        for (query, codes) in [
            ("", [#""tour""#, #""finish""#]), ("?earned_only=true", [#""tour""#]),
            ("?badge_codes=finish,nothing", [#""finish""#]),
            ("?earned_only=true&badge_codes=finish", []),
        ] {
            let reply = try await server.call(.get, "\(Self.path)/ada/badges\(query)")
            #expect(reply.column("code", of: "badges") == codes, "\(query): \(reply)")
        }
        let reply = try await server.call(.get, "\(Self.path)/ada/badges?earned_only=perhaps")
        #expect(reply.status == 400)
    }

    @Test func `the state has everything, or what was asked for`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        try await server.createBadge()
        try await server.tick(of: "ada")
        let all = try await server.call(.get, "\(Self.path)/ada/state")
        #expect(all.text("participant_id") == "ada")
        #expect(all.count("streaks") == 1)
        #expect(all.count("badges") == 0)
        let some = try await server.call(.get, "\(Self.path)/ada/state?include=badges,points")
        #expect(some.count("badges") == 0)
        #expect(some.count("streaks") == nil)
    }

    @Test func `who is erased is gone, and may come again as somebody new`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        try await server.createBadge()
        try await server.call(
            .post,
            Self.path,
            #"{"participant_id":"ada","display_name":"Ada","attributes":{"plan":"pro"}}"#
        )
        try await server.tick(of: "ada")
        let award = #"{"participant_id":"ada","badge_code":"tour"}"#
        try await server.call(.post, "\(TestServer.gamify)/badges/award", award)
        let key = try await server.createKey(of: "ada")
        let path = "\(TestServer.gamify)/admin/participants/ada"
        #expect(try await server.call(.delete, path).status == 204)
        #expect(try await server.call(.get, "\(Self.path)/ada").status == 404)
        #expect(try await server.call(.get, "\(Self.path)/ada/state").status == 404)
        #expect(try await server.streaks(of: "ada").count("streaks") == 0)
        let badges = try await server.call(.get, "\(Self.path)/ada/badges?earned_only=true")
        #expect(badges.count("badges") == 0)
        // Keys of the participant end too.
        let own = try await server.call(.get, "\(Self.path)/ada/streaks", as: .key(key))
        #expect(own.status == 401)
        #expect(try await server.call(.delete, path).status == 404)
        #expect(try await server.tick(of: "ada").value("is_new_record") == "true")
        let again = try await server.call(.get, "\(Self.path)/ada")
        #expect(again.value("display_name") == "null")
        #expect(again.value("attributes") == "{}")
    }

    @Test func `nobody unknown is erased`() async throws {
        let server = try await TestServer.bricqs()
        let path = "\(TestServer.gamify)/admin/participants"
        for (id, status) in [("nobody", 404), (String(repeating: "a", count: 256), 400)] {
            let reply = try await server.call(.delete, "\(path)/\(id)")
            #expect(reply.status == status, "\(reply)")
            #expect(reply.names() == ["detail"])
        }
    }

    @Test func `who moves keeps the days lived before`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak(with: #","timezone":"Australia/Sydney""#)
        // In Sydney it is the next day from 13:00 in UTC on.
        try await server.tick("2026-02-27T12:00:00Z")
        try await server.call(.patch, "\(Self.path)/user_42", #"{"timezone":"Australia/Sydney"}"#)
        try await server.tick("2026-02-27T14:00:00Z")
        #expect(try await server.streaks().value("streaks.0.current_count") == "2")
        try await server.call(.patch, "\(Self.path)/user_42", #"{"timezone":"Europe/London"}"#)
        try server.setClock("2026-03-01T13:30:00Z")
        let tick = try await server.tick()
        #expect(tick.value("new_count") == "3", "\(tick)")
    }

    @Test func `a first zone holds for the days before, which are dated anew`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak(with: #","timezone":"Australia/Sydney""#)
        try await server.tick("2026-02-27T12:00:00Z")
        try await server.tick("2026-02-27T14:00:00Z")
        try await server.call(.patch, "\(Self.path)/user_42", #"{"timezone":"Europe/London"}"#)
        #expect(try await server.streaks().value("streaks.0.longest_count") == "1")
    }
}

extension TestServer {
    /// Creates a badge that a call awards.
    @discardableResult
    func createBadge(_ code: String = "tour") async throws -> Reply {
        try await call(
            .post,
            "/admin/v1/achievements",
            #"[{"name":"\#(code)","status":"active","trigger":"api","key":"\#(code)"}]"#
        )
    }
}
