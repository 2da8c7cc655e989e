import HTTP
import Testing

/// What a change would do, asked beforehand.
@Suite struct PreviewTests {
    @Test func `a preview tells what the same change then does`() async throws {
        let server = try await TestServer.bricqs()
        try server.setClock("2026-05-27T12:00:00Z")
        try await server.createStreak()
        // Three days in one week, and a day in each of three weeks.
        for day in ["25", "26", "27"] {
            try await server.tick("2026-05-\(day)T10:00:00Z", of: "daily")
        }
        for day in ["13", "20", "27"] {
            try await server.tick("2026-05-\(day)T10:00:00Z", of: "weekly")
        }
        let streak = "\(TestServer.gamify)/streaks/daily_login"
        let body = #"{"period":"weekly","applies_to":"all"}"#
        let begun = try await server.call(.post, "\(streak)/previews", body)
        #expect(begun.status == 202, "\(begun)")
        #expect(begun.text("streak_code") == "daily_login")
        try await server.finishRounds()
        let path = "\(streak)/previews/\(begun.text("id") ?? "")"
        let found = try await server.call(.get, path)
        #expect(found.text("status") == "finished", "\(found)")
        #expect(found.value("users") == #"{"total":2,"looked_at":2,"changed":2}"#)
        #expect(
            found.value("lengths")
                == #"{"unchanged":0,"longer":1,"begun":0,"shorter":1,"lost":0}"#
        )
        #expect(found.value("largest.0.participant_id") != nil)
        let counts = { (server: TestServer) in
            var counts: [String?] = []
            for participant in ["daily", "weekly"] {
                let reply = try await server.streaks(of: participant)
                counts.append(reply.value("streaks.0.current_count"))
            }
            return counts
        }
        #expect(try await counts(server) == ["3", "1"])
        try await server.call(.patch, streak, body)
        try await server.finishRounds()
        #expect(try await counts(server) == ["1", "3"])
        #expect(try await server.call(.get, path).text("status") == "outdated")
    }

    @Test(arguments: [
        Row("an unknown period", #"{"period":"hourly"}"#, 400),
        Row("another code", #"{"code":"other"}"#, 400),
        Row("days that begin with a weekday", #"{"week_start":1}"#, 400),
    ]) func `what cannot be is refused as in the change itself`(
        row: Row<String, Int>
    ) async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        let streak = "\(TestServer.gamify)/streaks/daily_login"
        let change = try await server.call(.patch, streak, row.input)
        let preview = try await server.call(.post, "\(streak)/previews", row.input)
        #expect(preview.status == row.expected)
        #expect(preview.body == change.body)
    }

    @Test func `a preview that is not there is told as such`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        let path = "\(TestServer.gamify)/streaks/daily_login/previews/none"
        let reply = try await server.call(.get, path)
        #expect(reply.status == 404)
        #expect(reply.text("detail")?.hasPrefix("This streak has no preview") == true)
    }
}
