import CivilTime
import HTTP
import Testing

/// The primary streak as Trophy's application interface shows it.
@Suite struct UserStreakTests {
    @Test func `an event tells the streak that it extended, field by field`() async throws {
        let server = try await StreakPlace.make()
        let first = try await server.record("5")
        #expect(
            first.value("currentStreak")
                == #"{"length":1,"frequency":"daily","started":"2026-03-01","#
                + #""periodStart":"2026-03-01","periodEnd":"2026-03-01","expires":"2026-03-02","#
                + #""extended":true}"#
        )
        let second = try await server.record("5")
        #expect(second.value("currentStreak.length") == "1")
        #expect(second.value("currentStreak.extended") == "false")
    }

    @Test func `freezes are told when they are on, and how they are earned when they are`()
        async throws
    {
        let server = try await StreakPlace.make(
            #"{"freezes":{"startCount":2,"maxCount":3,"autoEarnInterval":7,"autoEarnAmount":1}}"#
        )
        let reply = try await server.record("5")
        #expect(
            reply.names("currentStreak") == [
                "length", "frequency", "started", "periodStart", "periodEnd", "expires",
                "freezes", "maxFreezes", "freezeAutoEarnInterval", "freezeAutoEarnAmount",
                "extended",
            ]
        )
        #expect(reply.value("currentStreak.freezes") == "2")
        #expect(reply.value("currentStreak.maxFreezes") == "3")
        #expect(reply.value("currentStreak.freezeAutoEarnInterval") == "7")
        #expect(reply.value("currentStreak.freezeAutoEarnAmount") == "1")
    }

    @Test func `the history walks the calendar, and says what covered a day`() async throws {
        let server = try await StreakPlace.make(#"{"freezes":{"startCount":1,"maxCount":1}}"#)
        try await server.record("5")
        server.clock.advance(days: 2)
        try await server.record("5")
        let reply = try await server.call(.get, "/v1/users/ada/streak?historyPeriods=4")
        #expect(
            reply.body
                == #"{"length":2,"frequency":"daily","started":"2026-03-01","#
                + #""periodStart":"2026-03-03","periodEnd":"2026-03-03","expires":"2026-03-04","#
                + #""freezes":0,"maxFreezes":1,"extended":"2026-03-03T12:00:00.000Z","#
                + #""rank":1,"streakHistory":["#
                + [
                    StreakPlace.day("2026-02-28", 0, "idle"),
                    StreakPlace.day("2026-03-01", 1),
                    StreakPlace.day("2026-03-02", 1, "covered", usedFreeze: true),
                    StreakPlace.day("2026-03-03", 2),
                ].joined(separator: ",")
                + #"],"pauses":[]}"#
        )
    }

    @Test func `the history tells a day off from a missed day, as an explanation does`()
        async throws
    {
        // 2026-03-01 is a Sunday; Mondays and Thursdays are off.
        let server = try await StreakPlace.make(#"{"daysOff":[1,4]}"#)
        try await server.record("5")
        server.clock.advance(days: 2)
        try await server.record("5")
        server.clock.advance(days: 4)
        let path = "/v1/users/ada/streak?historyPeriods=8"
        let reply = try await server.call(.get, path)
        let verdicts = [
            "idle", "satisfied", "covered", "satisfied", "broken", "idle", "idle", "open",
        ]
        #expect(reply.column("verdict", of: "streakHistory") == verdicts.map { "\"\($0)\"" })
        let covers = reply.column("coveredBy", of: "streakHistory")
        #expect(covers == verdicts.map { $0 == "covered" ? #""day_off""# : "null" })
        let key = try await server.call(.get, "/v1/users/ada/streaks").text("0.key") ?? ""
        let explained = try await server.call(
            .get,
            "/v1/users/ada/streaks/\(key)/explain?periods=8"
        )
        let run = explained.column("verdict", of: "periods")
        #expect(run == verdicts[1...4].map { "\"\($0)\"" }, "\(explained)")
    }

    @Test func `a missed day ends the streak at midnight, with nobody having to look`()
        async throws
    {
        let server = try await StreakPlace.make()
        try await server.record("5")
        server.clock.advance(days: 1)
        let alive = try await server.call(.get, "/v1/users/ada/streak?historyPeriods=0")
        #expect(alive.value("length") == "1")
        #expect(alive.text("extended") == "2026-03-01T12:00:00.000Z")
        #expect(alive.value("expires") == #""2026-03-02""#)
        #expect(alive.count("streakHistory") == 0)
        server.clock.advance(days: 1)
        let broken = try await server.call(.get, "/v1/users/ada/streak")
        #expect(broken.value("length") == "0")
        #expect(broken.value("extended") == "null")
        #expect(broken.value("started") == "null")
        #expect(broken.value("expires") == "null")
        #expect(broken.count("streakHistory") == 7)
        #expect(broken.column("length", of: "streakHistory").suffix(3) == ["1", "0", "0"])
    }

    @Test func `several streaks come longest first, those of strangers with nothing`()
        async throws
    {
        let server = try await StreakPlace.make()
        try await server.record("5", of: "ben")
        server.clock.advance(days: 1)
        try await server.record("5", of: "ben")
        try await server.record("5", of: "ada")
        server.clock.advance(days: 1)
        try await server.record("5", of: "cem")
        let reply = try await server.call(.get, "/v1/streaks?userIds=zoe,cem&userIds=ada,ben,ada")
        #expect(
            reply.body
                == #"[{"userId":"ben","streakLength":2,"extended":"2026-03-02T12:00:00.000Z"},"#
                + #"{"userId":"ada","streakLength":1,"extended":"2026-03-02T12:00:00.000Z"},"#
                + #"{"userId":"cem","streakLength":1,"extended":"2026-03-03T12:00:00.000Z"},"#
                + #"{"userId":"zoe","streakLength":0,"extended":null}]"#
        )
    }

    @Test(arguments: [
        Row("no ids", "/v1/streaks", "userIds must name 1 to 100 users."),
        Row(
            "too many ids",
            "/v1/streaks?userIds=" + (0...100).map(String.init).joined(separator: ","),
            "userIds must name 1 to 100 users."
        ),
        Row(
            "a history too long",
            "/v1/users/ada/streak?historyPeriods=1001",
            "historyPeriods must be between 0 and 1000."
        ),
        Row(
            "a negative history",
            "/v1/users/ada/streak?historyPeriods=-1",
            "historyPeriods must be between 0 and 1000."
        ),
        Row(
            "a history of words",
            "/v1/users/ada/streak?historyPeriods=all",
            "historyPeriods must be an integer."
        ),
    ]) func `what cannot be asked for is refused`(row: Row<String, String>) async throws {
        let server = try await StreakPlace.make()
        try await server.record("5")
        let reply = try await server.call(.get, row.input)
        #expect(reply.status == 422)
        #expect(reply.text("error") == row.expected)
    }
}

/// A server with a primary streak of pages.
enum StreakPlace {
    static func make(_ settings: String = "{}") async throws -> TestServer {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await change(#"{"metrics":[{"key":"pages","threshold":1}]}"#, on: server)
        try await change(settings, on: server)
        return server
    }

    static func change(_ settings: String, on server: TestServer) async throws {
        let reply = try await server.call(.patch, "/admin/v1/streaks/settings", settings)
        precondition(reply.status == 200, "the settings are taken: \(reply)")
    }

    /// A day of a history, as it is written when freezes are on.
    static func day(
        _ date: String,
        _ length: Int,
        _ verdict: String = "satisfied",
        usedFreeze: Bool = false
    ) -> String {
        #"{"periodStart":"\#(date)","periodEnd":"\#(date)","length":\#(length),"#
            + #""verdict":"\#(verdict)","coveredBy":\#(usedFreeze ? "\"freeze\"" : "null"),"#
            + #""usedFreeze":\#(usedFreeze),"usedPause":false}"#
    }
}

extension TestClock {
    /// Goes on by whole days.
    func advance(days: Int64) {
        advance(by: .seconds(days * 86_400))
    }
}
