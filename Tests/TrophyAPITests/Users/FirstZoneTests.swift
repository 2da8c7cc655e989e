import CivilTime
import HTTP
import Testing

/// The first zone that a user is given holds for all time before it (R1).
@Suite struct FirstZoneTests {
    private static let summary =
        "/v1/users/ada/metrics/pages/event-summary"
        + "?aggregation=daily&startDate=2026-03-01&endDate=2026-03-03"

    @Test func `what came before it is dated anew, once, with streaks and days of metrics`()
        async throws
    {
        let server = try await StreakPlace.make()
        // 1, 2 and 3 March in New York; 2, 3 and 3 March in UTC.
        for hours in [14, 24, 10] as [Int64] {
            server.clock.advance(by: .seconds(hours * 3_600))
            try await server.record("5")
        }
        let streak = "/v1/users/ada/streak"
        #expect(try await server.call(.get, streak).value("length") == "2")
        let before = try await server.call(.get, Self.summary)
        #expect(before.column("change", of: "") == ["0", "5", "10"])

        try await server.call(.patch, "/v1/users/ada", #"{"tz":"America/New_York"}"#)
        let after = try await server.call(.get, streak)
        #expect(after.value("length") == "3")
        #expect(after.value("started") == #""2026-03-01""#)
        let days = try await server.call(.get, Self.summary)
        #expect(days.column("change", of: "") == ["5", "5", "5"])
        #expect(days.column("total", of: "") == ["5", "10", "15"])

        try await server.call(.patch, "/v1/users/ada", #"{"tz":"Asia/Tokyo"}"#)
        #expect(try await server.call(.get, Self.summary).body == days.body)
        #expect(try await server.call(.get, streak).value("length") == "3")
    }

    @Test func `an event that brings it has what came before dated anew`() async throws {
        let server = try await StreakPlace.make()
        server.clock.advance(by: .seconds(14 * 3_600))
        try await server.record("5")
        server.clock.advance(by: .seconds(10 * 3_600))
        let reply = try await server.call(
            .post,
            "/v1/metrics/pages/event",
            #"{"user":{"id":"ada","tz":"America/New_York"},"value":5}"#
        )
        #expect(reply.value("total") == "10")
        #expect(reply.value("currentStreak.length") == "2")
        let days = try await server.call(.get, Self.summary)
        #expect(days.column("change", of: "") == ["5", "5", "0"])
    }
}
