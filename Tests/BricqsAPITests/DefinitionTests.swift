import Catalogue
import Engine
import HTTP
import Service
import Storage
import Testing

/// Setting streaks up.
@Suite struct DefinitionTests {
    private static let path = "\(TestServer.gamify)/streaks"

    @Test func `a definition has the fields of the page, in its order`() async throws {
        let server = try await TestServer.bricqs()
        let reply = try await server.createStreak(
            with: #","description":"Every day.","grace_periods":1"#
        )
        #expect(
            reply.body
                == #"{"code":"daily_login","name":"Daily Login","description":"Every day.","period":"daily","grace_periods":1,"reset_on_miss":true,"is_active":true}"#
        )
    }

    @Test(arguments: [
        Row("name", #"{"name":"Come back"}"#, #""name":"Come back""#),
        Row("description", #"{"description":"Every day."}"#, #""description":"Every day.""#),
        Row("no description", #"{"description":null}"#, #""description":null"#),
        Row("period", #"{"period":"monthly"}"#, #""period":"monthly""#),
        Row("week_start", #"{"period":"weekly","week_start":1}"#, #""week_start":1"#),
        Row("grace_periods", #"{"grace_periods":2}"#, #""grace_periods":2"#),
        Row("reset_on_miss", #"{"reset_on_miss":false}"#, #""reset_on_miss":false"#),
        Row("is_active", #"{"is_active":false}"#, #""is_active":false"#),
        Row("timezone", #"{"timezone":"Australia/Sydney"}"#, #""timezone":"Australia/Sydney""#),
        Row("applies_to", #"{"grace_periods":2,"applies_to":"all"}"#, #""grace_periods":2"#),
        Row("the same code", #"{"code":"daily_login"}"#, #""code":"daily_login""#),
        Row("a field that nobody knows", #"{"color":"red"}"#, #""grace_periods":0"#),
    ]) func `a field changes alone`(row: Row<String, String>) async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        let reply = try await server.call(.patch, "\(Self.path)/daily_login", row.input)
        #expect(reply.status == 200, "\(reply)")
        #expect(reply.body.contains(row.expected), "\(reply)")
        #expect(try await server.call(.get, "\(Self.path)/daily_login").body == reply.body)
    }

    @Test func `grace on a rolling streak is refused, as on every wire`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        let metric = try await server.service.catalogue.view(
            of: server.service.catalogue.homeWorkspace(of: .live)
        )
        var change = StreakChange()
        change.window = .rolling(.seconds(86_400))
        _ = try await server.service.catalogue.updateStreaks(
            [StreakUpdate(publicID: metric.rulebook.streaks[0].publicID, change: change)],
            in: metric.id
        )
        let path = "\(Self.path)/daily_login"
        let refused = try await server.call(.patch, path, #"{"grace_periods":1}"#)
        #expect(refused.status == 400)
        #expect(refused.text("detail")?.hasPrefix("grace_periods must be 0") == true)
        #expect(try await server.call(.patch, path, #"{"name":"Still"}"#).status == 200)
    }

    @Test(arguments: [
        Row("another code", #"{"code":"other"}"#, "code"),
        Row("a code of another type", #"{"code":1}"#, "code"),
        Row("no name", #"{"name":null}"#, "name"),
        Row("an unknown period", #"{"period":"hourly"}"#, "period"),
        Row("half a credit", #"{"grace_periods":0.5}"#, "grace_periods"),
        Row("a text for a flag", #"{"reset_on_miss":"true"}"#, "reset_on_miss"),
        Row("no flag", #"{"is_active":null}"#, "is_active"),
        Row("no zone", #"{"timezone":"Nowhere"}"#, "timezone"),
        Row("days that begin with a weekday", #"{"week_start":1}"#, "week_start"),
        Row("an unknown scope", #"{"grace_periods":1,"applies_to":"past"}"#, "applies_to"),
        Row("an eighth weekday", #"{"period":"weekly","week_start":7}"#, "week_start"),
    ]) func `what cannot be is named, and changes nothing`(
        row: Row<String, String>
    ) async throws {
        let server = try await TestServer.bricqs()
        let created = try await server.createStreak()
        let reply = try await server.call(.patch, "\(Self.path)/daily_login", row.input)
        #expect(reply.status == 400, "\(reply)")
        #expect(reply.text("detail")?.contains(row.expected) == true, "\(reply)")
        #expect(try await server.call(.get, "\(Self.path)/daily_login").body == created.body)
    }

    @Test func `a code is taken once, and free again after the end`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        try await server.tick()
        #expect(try await server.createStreak().status == 409)
        #expect(try await server.call(.delete, "\(Self.path)/daily_login").status == 204)
        #expect(try await server.call(.delete, "\(Self.path)/daily_login").status == 404)
        #expect(try await server.createStreak().status == 201)
        #expect(try await server.streaks().count("streaks") == 0)
        #expect(try await server.tick().value("new_count") == "1")
    }

    @Test func `more grace covers the period that is going on`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        try await server.tick("2026-02-27T08:00:00Z")
        try await server.tick("2026-02-28T08:00:00Z")
        #expect(try await server.streaks().value("streaks.0.is_at_risk") == "true")
        try await server.call(.patch, "\(Self.path)/daily_login", #"{"grace_periods":1}"#)
        #expect(try await server.streaks().value("streaks.0.is_at_risk") == "false")
        try server.setClock("2026-03-02T12:00:00Z")
        #expect(try await server.streaks().value("streaks.0.current_count") == "2")
        #expect(try await server.streaks().value("streaks.0.is_at_risk") == "true")
        try server.setClock("2026-03-03T00:00:00Z")
        #expect(try await server.streaks().value("streaks.0.current_count") == "0")
        #expect(try await server.streaks().value("streaks.0.longest_count") == "2")
    }

    @Test func `a paused streak stands still, and goes on`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        try await server.tick("2026-02-28T08:00:00Z")
        try await server.tick()
        try server.setClock("2026-03-01T13:00:00Z")
        try await server.call(.patch, "\(Self.path)/daily_login", #"{"is_active":false}"#)
        try server.setClock("2026-03-20T12:00:00Z")
        #expect(try await server.streaks().count("streaks") == 0)
        try await server.call(.patch, "\(Self.path)/daily_login", #"{"is_active":true}"#)
        let streaks = try await server.streaks()
        #expect(streaks.value("streaks.0.current_count") == "2", "\(streaks)")
        let tick = try await server.tick()
        #expect(tick.value("new_count") == "3", "\(tick)")
    }

    @Test func `a tick at the very moment of a pause or its end counts`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        try server.setClock("2026-03-01T13:00:00Z")
        try await server.tick()
        for isActive in [false, true, false] {
            let body = #"{"is_active":\#(isActive)}"#
            try await server.call(.patch, "\(Self.path)/daily_login", body)
        }
        try server.setClock("2026-03-20T12:00:00Z")
        try await server.call(.patch, "\(Self.path)/daily_login", #"{"is_active":true}"#)
        #expect(try await server.streaks().value("streaks.0.current_count") == "1")
        #expect(try await server.tick().value("new_count") == "2")
        try server.setClock("2026-03-21T12:00:00Z")
        #expect(try await server.tick().value("new_count") == "3")
    }

    @Test func `both dialects change one definition`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createStreak()
        let list = try await server.call(.get, "/admin/v1/streaks/definitions")
        let id = list.text("0.id") ?? "\(list)"
        #expect(list.value("0.sources.0.metric") == #""streak:daily_login""#, "\(list)")
        try await server.call(
            .patch,
            "/admin/v1/streaks/definitions",
            #"[{"id":"\#(id)","gracePeriods":3}]"#
        )
        let shown = try await server.call(.get, "\(Self.path)/daily_login")
        #expect(shown.value("grace_periods") == "3", "\(shown)")
        try await server.call(.delete, "/admin/v1/streaks/definitions?ids=\(id)")
        #expect(try await server.tick().status == 404)
        #expect(try await server.createStreak().status == 201)
    }
}
