import HTTP
import Service
import Testing

/// Who comes first of those who have as much, and who is listed at all.
@Suite struct BoardOrderTests {
    private static let users = ["ada", "bob", "cem", "dot", "eva", "fay"]

    @Test func `of a batch, whoever comes first in it has reached the score first`() async throws {
        let server = try await TestServer.ofPages()
        try await server.createBoard()
        try await server.recordTogether(Self.users.map { ($0, 5) })
        let wanted = Self.users.enumerated().map { "\($1) \($0 + 1) 5" }
        #expect(try await server.places() == wanted)
        server.clock.advance(seconds: 1)
        try await server.recordTogether(Self.users.reversed().map { ($0, 1) })
        let other = Self.users.reversed().enumerated().map { "\($1) \($0 + 1) 6" }
        #expect(try await server.places() == other)
    }

    @Test func `who was hidden comes back to the place among equal scores`() async throws {
        let server = try await TestServer.ofPages()
        let plan = try await server.createAttribute("plan", "user")
        try await server.createBoard()
        try await server.createBoard(
            """
            "rankBy":"metric","userAttributes":[{"attributeId":"\(plan)","attributeValue":"pro"}]
            """,
            key: "pro"
        )
        for user in Self.users {
            let body = #"{"id":"\#(user)","attributes":{"plan":"pro"}}"#
            try await server.call(.post, "/v1/users", body)
        }
        try await server.recordTogether(Self.users.map { ($0, 5) })
        try await server.pass()
        let wanted = Self.users.enumerated().map { "\($1) \($0 + 1) 5" }
        #expect(try await server.places(on: "pro") == wanted)
        for user in ["cem", "ada"] {
            try await server.hide(user)
            #expect(try await server.places()?.count == 5)
            try await server.hide(user, false)
            #expect(try await server.places() == wanted, "\(user)")
            for plan in ["free", "pro"] {
                let body = #"{"attributes":{"plan":"\#(plan)"}}"#
                try await server.call(.patch, "/v1/users/\(user)", body)
            }
            #expect(try await server.places(on: "pro") == wanted, "\(user)")
        }
        // Whoever reads the rows finds the same.
        let second = try server.secondService()
        defer { second.stop() }
        try await server.finishBoards(of: second)
        try await server.hide("eva")
        try await server.hide("eva", false)
        try await server.finishBoards(of: second)
        #expect(try await second.places("top") == wanted)
        // A score that is reached anew is reached later.
        server.clock.advance(seconds: 1)
        try await server.record("1", of: "ada")
        try await server.record("-1", of: "ada")
        #expect(try await server.places()?.last == "ada 6 5")
    }

    @Test func `a tie at the last place of a full leaderboard leaves it to who came first`()
        async throws
    {
        for ties in ["first", "shared", "dense"] {
            let server = try await TestServer.ofPages()
            try await server.createBoard(#""ties":"\#(ties)","maxParticipants":2"#)
            for user in ["ada", "bob", "cem"] {
                try await server.record("5", of: user)
                server.clock.advance(seconds: 1)
            }
            let second = ties == "first" ? "2" : "1"
            #expect(try await server.places("limit=2") == ["ada 1 5", "bob \(second) 5"])
            let out = try await server.call(.get, "/v1/users/cem/leaderboards/top")
            #expect(out.value("rank") == "null")
            #expect(out.value("value") == "5")
            // The place of who leaves is the next one's.
            try await server.hide("ada")
            #expect(try await server.places("limit=2") == ["bob 1 5", "cem \(second) 5"])
            try await server.hide("ada", false)
            #expect(try await server.places("limit=2") == ["ada 1 5", "bob \(second) 5"])
        }
    }

    @Test func `who is hidden is in no run that is final either`() async throws {
        let server = try await TestServer.ofPages()
        try await server.createBoard(#""runUnit":"day","runInterval":1"#)
        try await server.recordTogether([("ada", 9), ("bob", 8)])
        try await server.pass(3 * 86_400)
        #expect(try await server.places("run=2026-03-01") == ["ada 1 9", "bob 2 8"])
        try await server.hide("ada")
        #expect(try await server.places("run=2026-03-01") == ["bob 2 8"])
        #expect(try await server.places("run=2026-03-01&userIds=ada,bob") == ["bob 1 8"])
        try await server.hide("ada", false)
        let both = try await server.places("run=2026-03-01&userIds=ada,bob")
        #expect(both == ["ada 1 9", "bob 2 8"])
    }

    @Test func `friends wait too until a leaderboard is whole`() async throws {
        let server = try await TestServer.ofPages()
        try await server.recordTogether([("ada", 9), ("bob", 8)])
        server.clock.advance(seconds: 60)
        try await server.createBoard()
        #expect(try await server.places("userIds=ada,bob") == nil)
        try await server.pass()
        #expect(try await server.places("userIds=ada,bob") == ["ada 1 9", "bob 2 8"])
    }

    @Test func `who is seen again late gets a bracket`() async throws {
        let server = try await TestServer.ofPages()
        try await server.createBoard(
            """
            "runUnit":"day","runInterval":7,
            "leagues":{"size":3,"tiers":2,"promote":1,"relegate":1}
            """
        )
        try await server.record("5", of: "ada")
        try await server.hide("ada")
        for user in ["bob", "cem"] {
            server.clock.advance(seconds: 10)
            try await server.record("3", of: user)
        }
        // Long enough for nobody to be looked for who came before.
        for _ in 0..<3 { try await server.pass(120) }
        try await server.hide("ada", false)
        try await server.pass(120)
        let places = try await server.places("bracket=1.1")
        #expect(places == ["ada 1 5", "bob 2 3", "cem 3 3"])
    }

    @Test func `the hours of a day are those of the zone that a user turns out to live in`()
        async throws
    {
        let server = try await TestServer.ofPages()
        try await server.createBoard(#""startTime":"08:00","endTime":"12:30""#)
        // It is noon in UTC, and nine in the evening in Tokyo.
        try await server.record("5", of: "ada")
        try await server.record("4", of: "bob")
        try await server.record("7", of: "ada", with: #","timestamp":"2026-02-28T23:30:00Z""#)
        #expect(try await server.places() == ["ada 1 5", "bob 2 4"])
        try await server.call(.patch, "/v1/users/ada", #"{"tz":"Asia/Tokyo"}"#)
        #expect(try await server.places() == ["ada 1 7", "bob 2 4"])
    }
}
