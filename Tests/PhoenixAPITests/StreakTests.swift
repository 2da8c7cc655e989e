import CivilTime
import HTTP
import Testing

@Suite struct StreakTests {
    private static let user = "user-12345"

    @Test func `a streak has every field of the reference`() async throws {
        let server = try await PhoenixServer()
        let id = try await server.createStreak(
            with: #","milestones":[{"threshold":7},{"threshold":30}]"#
        )
        for day in 1...15 {
            try server.setClock("2025-01-\(day < 10 ? "0" : "")\(day)T08:30:00Z")
            let reply = try await server.send("login-\(day)")
            #expect(reply.status == 202, "\(reply)")
        }
        try server.setClock("2025-01-15T08:00:00Z")
        let reply = try await server.call(.get, "/v1/streaks/user/\(Self.user)/\(id)")
        #expect(reply.status == 200)
        let record = try #require(reply.text("id"))
        let streak = """
            {"id":"\(record)","definition_id":"\(id)","definition_name":"Daily Login Streak",\
            "tenant_id":"\(server.tenantID)","user_id":"user-12345","current_count":15,\
            "current_window_key":"2025-01-15",\
            "current_window_progress":{"count":1,"sum":0,"distinct":[]},\
            "current_window_satisfied":true,"last_activity_at":"2025-01-15T08:30:00Z",\
            "seconds_until_window_close":57600,"next_milestone":30,"earned_milestones":[7],\
            "window":{"type":"calendar","period":"daily","timezone":"UTC","reset_time":"00:00"},\
            "condition":{"type":"count","min":1},\
            "milestones":[{"threshold":7,"reward_item_id":null,"repeatable":false},\
            {"threshold":30,"reward_item_id":null,"repeatable":false}]}
            """
        #expect(reply.body == streak)
        let all = try await server.call(.get, "/v1/streaks/user/\(Self.user)")
        #expect(all.body == #"{"streaks":[\#(streak)],"total":1}"#)
    }

    @Test func `definitions are listed as the reference has them`() async throws {
        let server = try await PhoenixServer()
        let id = try await server.createStreak(with: #","milestones":[{"threshold":7}]"#)
        let reply = try await server.call(.get, "/v1/streaks/definitions")
        #expect(
            reply.body == """
                {"definitions":[{"id":"\(id)","tenant_id":"\(server.tenantID)",\
                "name":"Daily Login Streak","description":null,\
                "config":{"event_types":["user.login"],"window":{"type":"calendar",\
                "period":"daily","timezone":"UTC","reset_time":"00:00"},\
                "condition":{"type":"count","min":1},"milestones":[{"threshold":7,\
                "reward_item_id":null,"repeatable":false}]},"status":"active"}]}
                """
        )
    }
}
