import HTTP
import Testing

/// Leaderboards as a backend reads them.
@Suite struct LeaderboardTests {
    private static let path = "\(TestServer.gamify)/leaderboards/xp"

    /// A server with a leaderboard of the week by points, and what participants have been given.
    private static func server(_ awards: [(String, Int)]) async throws -> TestServer {
        let server = try await TestServer.bricqs()
        let system = try await server.call(
            .post,
            "/admin/v1/points",
            #"[{"name":"XP","key":"points"}]"#
        ).text("created.0.id")
        let created = try await server.call(
            .post,
            "/admin/v1/leaderboards",
            """
            [{"name":"XP","key":"xp","rankBy":"points","pointsSystemId":"\(system ?? "")",
              "status":"active","runUnit":"day","runInterval":7}]
            """
        )
        #expect(created.count("issues") == 0, "\(created)")
        for (participant, amount) in awards {
            try await server.call(
                .post,
                "\(TestServer.gamify)/points/award",
                #"{"participant_id":"\#(participant)","amount":\#(amount)}"#
            )
        }
        return server
    }

    @Test func `the first are listed with their scores`() async throws {
        let server = try await Self.server([("ada", 5), ("bob", 9), ("cem", 7), ("ada", 3)])
        let reply = try await server.call(.get, "\(Self.path)?limit=2")
        #expect(reply.status == 200, "\(reply)")
        #expect(reply.names() == ["leaderboard", "name", "period", "entries"])
        #expect(reply.text("period") == "weekly")
        #expect(reply.column("participant_id", of: "entries") == [#""bob""#, #""ada""#])
        #expect(reply.column("score", of: "entries") == ["9", "8"])
        #expect(reply.column("rank", of: "entries") == ["1", "2"])
        #expect(try await server.call(.get, "\(Self.path)?period=weekly").status == 200)
        #expect(try await server.call(.get, "\(Self.path)?period=daily").status == 404)
        #expect(try await server.call(.get, "\(Self.path)?limit=0").status == 400)
    }

    @Test func `a participant has a rank and a percentile`() async throws {
        let server = try await Self.server([("ada", 5), ("bob", 9), ("cem", 7), ("dot", 1)])
        let reply = try await server.call(.get, "\(Self.path)/rank/cem")
        #expect(reply.value("rank") == "2")
        #expect(reply.value("score") == "7")
        #expect(reply.value("percentile") == "75")
        #expect(reply.value("total_participants") == "4")
        // What is spent stays earned.
        try await server.call(
            .post,
            "\(TestServer.gamify)/points/deduct",
            #"{"participant_id":"bob","amount":8}"#
        )
        #expect(try await server.call(.get, "\(Self.path)/rank/bob").value("score") == "9")
        try await server.call(
            .post,
            "\(TestServer.gamify)/participants",
            #"{"participant_id":"eve"}"#
        )
        let none = try await server.call(.get, "\(Self.path)/rank/eve")
        #expect(none.value("rank") == "null")
        #expect(try await server.call(.get, "\(Self.path)/rank/nobody").status == 404)
    }
}
