import CivilTime
import HTTP
import Testing

/// All of a user's streaks, and why each stands where it stands.
@Suite struct ExplanationTests {
    private static let path = "/v1/users/ada/streaks/primary/explain"

    private static func sentences(_ server: TestServer) async throws -> [String] {
        let reply = try await server.call(.get, path)
        #expect(reply.status == 200, "\(reply)")
        return reply.column("", of: "sentences").compactMap { text in
            text.map { String($0.dropFirst().dropLast()).replacing("\\\"", with: "\"") }
        }
    }

    @Test func `a broken streak says which day broke it, and at which instant`() async throws {
        let server = try await StreakPlace.make(#"{"freezes":{"startCount":1,"maxCount":1}}"#)
        try await server.call(
            .put,
            "/v1/users/ada",
            #"{"tz":"Europe/Berlin"}"#
        )
        try await server.record("5")
        server.clock.advance(days: 2)
        try await server.record("5")
        server.clock.advance(days: 3)
        #expect(
            try await Self.sentences(server) == [
                #"The streak "Streak" is broken: a run of 2 ended."#,
                "On 2026-03-01 (Europe/Berlin, 00:00–24:00) 1 event counted (sum 5); it was "
                    + "satisfied from 2026-03-01 13:00 (Europe/Berlin) on, and the length became 1.",
                "On 2026-03-02 (Europe/Berlin, 00:00–24:00) nothing counted; a freeze was used, "
                    + "0 left.",
                "On 2026-03-03 (Europe/Berlin, 00:00–24:00) 1 event counted (sum 5); it was "
                    + "satisfied from 2026-03-03 13:00 (Europe/Berlin) on, and the length became 2.",
                "On 2026-03-04 (Europe/Berlin, 00:00–24:00) nothing counted; nothing covered it, "
                    + "so the streak of 2 ended at 2026-03-05 00:00 (Europe/Berlin).",
            ]
        )
        let reply = try await server.call(.get, Self.path)
        #expect(
            reply.column("verdict", of: "periods")
                == ["satisfied", "covered", "satisfied", "broken"].map { "\"\($0)\"" }
        )
        #expect(reply.text("periods.1.coveredBy") == "freeze")
        #expect(reply.value("periods.3.broke") == #""2026-03-04T23:00:00.000Z""#)
        #expect(reply.value("periods.3.lostLength") == "2")
        #expect(reply.value("periods.0.events") == #"{"count":1,"sum":5,"distinct":0}"#)
        #expect(reply.text("periods.0.timezone") == "Europe/Berlin")
        #expect(
            reply.text("rule")
                == #"Every day where the user is: a sum of at least 1 of "pages"; "#
                + "at most 1 freeze."
        )
    }

    @Test func `the rule that is told is the one that the user has chosen`() async throws {
        let server = try await StreakPlace.make(#"{"customizationEnabled":true}"#)
        try await server.createMetric("words")
        try await server.record("5")
        try await server.call(
            .patch,
            "/v1/users/ada/preferences",
            #"{"streak":{"metrics":[{"key":"words","threshold":50}]}}"#
        )
        server.clock.advance(days: 1)
        try await server.record("50", metric: "words")
        let reply = try await server.call(.get, Self.path)
        let own = #"Every day where the user is: a sum of at least 50 of "words"."#
        #expect(reply.text("rule") == own, "\(reply)")
        #expect(reply.text("periods.0.rules.0.rule")?.hasSuffix(#"1 of "pages"."#) == true)
        #expect(reply.text("periods.1.rules.0.rule") == own)
        try await StreakPlace.change(#"{"customizationEnabled":false}"#, on: server)
        let resting = try await server.call(.get, Self.path)
        #expect(resting.text("rule")?.hasSuffix(#"1 of "pages"."#) == true)
    }

    @Test func `what counted is told by the rule that judged it, also when it rests or ends`()
        async throws
    {
        let server = try await StreakPlace.make(#"{"customizationEnabled":true}"#)
        try await server.createMetric("words")
        try await server.record("5")
        try await server.call(
            .patch,
            "/v1/users/ada/preferences",
            #"{"streak":{"metrics":[{"key":"words","threshold":50}]}}"#
        )
        server.clock.advance(days: 1)
        try await server.record("60", metric: "words")
        let first = "On 2026-03-01 (UTC, 00:00–24:00) 1 event counted (sum 5); it was satisfied"
        let second = "On 2026-03-02 (UTC, 00:00–24:00) 1 event counted (sum 60); it was satisfied"
        let chosen = try await Self.sentences(server)
        #expect(chosen[1].hasPrefix(first), "\(chosen)")
        #expect(chosen[2].hasPrefix(second), "\(chosen)")
        server.clock.advance(days: 1)
        try await StreakPlace.change(#"{"customizationEnabled":false}"#, on: server)
        try await server.record("7")
        let resting = try await Self.sentences(server)
        #expect(resting[1].hasPrefix(first), "\(resting)")
        #expect(resting[2].hasPrefix(second), "\(resting)")
        #expect(resting[3].contains("1 event counted (sum 7); it was satisfied"), "\(resting)")
    }

    @Test func `a streak that is going on says what becomes of today`() async throws {
        let server = try await StreakPlace.make()
        try await server.record("5")
        server.clock.advance(days: 1)
        #expect(
            try await Self.sentences(server) == [
                #"The streak "Streak" has length 1, since 2026-03-01; "#
                    + "the current period is not satisfied yet.",
                "On 2026-03-01 (UTC, 00:00–24:00) 1 event counted (sum 5); it was satisfied from "
                    + "2026-03-01 12:00 (UTC) on, and the length became 1.",
                "On 2026-03-02 (UTC, 00:00–24:00) nothing has counted yet; unless that changes, "
                    + "the streak of 1 ends at 2026-03-03 00:00 (UTC).",
            ]
        )
    }

    @Test func `a streak that never began, or is switched off, is explained too`() async throws {
        let server = try await StreakPlace.make()
        try await server.record("0")
        #expect(
            try await Self.sentences(server) == [
                #"The streak "Streak" has never been started by this user."#,
                "On 2026-03-01 (UTC, 00:00–24:00) 1 event counted (sum 0), which was not enough.",
            ]
        )
        try await server.record("5")
        try await server.call(
            .patch,
            "/v1/users/ada/preferences",
            #"{"streak":{"enabled":false}}"#
        )
        #expect(
            try await Self.sentences(server).first
                == #"The streak "Streak" is switched off in the user's preferences, "#
                + "so it shows length 0."
        )
    }

    @Test func `a reset is told, and a pause covers`() async throws {
        let server = try await StreakPlace.make()
        try await server.record("5")
        try await server.call(
            .post,
            "/admin/v1/streaks/pauses",
            #"{"pauses":[{"userId":"ada","start":"2026-03-02","end":"2026-03-02"}]}"#
        )
        server.clock.advance(days: 2)
        try await server.record("5")
        server.clock.advance(by: .seconds(60))
        try await server.call(.post, "/admin/v1/streaks/reset", #"{"users":[{"id":"ada"}]}"#)
        let sentences = try await Self.sentences(server)
        #expect(
            sentences.dropFirst(2) == [
                "On 2026-03-02 (UTC, 00:00–24:00) nothing counted; the user's streaks were "
                    + "paused, so nothing was needed.",
                "On 2026-03-03 (UTC, 00:00–24:00) nothing has counted yet. The streak was reset "
                    + "to 0 at 2026-03-03 12:01 (UTC).",
            ]
        )
    }

    @Test func `a lapsed streak keeps its count, a rolling one breaks at an instant`()
        async throws
    {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.createStreak("kept", with: #","resetOnMiss":false,"gracePeriods":1"#)
        try await server.call(
            .post,
            "/admin/v1/streaks/definitions",
            #"[{"key":"rolling","name":"Rolling","sources":[{"metric":"pages"}],"#
                + #""window":{"type":"rolling","length":3600}}]"#
        )
        try await server.record("5")
        server.clock.advance(days: 4)
        let kept = try await server.call(.get, "/v1/users/ada/streaks/kept/explain")
        #expect(kept.text("streak.status") == "lapsed")
        #expect(kept.value("streak.length") == "1")
        #expect(
            kept.text("sentences.0")
                == #"The streak "kept" has lapsed: its count of 1 is kept, "#
                + "and goes on with the next satisfied period."
        )
        #expect(
            kept.text("sentences.3")
                == "On 2026-03-03 (UTC, 00:00–24:00) nothing counted; nothing covered it, so the "
                + "streak lapsed at 2026-03-04 00:00 (UTC) and its count of 1 was kept."
        )
        let rolling = try await server.call(.get, "/v1/users/ada/streaks/rolling/explain")
        #expect(rolling.text("streak.status") == "broken")
        #expect(
            rolling.text("sentences.1")
                == "In the window from 2026-03-01 12:00 (UTC) to 2026-03-01 13:00 (UTC) 1 event "
                + "counted; it was satisfied from 2026-03-01 12:00 (UTC) on, and the length "
                + "became 1. Nothing followed in time, so the streak of 1 ended at "
                + "2026-03-01 14:00 (UTC)."
        )
        #expect(rolling.text("periods.0.broke") == "2026-03-01T14:00:00.000Z")
    }

    @Test func `a long run is cut, and says so`() async throws {
        let server = try await StreakPlace.make()
        for _ in 0..<5 {
            try await server.record("5")
            server.clock.advance(days: 1)
        }
        let cut = try await server.call(.get, "\(Self.path)?periods=2")
        #expect(cut.column("periodStart", of: "periods") == [#""2026-03-05""#, #""2026-03-06""#])
        #expect(cut.value("olderPeriodsLeftOut") == "true")
        let whole = try await server.call(.get, "\(Self.path)?periods=6")
        #expect(whole.count("periods") == 6)
        #expect(whole.value("olderPeriodsLeftOut") == "false")
    }

    @Test func `every streak of a user is listed with all there is to know`() async throws {
        let server = try await StreakPlace.make()
        try await server.createStreak("second")
        try await server.record("5")
        let reply = try await server.call(.get, "/v1/users/ada/streaks")
        #expect(reply.column("key") == [#""primary""#, #""second""#])
        #expect(
            reply.value("0")
                == #"{"key":"primary","name":"Streak","primary":true,"enabled":true,"#
                + #""paused":false,"length":1,"longest":1,"status":"extended","#
                + #""started":"2026-03-01","expires":"2026-03-02","#
                + #""extended":"2026-03-01T12:00:00.000Z","broken":null,"isAtRisk":false,"#
                + #""deadline":null,"secondsUntilClose":43200,"freezes":0,"maxFreezes":0,"#
                + #""progress":{"count":1,"sum":5,"distinct":0},"periodStart":"2026-03-01","#
                + #""periodEnd":"2026-03-01","windowStart":"2026-03-01T00:00:00.000Z","#
                + #""windowEnd":"2026-03-02T00:00:00.000Z"}"#
        )
    }

    @Test func `what is not there cannot be explained`() async throws {
        let server = try await StreakPlace.make()
        try await server.record("5")
        for path in [
            "/v1/users/ada/streaks/nothing/explain", "/v1/users/zoe/streaks/primary/explain",
        ] {
            #expect(try await server.call(.get, path).status == 404)
        }
        #expect(try await server.call(.get, "\(Self.path)?periods=0").status == 422)
        #expect(try await server.call(.get, "\(Self.path)?periods=1001").status == 422)
    }
}
