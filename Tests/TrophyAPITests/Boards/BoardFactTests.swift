import CivilTime
import HTTP
import Service
import Testing

/// What is told of leaderboards: whose rank has changed, and that something has.
@Suite struct BoardFactTests {
    private static let path = "/admin/v1/leaderboards"

    private static func server(_ fields: String = "") async throws -> TestServer {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        let reply = try await server.call(
            .post,
            path,
            """
            [{"name":"Top","key":"top","rankBy":"metric","metricId":"\(metric)",
              "status":"active"\(fields)}]
            """
        )
        #expect(reply.count("issues") == 0, "\(reply)")
        return server
    }

    /// What was told of ranks, as in `ada - to 1 (5)`.
    private static func ranks(_ server: TestServer) async throws -> [String] {
        let facts = try await server.call(.get, "/admin/v1/facts?type=leaderboard.rank_changed")
        return (0..<(facts.count("facts") ?? 0)).map { index in
            let fact = "facts.\(index)"
            return "\(facts.text("\(fact).userId") ?? "?") "
                + "\(facts.value("\(fact).previousRank") ?? "-") to "
                + "\(facts.value("\(fact).rank") ?? "-") (\(facts.value("\(fact).value") ?? "?"))"
        }
    }

    @Test func `whose rank has changed is told, also because of others`() async throws {
        let server = try await Self.server()
        try await server.record("5", of: "ada")
        try await server.finishBoards()
        #expect(try await Self.ranks(server) == ["ada - to 1 (5)"])
        server.clock.advance(seconds: 60)
        try await server.record("9.5", of: "bob")
        try await server.finishBoards()
        // Ada was told of a minute ago.
        #expect(try await Self.ranks(server) == ["ada - to 1 (5)", "bob - to 1 (9)"])
        server.clock.advance(seconds: 900)
        try await server.finishBoards()
        try await server.finishBoards()
        #expect(
            try await Self.ranks(server) == ["ada - to 1 (5)", "bob - to 1 (9)", "ada 1 to 2 (5)"]
        )
        let changed = try await server.call(.get, "/admin/v1/facts?type=leaderboard.changed")
        #expect(changed.count("facts") == 2)
        #expect(changed.value("facts.0.userId") == "null")
        #expect(changed.text("facts.0.key") == "top")
    }

    @Test func `two processes tell a change once`() async throws {
        let server = try await Self.server()
        let second = try server.secondService()
        defer { second.stop() }
        for user in ["ada", "bob", "cem"] {
            server.clock.advance(seconds: 1)
            try await server.record("5", of: user)
        }
        for _ in 0..<3 {
            try await server.finishBoards()
            try await server.finishBoards(of: second)
        }
        #expect(
            try await Self.ranks(server).sorted() == [
                "ada - to 1 (5)", "bob - to 2 (5)", "cem - to 3 (5)",
            ]
        )
    }

    @Test func `who is erased or hidden is not told of`() async throws {
        let server = try await Self.server(#","maxParticipants":2"#)
        for (index, user) in ["ada", "bob", "cem"].enumerated() {
            try await server.record("\(9 - index)", of: user)
        }
        try await server.finishBoards()
        server.clock.advance(seconds: 1_000)
        try await server.call(.delete, "/admin/v1/users/ada")
        try await server.finishBoards()
        #expect(
            try await Self.ranks(server) == [
                "bob - to 2 (8)", "bob 2 to 1 (8)", "cem - to 2 (7)",
            ]
        )
        server.clock.advance(seconds: 1_000)
        // Cem comes before Bob, and Dot takes Bob's place.
        try await server.record("5", of: "cem")
        try await server.record("11", of: "dot")
        try await server.finishBoards()
        #expect(
            try await Self.ranks(server).suffix(3).sorted() == [
                "bob 1 to - (8)", "cem 2 to 1 (12)", "dot - to 2 (11)",
            ]
        )
    }

    @Test func `groups are told of apart`() async throws {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        let city = try await server.createAttribute("city", "user")
        try await server.call(
            .post,
            Self.path,
            """
            [{"name":"Top","key":"top","rankBy":"metric","metricId":"\(metric)",
              "status":"active","breakdownAttributes":["\(city)"]}]
            """
        )
        for (user, city) in [("ada", "Oslo"), ("bob", "Rome")] {
            try await server.call(
                .post,
                "/v1/metrics/pages/event",
                #"{"user":{"id":"\#(user)","attributes":{"city":"\#(city)"}},"value":1}"#
            )
        }
        try await server.finishBoards()
        #expect(try await Self.ranks(server).sorted() == ["ada - to 1 (1)", "bob - to 1 (1)"])
        let changed = try await server.call(.get, "/admin/v1/facts?type=leaderboard.changed")
        let groups = changed.column("groupValues.0", of: "facts").compactMap { $0 }
        #expect(groups.sorted() == [#""Oslo""#, #""Rome""#])
    }
}
