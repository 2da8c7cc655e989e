import CivilTime
import HTTP
import Testing

/// Freezes, pauses, restored and reset streaks.
@Suite struct StreakMarkTests {
    private static let freezes = "/admin/v1/streaks/freezes"
    private static let pauses = "/admin/v1/streaks/pauses"

    @Test func `a user named twice gets two freezes, until there is no room for more`()
        async throws
    {
        let server = try await StreakPlace.make(#"{"freezes":{"startCount":1,"maxCount":3}}"#)
        try await server.record("5")
        try await server.record("5", of: "ben")
        let body =
            #"{"freezes":[{"userId":"ada"},{"userId":"ada"},{"userId":"ada"},{"userId":"ben"},"#
            + #"{"userId":"zoe"},{},{"userId":7}]}"#
        let reply = try await server.call(.post, Self.freezes, body)
        #expect(reply.status == 201)
        #expect(
            reply.body
                == #"{"issues":[{"userId":"ada","severity":"warning","#
                + #""message":"Would exceed maximum freeze limit"},"#
                + #"{"userId":"zoe","severity":"error","message":"User does not exist"},"#
                + #"{"index":5,"severity":"error","message":"userId is required."},"#
                + #"{"index":6,"severity":"error","#
                + #""message":"userId must be a string, not a number."}]}"#
        )
        for (user, count) in [("ada", "3"), ("ben", "2")] {
            let streak = try await server.call(.get, "/v1/users/\(user)/streak")
            #expect(streak.value("freezes") == count)
        }
        let full = try await server.call(.post, Self.freezes, #"{"freezes":[{"userId":"ada"}]}"#)
        #expect(full.status == 200)
    }

    @Test(arguments: [
        Row("no JSON", "{", "Malformed JSON"),
        Row("an array", "[]", "must be an object"),
        Row("no list", "{}", "freezes is required."),
        Row("an empty list", #"{"freezes":[]}"#, "freezes must have 1 to 100 items."),
        Row("no list at all", #"{"freezes":{}}"#, "freezes must be an array, not an object."),
        Row(
            "too many",
            #"{"freezes":[\#(Array(repeating: "{}", count: 101).joined(separator: ","))]}"#,
            "freezes must have 1 to 100 items."
        ),
    ]) func `a body that cannot be used is refused as a whole`(
        row: Row<String, String>
    )
        async throws
    {
        let server = try await StreakPlace.make()
        let reply = try await server.call(.post, Self.freezes, row.input)
        #expect(reply.status == 422)
        #expect(reply.text("error")?.contains(row.expected) == true, "\(reply)")
    }

    @Test func `a pause keeps the streak, and ends when it is deleted`() async throws {
        let server = try await StreakPlace.make()
        try await server.record("5")
        let reply = try await server.call(
            .post,
            Self.pauses,
            #"{"pauses":[{"userId":"ada","start":"2026-03-02","end":"2026-03-04"},"#
                + #"{"userId":"ada","start":"2026-02-28","end":"2026-03-04"},"#
                + #"{"userId":"ada","start":"2026-03-05","end":"2026-03-04"},"#
                + #"{"userId":"ada","start":"today","end":"2026-03-04"},"#
                + #"{"userId":"zoe","start":"2026-03-02","end":"2026-03-04"}]}"#
        )
        #expect(reply.status == 201)
        let id = try #require(reply.text("created.0.id"))
        #expect(
            reply.value("created")
                == #"[{"id":"\#(id)","userId":"ada","start":"2026-03-02","end":"2026-03-04","#
                + #""status":"active"}]"#
        )
        #expect(reply.column("userId", of: "issues").count == 4)
        #expect(
            reply.column("message", of: "issues").map { $0?.split(separator: " ").first }
                == [#""start"#, #""end"#, #""start:"#, #""User"#]
        )
        server.clock.advance(days: 2)
        let paused = try await server.call(.get, "/v1/users/ada/streak?historyPeriods=3")
        #expect(paused.value("length") == "1")
        #expect(paused.column("usedPause", of: "streakHistory") == ["false", "true", "true"])
        #expect(
            paused.value("pauses") == #"[{"id":"\#(id)","start":"2026-03-02","end":"2026-03-04"}]"#
        )
        let stranger = "01890a5d-ac96-774b-bcce-b302099a8057"
        let ended = try await server.call(.delete, "\(Self.pauses)?ids=\(id),nothing,\(stranger)")
        #expect(
            ended.body
                == #"{"deleted":[{"id":"\#(id)"}],"issues":[{"id":"nothing","severity":"error","#
                + #""message":"id must be a valid UUID"},{"id":"\#(stranger)","#
                + #""severity":"error","message":"Streak pause not found by ID"}]}"#
        )
        let after = try await server.call(.get, "/v1/users/ada/streak")
        #expect(after.value("pauses") == "[]")
        #expect(after.value("length") == "1")
        server.clock.advance(days: 1)
        #expect(try await server.call(.get, "/v1/users/ada/streak").value("length") == "0")
    }

