import CivilTime
import Engine
import HTTP
import Service
import Testing

/// Leagues on the wire: brackets that fill, and who goes up and down at the end of a run.
@Suite struct LeagueTests {
    private static let path = "/admin/v1/leaderboards"
    private static let day: Int64 = 86_400

    private static func server(
        _ leagues: String = #"{"size":3,"tiers":3,"promote":1,"relegate":1}"#
    ) async throws -> TestServer {
        let server = try await TestServer()
        let metric = try await server.createMetric("pages")
        let reply = try await server.call(
            .post,
            path,
            """
            [{"name":"League","key":"league","status":"active","rankBy":"metric",
              "metricId":"\(metric)","start":"2026-02-23","runUnit":"day","runInterval":7,
              "leagues":\(leagues)}]
            """
        )
        #expect(reply.count("issues") == 0, "\(reply)")
        return server
    }

    /// Does what goes on by itself, a few seconds later.
    private static func finish(_ server: TestServer, _ seconds: Int64 = 5) async throws {
        server.clock.advance(seconds: seconds)
        try await server.finishRounds()
        try await server.finishBoards()
    }

    private static func record(_ values: [(String, Int)], _ server: TestServer) async throws {
        for (user, value) in values {
            server.clock.advance(seconds: 1)
            try await server.record("\(value)", of: user)
        }
    }

    /// The users of a bracket, as in `ada 1 10`.
    private static func bracket(
        _ query: String,
        _ server: TestServer
    ) async throws -> [String] {
        let reply = try await server.call(.get, "/v1/leaderboards/league?\(query)")
        #expect(reply.status == 200, "\(reply)")
        return (0..<(reply.count("rankings") ?? 0)).map { index in
            let row = "rankings.\(index)"
            return "\(reply.text("\(row).userId") ?? "?") \(reply.value("\(row).rank") ?? "?") "
                + (reply.value("\(row).value") ?? "?")
        }
    }

    private static func league(of user: String, _ server: TestServer) async throws -> String? {
        try await server.call(.get, "/v1/users/\(user)/leaderboards/league").text("league.bracket")
    }

    /// What was told of tiers, as in `ada 1 to 2`.
    private static func moves(_ server: TestServer) async throws -> [String] {
        let facts = try await server.call(.get, "/admin/v1/facts?type=leaderboard.tier_changed")
        return (0..<(facts.count("facts") ?? 0)).map { index in
            let fact = "facts.\(index)"
            return "\(facts.text("\(fact).userId") ?? "?") "
                + "\(facts.value("\(fact).previousTier") ?? "-") to "
                + "\(facts.value("\(fact).tier") ?? "-")"
        }
        .sorted()
    }

    private static let seven = [
        ("ada", 5), ("bob", 9), ("cem", 7), ("dot", 1), ("eva", 3), ("fay", 2), ("gus", 8),
    ]

    @Test func `brackets are filled in the order in which users become active`() async throws {
        let server = try await Self.server()
        try await Self.record(Self.seven, server)
        let waiting = try await server.call(.get, "/v1/users/ada/leaderboards/league")
        #expect(waiting.value("league") == "null")
        #expect(waiting.value("rank") == "null")
        try await Self.finish(server)
        #expect(try await Self.bracket("bracket=1.1", server) == ["bob 1 9", "cem 2 7", "ada 3 5"])
        #expect(try await Self.bracket("bracket=1.2", server) == ["eva 1 3", "fay 2 2", "dot 3 1"])
        #expect(try await Self.bracket("bracket=1.3", server) == ["gus 1 8"])
        #expect(try await Self.bracket("bracket=2.1", server) == [])
        #expect(try await Self.bracket("userId=eva", server) == ["eva 1 3", "fay 2 2", "dot 3 1"])
        #expect(try await Self.bracket("userId=cem", server) == ["cem 2 7", "ada 3 5"])
        let event = try await server.record("3", of: "dot")
        #expect(event.value("leaderboards.league.rank") == "1")
        #expect(event.value("leaderboards.league.previousRank") == "3")
        #expect(event.text("leaderboards.league.league.bracket") == "1.2")
        #expect(event.value("leaderboards.league.league.tier") == "1")
        for query in ["", "bracket=x", "bracket=0.1"] {
            let refused = try await server.call(.get, "/v1/leaderboards/league?\(query)")
            #expect(refused.status == 422, "\(query) \(refused)")
        }
    }

    @Test func `the best go up and the last go down at the end of a run, once`() async throws {
        let server = try await Self.server()
        try await Self.record(Self.seven, server)
        try await Self.finish(server)
        // Monday in UTC: the run goes on elsewhere, and nobody knows yet who goes where.
        server.clock.advance(seconds: Self.day)
        try await Self.record([("bob", 1), ("hal", 1)], server)
        try await Self.finish(server)
        #expect(try await Self.league(of: "bob", server) == nil)
        #expect(try await Self.league(of: "hal", server) == "1.1")
        #expect(try await Self.moves(server) == [])
        // Three days later, the server has been down.
        try await Self.finish(server, 3 * Self.day)
        try await Self.finish(server)
        #expect(try await Self.moves(server) == ["bob 1 to 2", "eva 1 to 2", "gus 1 to 2"])
        #expect(try await Self.league(of: "bob", server) == "2.1")
        let second = try server.secondService()
        defer { second.stop() }
        try await server.finishRounds(of: second)
        try await Self.finish(server)
        #expect(try await Self.moves(server).count == 3)
        // In the second run, Eva beats Bob, and Gus has done nothing.
        try await Self.record([("eva", 9), ("ada", 2)], server)
        try await Self.finish(server)
        #expect(try await Self.bracket("bracket=2.1", server) == ["eva 1 9", "bob 2 1"])
        try await Self.finish(server, 9 * Self.day)
        try await Self.finish(server)
        let moves = try await Self.moves(server)
        #expect(moves.contains("eva 2 to 3"))
        #expect(moves.contains("bob 2 to 1"))
        // Gus was in no bracket, and is where he was.
        try await Self.record([("gus", 1)], server)
        try await Self.finish(server)
        #expect(try await Self.league(of: "gus", server) == "2.1")
    }

