import HTTP
import Reading
import Testing

/// Ticks, as the page of Bricqs prints them.
@Suite struct TickTests {
    /// What a tick came to, in short: the count, the longest, and what was special.
    private static func short(_ reply: Reply) -> String {
        guard reply.status == 200 else { return "\(reply.status)" }
        let counts = "\(reply.value("new_count") ?? "?")/\(reply.value("longest_count") ?? "?")"
        let flags = [
            reply.value("is_new_record") == "true" ? "record" : nil,
            reply.value("already_recorded") == "true" ? "repeated" : nil,
        ]
        return ([counts] + flags.compactMap { $0 }).joined(separator: " ")
    }

    struct Story: CustomTestStringConvertible {
        let name: String
        var period = "daily"
        var fields = ""
        let ticks: [(String, String)]

        var testDescription: String { name }
    }

    private static let stories = [
        Story(
            name: "first ever, same day, next day",
            ticks: [
                ("2026-02-20T08:15:00Z", "1/1 record"),
                ("2026-02-20T23:59:59Z", "1/1 repeated"),
                ("2026-02-20T00:00:00Z", "1/1 repeated"),
                ("2026-02-21T00:00:00Z", "2/2 record"),
            ]
        ),
        Story(
            name: "late within grace goes on, and uses a credit up",
            fields: #","grace_periods":1"#,
            ticks: [
                ("2026-02-10T08:00:00Z", "1/1 record"), ("2026-02-12T08:00:00Z", "2/2 record"),
                ("2026-02-14T08:00:00Z", "1/2"), ("2026-02-16T08:00:00Z", "2/2"),
                ("2026-02-17T08:00:00Z", "3/3 record"),
            ]
        ),
        Story(
            name: "beyond grace begins anew",
            fields: #","grace_periods":2"#,
            ticks: [
                ("2026-02-10T08:00:00Z", "1/1 record"), ("2026-02-11T08:00:00Z", "2/2 record"),
                ("2026-02-15T08:00:00Z", "1/2"),
            ]
        ),
        Story(
            name: "a kept count goes on after a miss",
            fields: #","reset_on_miss":false"#,
            ticks: [
                ("2026-02-10T08:00:00Z", "1/1 record"), ("2026-02-11T08:00:00Z", "2/2 record"),
                ("2026-02-20T08:00:00Z", "3/3 record"),
            ]
        ),
        Story(
            name: "a backfill joins runs, and bumps the count by more than one",
            ticks: [
                ("2026-02-10T08:00:00Z", "1/1 record"), ("2026-02-11T08:00:00Z", "2/2 record"),
                ("2026-02-13T08:00:00Z", "1/2"), ("2026-02-14T08:00:00Z", "2/2"),
                ("2026-02-12T08:00:00Z", "5/5 record"), ("2026-02-12T09:00:00Z", "5/5 repeated"),
            ]
        ),
        Story(
            name: "a backfill of an old run is no record of the newest one",
            ticks: [
                ("2026-02-10T08:00:00Z", "1/1 record"), ("2026-02-11T08:00:00Z", "2/2 record"),
                ("2026-02-20T08:00:00Z", "1/2"), ("2026-02-09T08:00:00Z", "1/3"),
            ]
        ),
        Story(
            name: "weeks begin on Sunday",
            period: "weekly",
            ticks: [
                ("2026-02-14T23:00:00Z", "1/1 record"), ("2026-02-15T00:00:00Z", "2/2 record"),
                ("2026-02-21T23:59:00Z", "2/2 repeated"), ("2026-02-22T08:00:00Z", "3/3 record"),
            ]
        ),
        Story(
            name: "or on the day that was chosen",
            period: "weekly",
            fields: #","week_start":1"#,
            ticks: [
                ("2026-02-15T23:00:00Z", "1/1 record"), ("2026-02-16T00:00:00Z", "2/2 record"),
            ]
        ),
        Story(
            name: "months",
            period: "monthly",
            ticks: [
                ("2025-12-31T23:59:00Z", "1/1 record"), ("2026-01-01T00:00:00Z", "2/2 record"),
                ("2026-01-31T00:00:00Z", "2/2 repeated"), ("2026-03-01T00:00:00Z", "1/2"),
            ]
        ),
        Story(
            name: "a time with an offset, and one without, which is UTC",
            ticks: [
                ("2026-02-20T01:00:00+02:00", "1/1 record"), ("2026-02-20T00:30:00", "2/2 record"),
            ]
        ),
        Story(
            name: "five minutes ahead is close enough, more is refused",
            ticks: [
                ("2026-03-01T12:05:00Z", "1/1 record"), ("2026-03-01T12:05:01Z", "400"),
                ("2026-02-30T12:00:00Z", "400"), ("yesterday", "400"), ("2026-02-28", "400"),
            ]
        ),
    ]