    @Test(arguments: [
        Row("freezes", ("freezes", #"{"userId":"ada","count":3}"#), "count is not a field here"),
        Row("pauses", ("pauses", #"{"userId":"ada","until":"x"}"#), "until is not a field here"),
        Row("restores", ("restore", #"{"id":"ada","length":9}"#), "length is not a field here"),
        Row("resets", ("reset", #"{"id":"ada","at":"2026-03-01"}"#), "at is not a field here"),
    ]) func `what nobody knows is refused by its name, and nothing is put on the streak`(
        row: Row<(String, String), String>
    ) async throws {
        let server = try await StreakPlace.make(#"{"freezes":{"startCount":1,"maxCount":3}}"#)
        try await server.record("5")
        let before = try await server.call(.get, "/v1/users/ada/streak")
        let (kind, item) = row.input
        let list = ["freezes", "pauses"].contains(kind) ? kind : "users"
        let path = "/admin/v1/streaks/\(kind)"
        let one = try await server.call(.post, path, #"{"\#(list)":[\#(item)]}"#)
        #expect(one.status == 200)
        #expect(one.text("issues.0.message")?.hasPrefix(row.expected) == true, "\(one)")
        let whole = try await server.call(.post, path, #"{"\#(list)":[{}],"count":2}"#)
        #expect(whole.status == 422)
        #expect(whole.text("error")?.hasPrefix("count is not a field here") == true)
        #expect(try await server.call(.get, "/v1/users/ada/streak").body == before.body)
    }

    @Test func `a pause of another workspace cannot be ended`() async throws {
        let server = try await StreakPlace.make()
        try await server.record("5")
        let body = #"{"pauses":[{"userId":"ada","start":"2026-03-02","end":"2026-03-04"}]}"#
        let id = try await server.call(.post, Self.pauses, body).text("created.0.id") ?? ""
        let path = "\(Self.pauses)?ids=\(id)"
        let foreign = try await server.call(.delete, path, as: .sandboxAdmin)
        #expect(foreign.value("deleted") == "[]")
        #expect(try await server.call(.delete, path).count("deleted") == 1)
    }

    @Test func `a broken streak is restored to its longest, and a reset one too`() async throws {
        let server = try await StreakPlace.make()
        for _ in 0..<3 {
            try await server.record("5")
            server.clock.advance(days: 1)
        }
        server.clock.advance(days: 2)
        let body = #"{"users":[{"id":"ada"},{"id":"zoe"},{}]}"#
        let restored = try await server.call(.post, "/admin/v1/streaks/restore", body)
        #expect(restored.status == 201)
        #expect(
            restored.body
                == #"{"restoredUsers":["ada"],"issues":[{"userId":"zoe","severity":"error","#
                + #""message":"User does not exist"},{"index":2,"severity":"error","#
                + #""message":"id is required."}]}"#
        )
        #expect(try await server.call(.get, "/v1/users/ada/streak").value("length") == "3")
        let again = try await server.call(
            .post,
            "/admin/v1/streaks/restore",
            #"{"users":[{"id":"ada"}]}"#
        )
        #expect(again.status == 200)
        #expect(
            again.body
                == #"{"restoredUsers":[],"issues":[{"userId":"ada","severity":"warning","#
                + #""message":"No streak to restore"}]}"#
        )
        server.clock.advance(by: .seconds(1))
        try await server.record("5")
        #expect(try await server.call(.get, "/v1/users/ada/streak").value("length") == "4")
        server.clock.advance(by: .seconds(1))
        let reset = try await server.call(
            .post,
            "/admin/v1/streaks/reset",
            #"{"users":[{"id":"ada"}]}"#
        )
        #expect(reset.status == 201)
        #expect(reset.body == #"{"resetUsers":["ada"],"issues":[]}"#)
        let streak = try await server.call(.get, "/v1/users/ada/streak?historyPeriods=2")
        #expect(streak.value("length") == "0")
        #expect(streak.value("extended") == "null")
        #expect(streak.value("streakHistory.1.resetAt") == #""2026-03-06T12:00:02.000Z""#)
        #expect(
            streak.names("streakHistory.0")
                == ["periodStart", "periodEnd", "length", "verdict", "coveredBy", "usedPause"]
        )
    }

    private func mark(
        _ kind: String,
        on server: TestServer
    ) async throws -> Reply {
        try await server.call(.post, "/admin/v1/streaks/\(kind)", #"{"users":[{"id":"ada"}]}"#)
    }

    @Test func `a reset and a restore in one day give back exactly what was there`() async throws {
        let server = try await StreakPlace.make()
        for day in 0..<4 {
            if day > 0 { server.clock.advance(days: 1) }
            try await server.record("5")
        }
        let shown = "/v1/users/ada/streak?historyPeriods=4"
        let before = try await server.call(.get, shown).body
        server.clock.advance(by: .seconds(60))
        #expect(try await mark("reset", on: server).status == 201)
        let reset = try await server.call(.get, shown)
        #expect(reset.value("length") == "0")
        server.clock.advance(by: .seconds(60))
        #expect(try await mark("restore", on: server).status == 201)
        #expect(try await server.call(.get, shown).body == before)
        #expect(try await mark("restore", on: server).status == 200)
        server.clock.advance(days: 1)
        try await server.record("5")
        let after = try await server.call(.get, shown)
        #expect(after.value("length") == "5")
        #expect(after.value("started") == #""2026-03-01""#)
        #expect(after.value("expires") == #""2026-03-06""#)
    }

    @Test func `late events around a restore count, and explain tells what it covered`()
        async throws
    {
        let server = try await StreakPlace.make()
        for day in 0..<3 {
            if day > 0 { server.clock.advance(days: 1) }
            try await server.record("5")
        }
        server.clock.advance(days: 3)
        #expect(try await mark("restore", on: server).status == 201)
        let restored = try await server.call(.get, "/v1/users/ada/streak")
        #expect(restored.value("length") == "3")
        #expect(restored.value("started") == #""2026-03-01""#)
        #expect(restored.value("expires") == #""2026-03-06""#)
        server.clock.advance(by: .seconds(60))
        let path = "/v1/users/ada/streaks/primary/explain"
        let story = try await server.call(.get, path)
        #expect(
            story.column("verdict", of: "periods").map { $0 ?? "" }
                == [
                    "satisfied", "satisfied", "satisfied", "covered", "covered", "open",
                ].map { "\"\($0)\"" }
        )
        #expect(
            story.column("coveredBy", of: "periods").map { $0 ?? "" }
                == ["null", "null", "null", #""restore""#, #""restore""#, "null"]
        )
        #expect(
            story.value("periods.5.corrections")
                == #"[{"at":"2026-03-06T12:00:00.000Z","kind":"restore","length":3,"#
                + #""takenBackAt":null}]"#
        )
    }
}