    @Test func `runs that ended one after the other in a downtime move everybody on`()
        async throws
    {
        let server = try await Self.server()
        try await Self.record(Self.seven, server)
        try await Self.finish(server)
        // Monday in UTC: who goes where in the new run is not known yet, and the server goes down.
        server.clock.advance(seconds: Self.day)
        try await Self.record([("bob", 1), ("hal", 3)], server)
        try await Self.finish(server, 9 * Self.day)
        try await Self.finish(server)
        let run = "run=2026-03-02&bracket"
        #expect(try await Self.bracket("\(run)=2.1", server) == ["bob 1 1"])
        #expect(try await Self.bracket("\(run)=1.1", server) == ["hal 1 3"])
        let moves = try await Self.moves(server)
        #expect(
            moves == ["bob 1 to 2", "bob 2 to 3", "eva 1 to 2", "gus 1 to 2", "hal 1 to 2"]
        )
        try await Self.record([("bob", 1), ("hal", 1)], server)
        try await Self.finish(server)
        #expect(try await Self.league(of: "bob", server) == "3.1")
        #expect(try await Self.league(of: "hal", server) == "2.1")
        #expect(try await Self.moves(server) == moves)
    }

    @Test func `who is hidden or erased goes nowhere`() async throws {
        let server = try await Self.server()
        try await Self.record(Array(Self.seven.prefix(3)), server)
        try await Self.finish(server)
        try await server.call(
            .patch,
            "/admin/v1/users/bob",
            #"{"hiddenFromLeaderboards":true}"#
        )
        try await server.call(.delete, "/admin/v1/users/ada")
        #expect(try await Self.bracket("bracket=1.1", server) == ["cem 1 7"])
        try await Self.finish(server, 3 * Self.day)
        try await Self.finish(server)
        #expect(try await Self.moves(server) == ["cem 1 to 2"])
    }

    @Test func `leagues that make no sense are refused`() async throws {
        let server = try await Self.server()
        let metric = try await server.call(.get, "/admin/v1/metrics").text("0.id") ?? ""
        let run = #""runUnit":"day","runInterval":7"#
        let bad = [
            #""leagues":{"size":1},\#(run)"#, #""leagues":{"tiers":0},\#(run)"#,
            #""leagues":{"size":5,"promote":3,"relegate":3},\#(run)"#, #""leagues":{}"#,
            #""leagues":{},\#(run),"maxParticipants":10"#,
        ]
        for fields in bad {
            let reply = try await server.call(
                .post,
                Self.path,
                """
                [{"name":"X","key":"x","rankBy":"metric","metricId":"\(metric)",\(fields)}]
                """
            )
            #expect(reply.count("issues") == 1, "\(fields) \(reply)")
        }
        let shown = try await server.call(.get, Self.path)
        #expect(shown.value("0.leagues.size") == "3")
    }

    @Test(arguments: 0..<2 as Range<UInt64>)
    func `tiers follow from the ranks of each run`(seed: UInt64) async throws {
        var random = SplitMix64(state: seed &+ 3)
        let leagues = Leagues(size: 4, tiers: 3, promoted: 1, relegated: 1)
        let server = try await Self.server(#"{"size":4,"tiers":3,"promote":1,"relegate":1}"#)
        let users = (0..<20).map { "u\($0)" }
        var tiers: [String: Int] = [:]
        // A Tuesday: the run before is final by then.
        server.clock.advance(seconds: 2 * Self.day)
        for _ in 0..<4 {
            let active = users.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
            try await Self.record(
                active.map { ($0, Int.random(in: 1...9, using: &random)) },
                server
            )
            try await Self.finish(server)
            var brackets: [String: [String]] = [:]
            for user in active {
                let shown = try await server.call(.get, "/v1/users/\(user)/leaderboards/league")
                let bracket = shown.text("league.bracket") ?? "?"
                #expect(shown.value("league.tier") == "\(tiers[user] ?? 1)", "\(user)")
                brackets[bracket, default: []].append(user)
            }
            for (bracket, members) in brackets {
                #expect(members.count <= leagues.size)
                let order = try await Self.bracket("bracket=\(bracket)", server)
                #expect(order.count == members.count)
                for (position, row) in order.enumerated() {
                    let user = String(row.prefix { $0 != " " })
                    tiers[user] = leagues.tier(
                        after: tiers[user] ?? 1,
                        from: position,
                        of: order.count
                    )
                }
            }
            try await Self.finish(server, 7 * Self.day - 60)
            try await Self.finish(server)
        }
    }
}
