import CivilTime
import HTTP
import Testing

/// What befalls streaks: what soon will, and what has.
@Suite struct AtRiskTests {
    private static let path = "/admin/v1/streaks/at-risk"

    @Test func `those that end soon are listed, most urgent first`() async throws {
        let server = try await StreakPlace.make()
        for (user, zone) in [("ny", "America/New_York"), ("tokyo", "Asia/Tokyo"), ("utc", "UTC")] {
            try await server.call(.put, "/v1/users/\(user)", #"{"tz":"\#(zone)"}"#)
            try await server.record("5", of: user)
        }
        try await server.record("5", of: "done")
        server.clock.advance(days: 1)
        try await server.record("5", of: "done")
        let reply = try await server.call(.get, Self.path)
        #expect(reply.column("userId", of: "streaks") == [#""tokyo""#, #""utc""#, #""ny""#])
        #expect(
            reply.value("streaks.0")
                == #"{"userId":"tokyo","definition":"primary","length":1,"#
                + #""deadline":"2026-03-02T15:00:00.000Z","secondsLeft":10800,"#
                + #""periodStart":"2026-03-02","periodEnd":"2026-03-02"}"#
        )
        #expect(reply.value("nextCursor") == "null")
        let page = try await server.call(.get, "\(Self.path)?limit=2&definition=primary")
        #expect(page.column("userId", of: "streaks") == [#""tokyo""#, #""utc""#])
        let cursor = try #require(page.text("nextCursor"))
        let rest = try await server.call(.get, "\(Self.path)?limit=2&cursor=\(cursor)")
        #expect(rest.column("userId", of: "streaks") == [#""ny""#])
        #expect(rest.value("nextCursor") == "null")
        #expect(try await server.call(.get, "\(Self.path)?minLength=2").count("streaks") == 0)
    }

    @Test func `what is covered, broken, switched off or of others is not at risk`() async throws {
        let server = try await StreakPlace.make(#"{"freezes":{"startCount":0,"maxCount":1}}"#)
        for user in ["frozen", "paused", "off", "plain"] { try await server.record("5", of: user) }
        try await server.call(
            .post,
            "/admin/v1/streaks/freezes",
            #"{"freezes":[{"userId":"frozen"}]}"#
        )
        try await server.call(
            .post,
            "/admin/v1/streaks/pauses",
            #"{"pauses":[{"userId":"paused","start":"2026-03-02","end":"2026-03-02"}]}"#
        )
        try await server.call(
            .patch,
            "/v1/users/off/preferences",
            #"{"streak":{"enabled":false}}"#
        )
        server.clock.advance(days: 1)
        let reply = try await server.call(.get, Self.path)
        #expect(reply.column("userId", of: "streaks") == [#""plain""#])
        server.clock.advance(days: 3)
        #expect(try await server.call(.get, Self.path).count("streaks") == 0)
    }

    @Test func `several streaks of a user are pages of one list`() async throws {
        let server = try await StreakPlace.make()
        try await server.createStreak("more")
        try await server.createStreak("most")
        for user in ["ada", "ben", "cem"] { try await server.record("5", of: user) }
        server.clock.advance(days: 1)
        var seen: [String] = []
        var target = "\(Self.path)?limit=2"
        for _ in 0..<10 {
            let page = try await server.call(.get, target)
            seen += zip(
                page.column("userId", of: "streaks"),
                page.column("definition", of: "streaks")
            ).map { "\($0 ?? "")\($1 ?? "")" }
            guard let cursor = page.text("nextCursor") else { break }
            target = "\(Self.path)?limit=2&cursor=\(cursor)"
        }
        #expect(seen.count == 9)
        #expect(Set(seen).count == 9)
    }

    @Test(arguments: ["limit=0", "limit=1001", "minLength=0", "cursor=x", "cursor=1.2"])
    func `what cannot be asked for is refused`(query: String) async throws {
        let server = try await StreakPlace.make()
        #expect(try await server.call(.get, "\(Self.path)?\(query)").status == 422)
    }

    @Test func `an unknown definition is not found`() async throws {
        let server = try await StreakPlace.make()
        #expect(try await server.call(.get, "\(Self.path)?definition=x").status == 404)
    }

    @Test func `facts are told in order, each once`() async throws {
        let server = try await StreakPlace.make()
        try await server.record("5")
        server.clock.advance(days: 1)
        try await server.record("5")
        try await server.record("5", of: "ben")
        let all = try await server.call(.get, "/admin/v1/facts")
        #expect(
            all.column("type", of: "facts")
                == [#""streak.started""#, #""streak.extended""#, #""streak.started""#]
        )
        #expect(
            all.names("facts.1") == [
                "cursor", "type", "userId", "streak", "at", "told", "length", "previousLength",
                "freezes", "count",
            ]
        )
        #expect(all.text("facts.1.userId") == "ada")
        #expect(all.text("facts.1.streak") == "primary")
        #expect(all.value("facts.1.length") == "2")
        #expect(all.value("facts.1.previousLength") == "1")
        #expect(all.text("facts.1.at") == "2026-03-02T12:00:00.000Z")
        let first = try #require(all.text("facts.0.cursor"))
        let rest = try await server.call(.get, "/admin/v1/facts?after=\(first)&limit=1")
        #expect(rest.column("userId", of: "facts") == [#""ada""#])
        let ben = try await server.call(.get, "/admin/v1/facts?userId=ben")
        #expect(ben.count("facts") == 1)
        let last = try #require(all.text("nextAfter"))
        let none = try await server.call(.get, "/admin/v1/facts?after=\(last)")
        #expect(none.body == #"{"facts":[],"nextAfter":"\#(last)"}"#)
        #expect(try await server.call(.get, "/admin/v1/facts?userId=zoe").status == 404)
        #expect(try await server.call(.get, "/admin/v1/facts?after=x").status == 422)
    }
}
