import Boards
import HTTP
import Service
import Testing

/// What is changed of a leaderboard after it has begun, and what that may not change.
@Suite struct BoardLifeTests {
    private static let day: Int64 = 86_400

    @Test func `a run that is final is not opened again`() async throws {
        let server = try await TestServer.ofPages()
        let id = try await server.createBoard(#""start":"2026-03-01","end":"2026-03-02""#)
        try await server.recordTogether([("ada", 9), ("bob", 8)])
        // It goes on for longer while nobody has ended it.
        #expect(try await server.changeBoard(id, #""end":"2026-03-03""#) == nil)
        try await server.pass(5 * Self.day)
        #expect(try await server.places() == ["ada 1 9", "bob 2 8"])
        for fields in [#""end":"2026-03-05""#, #""end":null"#, #""finalizingSeconds":2592000"#] {
            let issue = try await server.changeBoard(id, fields)
            #expect(issue?.contains("final") == true, "\(fields) \(issue ?? "-")")
        }
        try await server.record("5", of: "bob")
        #expect(try await server.places() == ["ada 1 9", "bob 2 8"])
    }

    @Test func `a leaderboard that counts does not end on a day that is over`() async throws {
        let server = try await TestServer.ofPages()
        let id = try await server.createBoard(#""start":"2026-02-01""#)
        try await server.record("9", of: "ada")
        let issue = try await server.changeBoard(id, #""end":"2026-02-20""#)
        #expect(issue?.contains("over") == true, "\(issue ?? "-")")
        #expect(try await server.changeBoard(id, #""end":"2026-03-01""#) == nil)
        #expect(try await server.places() == ["ada 1 9"])
    }

    @Test func `what is deactivated begins anew, also where it was final`() async throws {
        let server = try await TestServer.ofPages()
        let id = try await server.createBoard(#""start":"2026-03-01","end":"2026-03-01""#)
        try await server.recordTogether([("ada", 9), ("bob", 8)])
        try await server.pass(3 * Self.day)
        #expect(try await server.places() == ["ada 1 9", "bob 2 8"])
        #expect(try await server.changeBoard(id, #""status":"inactive""#) == nil)
        let again = #""status":"active","end":"2026-03-05""#
        #expect(try await server.changeBoard(id, again) == nil)
        try await server.pass(60)
        #expect(try await server.places() == ["ada 1 9", "bob 2 8"])
        try await server.record("5", of: "bob")
        try await server.record("1", of: "cem")
        #expect(try await server.places() == ["bob 1 13", "ada 2 9", "cem 3 1"])
        let second = try server.secondService()
        defer { second.stop() }
        try await server.finishBoards(of: second)
        #expect(try await second.places("top") == ["bob 1 13", "ada 2 9", "cem 3 1"])
        // It becomes final again.
        try await server.pass(4 * Self.day)
        #expect(try await server.places() == ["bob 1 13", "ada 2 9", "cem 3 1"])
        let told = try await server.call(.get, "/admin/v1/facts?type=leaderboard.finished")
        #expect(told.count("facts") == 2)
    }

    @Test func `a process that starts after days shows no score that is too old`() async throws {
        let server = try await TestServer.ofPages()
        try await server.createBoard(#""start":"2026-01-01","rollingDays":2"#)
        try await server.createBoard(#""rankBy":"streak""#, key: "days")
        try await server.recordTogether([("ada", 9), ("bob", 8)])
        try await server.pass(5 * Self.day)
        try await server.record("3", of: "bob")
        server.clock.advance(seconds: 3 * Self.day)
        // Nothing has gone on by itself meanwhile.
        let second = try server.secondService()
        defer { second.stop() }
        for _ in 0..<3 { try await second.boards.step() }
        #expect(try await second.places("top") == nil)
        #expect(try await second.places("days") == nil)
        try await server.finishRounds(of: second)
        try await server.finishBoards(of: second)
        #expect(try await second.places("top") == [])
        #expect(try await second.places("days") == [])
    }

    @Test func `whoever moves from Kiritimati to Honolulu on the last day plays on there`()
        async throws
    {
        let server = try await TestServer.ofPages()
        try await server.createBoard(#""start":"2026-02-20","end":"2026-03-01""#)
        // Noon in UTC: in Kiritimati the last day is over, in Honolulu it is the last night.
        try await server.call(.post, "/v1/users", #"{"id":"ada","tz":"Pacific/Kiritimati"}"#)
        #expect(try await server.record("50", of: "ada").value("leaderboards") == "{}")
        try await server.call(.patch, "/v1/users/ada", #"{"tz":"Pacific/Honolulu"}"#)
        let moved = try await server.record("3", of: "ada")
        #expect(moved.value("leaderboards.top.value") == "3")
        server.clock.advance(seconds: 21 * 3_600)
        #expect(try await server.record("1", of: "ada").value("leaderboards.top.value") == "4")
        server.clock.advance(seconds: 2 * 3_600)
        #expect(try await server.record("50", of: "ada").value("leaderboards") == "{}")
        let late = #","timestamp":"2026-03-02T09:59:59Z""#
        try await server.record("2", of: "ada", with: late)
        #expect(try await server.places() == ["ada 1 6"])
        try await server.pass(Self.day)
        try await server.record("2", of: "ada", with: late)
        #expect(try await server.places() == ["ada 1 6"])
    }

    @Test func `what a user has not done in time is in nobody's review`() async throws {
        let server = try await TestServer.ofPages()
        try await server.createBoard(
            #""start":"2026-03-01","end":"2026-03-01","maxParticipants":1"#
        )
        try await server.recordTogether([("ada", 9), ("bob", 8)])
        try await server.pass(3 * Self.day)
        let first = try await server.call(.get, "/v1/users/ada/wrapped?year=2026")
        #expect(first.value("activity.entireYear.leaderboards.top.rank") == "1")
        let second = try await server.call(.get, "/v1/users/bob/wrapped?year=2026")
        #expect(second.value("activity.entireYear.leaderboards") == "{}", "\(second)")
    }
}
