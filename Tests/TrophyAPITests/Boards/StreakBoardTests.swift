import HTTP
import Testing

/// Leaderboards by the primary streak, whatever changes how long it is.
@Suite struct StreakBoardTests {
    private static let day: Int64 = 86_400
    private static let definitions = "/admin/v1/streaks/definitions"

    /// A server where Ada has done something on three days and Bob on two, and a leaderboard of it.
    private static func server() async throws -> TestServer {
        let server = try await TestServer.ofPages()
        try await server.createBoard(#""rankBy":"streak""#, key: "days")
        for users in [["ada"], ["ada", "bob"], ["ada", "bob"]] {
            for user in users { try await server.record("5", of: user) }
            try await server.pass(day)
        }
        #expect(try await server.places(on: "days") == ["ada 1 3", "bob 2 2"])
        return server
    }

    @Test func `who has switched the streak off is on none`() async throws {
        let server = try await Self.server()
        let path = "/v1/users/ada/preferences"
        try await server.call(.patch, path, #"{"streak":{"enabled":false}}"#)
        #expect(try await server.places(on: "days") == ["bob 1 2"])
        try await server.record("5", of: "ada")
        #expect(try await server.places(on: "days") == ["bob 1 2"])
        let ranked = try await server.call(.get, "/v1/streaks/rankings")
        #expect(ranked.column("userId") == [#""bob""#])
        let rank = try await server.call(.get, "/v1/users/bob/streak")
        #expect(rank.value("rank") == "1")
        try await server.call(.patch, path, #"{"streak":{"enabled":true}}"#)
        #expect(try await server.places(on: "days") == ["ada 1 4", "bob 2 2"])
    }

    @Test func `who is hidden is among no rankings of streaks`() async throws {
        let server = try await Self.server()
        try await server.hide("ada")
        #expect(try await server.places(on: "days") == ["bob 1 2"])
        let ranked = try await server.call(.get, "/v1/streaks/rankings?limit=1")
        #expect(ranked.column("userId") == [#""bob""#])
        #expect(ranked.column("rank") == ["1"])
    }

    @Test func `a rule that counts other days changes the places`() async throws {
        let server = try await Self.server()
        try await server.record("50", of: "bob")
        let id = try await server.call(.get, Self.definitions).text("0.id") ?? ""
        let change = #"[{"id":"\#(id)","minimumPerEvent":20,"appliesTo":"all"}]"#
        let reply = try await server.call(.patch, Self.definitions, change)
        #expect(reply.count("issues") == 0, "\(reply)")
        try await server.pass()
        #expect(try await server.places(on: "days") == ["bob 1 1"])
    }

    @Test func `another primary streak begins anew`() async throws {
        let server = try await Self.server()
        try await server.createMetric("words")
        let id = try await server.createStreak("writing", metric: "words")
        try await server.record("5", of: "bob", metric: "words")
        try await server.record("5", of: "cem", metric: "words")
        #expect(try await server.places(on: "days") == ["ada 1 3", "bob 2 2"])
        try await server.call(.patch, Self.definitions, #"[{"id":"\#(id)","primary":true}]"#)
        #expect(try await server.places(on: "days") == nil)
        try await server.pass(5)
        #expect(try await server.places(on: "days") == ["bob 1 1", "cem 2 1"])
        try await server.call(.delete, "\(Self.definitions)?ids=\(id)")
        try await server.pass(5)
        #expect(try await server.places(on: "days") == [])
    }

    @Test func `of those who were there before, whoever grew it first comes first`() async throws {
        let server = try await TestServer.ofPages()
        for user in ["ada", "bob", "cem"] {
            try await server.call(.post, "/v1/users", #"{"id":"\#(user)"}"#)
        }
        for user in ["cem", "ada", "bob"] {
            server.clock.advance(seconds: 1)
            try await server.record("1", of: user)
        }
        try await server.createBoard(#""rankBy":"streak""#, key: "days")
        try await server.pass(5)
        #expect(try await server.places(on: "days") == ["cem 1 1", "ada 2 1", "bob 3 1"])
    }
}