    @Test(arguments: stories) func `ticks count as their story tells`(story: Story) async throws {
        let server = try await TestServer.bricqs()
        let created = try await server.createStreak(period: story.period, with: story.fields)
        #expect(created.status == 201, "\(created)")
        for (timestamp, expected) in story.ticks {
            let reply = try await server.tick(timestamp)
            #expect(Self.short(reply) == expected, "\(timestamp): \(reply)")
        }
    }

    @Test func `the answer has the fields of the page, in its order`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        #expect(
            try await server.tick().body
                == #"{"streak_code":"daily_login","new_count":1,"longest_count":1,"is_new_record":true,"already_recorded":false}"#
        )
    }

    @Test func `a repeated tick stores no event, and moves nothing`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        try await server.tick("2026-03-01T08:00:00Z")
        for _ in 0..<3 { try await server.tick("2026-03-01T09:00:00Z") }
        let events = try await server.call(.get, "/admin/v1/users/user_42/events")
        #expect(events.count("events") == 1)
        #expect(events.value("events.0.metricKey") == #""streak:daily_login""#, "\(events)")
        let streaks = try await server.streaks()
        #expect(streaks.text("streaks.0.last_recorded_at") == "2026-03-01T08:00:00Z")
    }

    @Test func `a tick that is taken back frees its day`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        try await server.tick("2026-02-28T08:00:00Z")
        try await server.tick("2026-03-01T08:00:00Z")
        let events = try await server.call(.get, "/admin/v1/users/user_42/events")
        let id = events.text("events.0.eventId") ?? "\(events)"
        #expect(try await server.call(.delete, "/admin/v1/events/\(id)").status == 200)
        #expect(try await server.streaks().value("streaks.0.current_count") == "1")
        let again = try await server.tick("2026-03-01T09:00:00Z")
        #expect(Self.short(again) == "2/2 record")
    }

    @Test func `two hundred at once count once`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
            for _ in 0..<200 { group.addTask { try await server.tick() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.allSatisfy { $0.status == 200 && $0.value("new_count") == "1" })
        #expect(replies.count { $0.value("already_recorded") == "false" } == 1)
        #expect(replies.count { $0.value("is_new_record") == "true" } == 1)
    }

    @Test func `one participant's ticks are no other's, nor another streak's`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        try await server.createStreak("weekly_workout", period: "weekly")
        try await server.tick()
        #expect(Self.short(try await server.tick(of: "ada")) == "1/1 record")
        #expect(
            Self.short(try await server.tick("2026-03-01T08:00:00Z", "weekly_workout"))
                == "1/1 record"
        )
        #expect(try await server.streaks().count("streaks") == 2)
    }

    @Test func `a streak that is not active takes no ticks`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak(with: #","is_active":false"#)
        let paused = try await server.tick()
        #expect(paused.status == 404)
        #expect(paused.text("detail")?.contains("daily_login") == true)
        let path = "\(TestServer.gamify)/streaks/daily_login"
        try await server.call(.patch, path, #"{"is_active":true}"#)
        #expect(try await server.tick().status == 200)
        try await server.call(.delete, path)
        #expect(try await server.tick().status == 404)
        #expect(try await server.tick("2026-02-01T00:00:00Z", of: "ada", "nothing").status == 404)
    }

    @Test func `a streak of Trophy's counts its events and takes no ticks`() async throws {
        let server = try await TestServer.bricqs()
        try await server.call(.post, "/admin/v1/metrics", #"[{"key":"pages","name":"Pages"}]"#)
        try await server.call(
            .post,
            "/admin/v1/streaks/definitions",
            #"[{"key":"reading","name":"Reading","sources":[{"metric":"pages"}],"window":{"period":"daily"}}]"#
        )
        #expect(try await server.tick(nil, "reading").status == 400)
        try await server.call(
            .post,
            "/v1/metrics/pages/event",
            #"{"user":{"id":"user_42"},"value":1}"#
        )
        let streaks = try await server.streaks()
        #expect(streaks.column("code", of: "streaks") == [#""reading""#])
    }

    @Test(arguments: [["08", "10"], ["10", "08"]])
    func `what was recorded last does not depend on the order in which it arrived`(
        hours: [String]
    ) async throws {
        let server = try await TestServer.bricqs()
        try await server.call(.post, "/admin/v1/metrics", #"[{"key":"pages","name":"Pages"}]"#)
        for isPrimary in [true, false] {
            let created = try await server.call(
                .post,
                "/admin/v1/streaks/definitions",
                #"[{"key":"of_\#(isPrimary)","name":"Reading","sources":[{"metric":"pages"}],"window":{"period":"daily"},"primary":\#(isPrimary)}]"#
            )
            #expect(created.status == 201, "\(created)")
        }
        for hour in hours {
            try await server.call(
                .post,
                "/v1/metrics/pages/event",
                #"{"user":{"id":"user_42"},"value":1,"timestamp":"2026-03-01T\#(hour):00:00Z"}"#
            )
        }
        let streaks = try await server.streaks()
        let last = #""2026-03-01T10:00:00Z""#
        #expect(streaks.column("last_recorded_at", of: "streaks") == [last, last], "\(streaks)")
    }

    @Test func `the metric of a streak is nobody else's`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        #expect(try await server.call(.get, "/admin/v1/metrics").count() == 0)
        let event = try await server.call(
            .post,
            "/v1/metrics/streak:daily_login/event",
            #"{"user":{"id":"user_42"},"value":1}"#
        )
        #expect(event.status == 422, "\(event)")
        try await server.tick()
        let metrics = try await server.call(.get, "/v1/users/user_42/metrics")
        #expect(metrics.count() == 0, "\(metrics)")
    }

    private static let badBodies: [Row<String, String>] = [
        Row("nothing", "", "body"),
        Row("no JSON", "{", ""),
        Row("a list", "[]", "body"),
        Row("no participant", #"{"streak_code":"daily_login"}"#, "participant_id"),
        Row("no code", #"{"participant_id":"a"}"#, "streak_code"),
        Row(
            "an empty participant",
            #"{"participant_id":"","streak_code":"daily_login"}"#,
            "participant_id"
        ),
        Row(
            "a number for a participant",
            #"{"participant_id":1,"streak_code":"daily_login"}"#,
            "participant_id"
        ),
        Row(
            "a long participant",
            #"{"participant_id":"\#(String(repeating: "a", count: 256))","streak_code":"daily_login"}"#,
            "participant_id"
        ),
        Row("a number for a code", #"{"participant_id":"a","streak_code":7}"#, "streak_code"),
        Row(
            "a number for a time",
            #"{"participant_id":"a","streak_code":"daily_login","timestamp":7}"#,
            "timestamp"
        ),
    ]

    @Test(arguments: badBodies) func `what is wrong is named`(
        row: Row<String, String>
    ) async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        let reply = try await server.call(.post, "\(TestServer.gamify)/streaks/record", row.input)
        #expect(reply.status == 400, "\(reply)")
        #expect(reply.names() == ["detail"])
        #expect(reply.text("detail")?.contains(row.expected) == true, "\(reply)")
    }
}
