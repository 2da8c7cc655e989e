import HTTP
import Testing

@Suite struct SettingsTests {
    @Test func `a new workspace has these settings`() async throws {
        let server = try await TestServer()
        let reply = try await server.call(.get, "/admin/v1/settings")
        let expected = """
            {"branding":{"appName":"","appUrl":"","brandColor":"#000000","font":"MODERN_SANS",\
            "logo":null,"appIcon":null},"experimentation":{"controlRatio":0,\
            "userActivationWindow":7},"aggregationPeriod":"weekly"}
            """
        #expect(reply.body == expected)
    }

    @Test(arguments: [
        Row("the name", #"{"branding":{"appName":"Reader"}}"#, #""appName":"Reader""#),
        Row("the address", #"{"branding":{"appUrl":"https://a.b"}}"#, #""appUrl":"https://a.b""#),
        Row("no address", #"{"branding":{"appUrl":""}}"#, #""appUrl":"""#),
        Row("a short colour", ##"{"branding":{"brandColor":"#FfF"}}"##, ##""brandColor":"#FfF""##),
        Row("a long colour", ##"{"branding":{"brandColor":"#12abEF"}}"##, "#12abEF"),
        Row("channels", #"{"branding":{"brandColor":"rgb(1, 2, 255)"}}"#, "rgb(1, 2, 255)"),
        Row("alpha", #"{"branding":{"brandColor":"rgba(1,2,3,0.5)"}}"#, "rgba(1,2,3,0.5)"),
        Row("whole alpha", #"{"branding":{"brandColor":"rgba(1,2,3,1)"}}"#, "rgba(1,2,3,1)"),
        Row("full alpha", #"{"branding":{"brandColor":"rgba(1,2,3,1.00)"}}"#, "rgba(1,2,3,1.00)"),
        Row("short alpha", #"{"branding":{"brandColor":"rgba(1,2,3, .5)"}}"#, "rgba(1,2,3, .5)"),
        Row("a font", #"{"branding":{"font":"BOOK_SERIF"}}"#, #""font":"BOOK_SERIF""#),
        Row(
            "a logo",
            #"{"branding":{"logo":{"url":"https://a.b/c.png"}}}"#,
            #""logo":{"url":"https://a.b/c.png"}"#
        ),
        Row(
            "half a control group",
            #"{"experimentation":{"controlRatio":50}}"#,
            #""controlRatio":50"#
        ),
        Row(
            "a long window",
            #"{"experimentation":{"userActivationWindow":30}}"#,
            #""userActivationWindow":30"#
        ),
        Row("months", #"{"aggregationPeriod":"monthly"}"#, #""aggregationPeriod":"monthly""#),
    ]) func `a field changes alone, and lasts`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        let reply = try await server.call(.patch, "/admin/v1/settings", row.input)
        #expect(reply.status == 200)
        #expect(reply.body.contains(row.expected), "\(reply)")
        #expect(try await server.call(.get, "/admin/v1/settings").body == reply.body)
        let fresh = try await server.call(.get, "/admin/v1/settings", as: .sandboxAdmin)
        let changes = zip(reply.body.split(separator: ","), fresh.body.split(separator: ","))
            .filter { $0.0 != $0.1 }
        #expect(changes.count <= 1 || row.input.contains("rgb"))
    }

    @Test func `users without a zone live in the one that is set, from then on`() async throws {
        let server = try await StreakPlace.make()
        let path = "/admin/v1/settings"
        // Nobody has lived in UTC yet, so the first zone holds for all time.
        let first = try await server.call(.patch, path, #"{"defaultTimeZone":"Asia/Tokyo"}"#)
        #expect(first.text("defaultTimeZone") == "Asia/Tokyo")
        try await server.record("5")
        let today = try await server.call(.get, "/v1/users/ada/streak")
        #expect(today.text("periodStart") == "2026-03-01")
        try await server.call(
            .post,
            "/v1/metrics/pages/event",
            #"{"user":{"id":"ada"},"value":5,"timestamp":"2026-02-27T20:00:00Z"}"#
        )
        // In Tokyo that was the 28th, the day before.
        #expect(try await server.call(.get, "/v1/users/ada/streak").value("length") == "2")
        server.clock.advance(by: .seconds(4 * 3_600))
        #expect(
            try await server.call(.get, "/v1/users/ada/streak").text("periodStart") == "2026-03-02"
        )
        let back = try await server.call(.patch, path, #"{"defaultTimeZone":null}"#)
        #expect(!back.body.contains("defaultTimeZone"))
        let after = try await server.call(.get, "/v1/users/ada/streak")
        #expect(after.text("periodStart") == "2026-03-01")
        #expect(after.value("length") == "2")
        // What happened while the users lived in Tokyo is dated there, also when it comes late.
        let late = try await server.call(
            .post,
            "/v1/metrics/pages/event",
            #"{"user":{"id":"ada"},"value":5,"timestamp":"2026-02-26T20:00:00Z"}"#
        )
        #expect(late.value("currentStreak.length") == "3")
        let moved = try await server.call(.patch, path, #"{"defaultTimeZone":"Mars/Olympus"}"#)
        #expect(moved.status == 422)
        #expect(moved.text("error")?.hasPrefix("defaultTimeZone: ") == true, "\(moved)")
    }

    @Test func `a picture goes with null`() async throws {
        let server = try await TestServer()
        try await server.call(
            .patch,
            "/admin/v1/settings",
            #"{"branding":{"logo":{"url":"https://a.b/c.png"},"appName":"A"}}"#
        )
        let reply = try await server.call(
            .patch,
            "/admin/v1/settings",
            #"{"branding":{"logo":null,"appName":null}}"#
        )
        #expect(reply.value("branding.logo") == "null")
        #expect(reply.text("branding.appName") == "A")
    }

    @Test(arguments: [
        Row("no branding", #"{"branding":null}"#, "branding must be an object, not null."),
        Row(
            "no experimentation",
            #"{"experimentation":null}"#,
            "experimentation must be an object, not null."
        ),
        Row(
            "no period",
            #"{"aggregationPeriod":null}"#,
            #"aggregationPeriod must be "weekly" or "monthly", not null."#
        ),
        Row(
            "an unknown period",
            #"{"aggregationPeriod":"daily"}"#,
            #"aggregationPeriod must be "weekly" or "monthly"."#
        ),
        Row(
            "a word for a colour",
            #"{"branding":{"brandColor":"red"}}"#,
            "branding.brandColor must be #RGB, #RRGGBB, rgb(r,g,b) or rgba(r,g,b,a)."
        ),
        Row(
            "four digits of a colour",
            ##"{"branding":{"brandColor":"#ffff"}}"##,
            "branding.brandColor must be"
        ),
        Row(
            "a channel above 255",
            #"{"branding":{"brandColor":"rgb(1,2,256)"}}"#,
            "branding.brandColor must be"
        ),
        Row(
            "alpha above one",
            #"{"branding":{"brandColor":"rgba(1,2,3,1.5)"}}"#,
            "branding.brandColor must be"
        ),
        Row(
            "alpha with an exponent",
            #"{"branding":{"brandColor":"rgba(1,2,3,1e-1)"}}"#,
            "branding.brandColor must be"
        ),
        Row(
            "alpha in hexadecimal",
            #"{"branding":{"brandColor":"rgba(1,2,3,0x1p-1)"}}"#,
            "branding.brandColor must be"
        ),
        Row(
            "alpha without digits",
            #"{"branding":{"brandColor":"rgba(1,2,3,.)"}}"#,
            "branding.brandColor must be"
        ),
        Row(
            "a channel with a sign",
            #"{"branding":{"brandColor":"rgb(+1,2,3)"}}"#,
            "branding.brandColor must be"
        ),
        Row(
            "a space in a channel",
            #"{"branding":{"brandColor":"rgb(1 2,3,4)"}}"#,
            "branding.brandColor must be"
        ),
        Row(
            "digits of another script",
            ##"{"branding":{"brandColor":"#\uff11\uff12\uff13"}}"##,
            "branding.brandColor must be"
        ),
        Row(
            "a logo without address",
            #"{"branding":{"logo":{}}}"#,
            "branding.logo.url is required."
        ),
        Row(
            "an icon whose address is null",
            #"{"branding":{"appIcon":{"url":null}}}"#,
            "branding.appIcon.url must be a string, not null."
        ),
        Row(
            "a line break in an address",
            #"{"branding":{"appUrl":"https://a.b/\n"}}"#,
            "branding.appUrl must not have control characters."
        ),
        Row(
            "a control character in a logo's address",
            #"{"branding":{"logo":{"url":"https://a.b/\u0085"}}}"#,
            "branding.logo.url must not have control characters."
        ),
        Row("an unknown font", #"{"branding":{"font":"COMIC"}}"#, "branding.font must be one of"),
        Row(
            "a script for an address",
            #"{"branding":{"appUrl":"javascript:alert(1)"}}"#,
            "branding.appUrl must be a URL that begins with https:// or http://."
        ),
        Row(
            "a logo that is a text",
            #"{"branding":{"logo":"https://a.b"}}"#,
            "branding.logo must be an object, not a string."
        ),
        Row(
            "too large a group",
            #"{"experimentation":{"controlRatio":101}}"#,
            "experimentation.controlRatio must be between 0 and 100."
        ),
        Row(
            "a fraction",
            #"{"experimentation":{"controlRatio":0.5}}"#,
            "experimentation.controlRatio must be"
        ),
        Row(
            "too short a window",
            #"{"experimentation":{"userActivationWindow":2}}"#,
            "experimentation.userActivationWindow must be between 3 and 30."
        ),
        Row("not JSON", "{", "Malformed JSON"),
        Row("a list", "[]", "The request body must be an object, not an array."),
    ]) func `a bad field is refused by name, and nothing changes`(
        row: Row<String, String>
    ) async throws {
        let server = try await TestServer()
        let before = try await server.call(.get, "/admin/v1/settings")
        // A good field beside the bad one is not taken either.
        let body = row.input.replacing("{\"", with: "{\"appName\":\"X\",\"", maxReplacements: 1)
        let reply = try await server.call(.patch, "/admin/v1/settings", body)
        #expect(reply.status == 422)
        #expect(reply.text("error")?.hasPrefix(row.expected) == true, "\(reply)")
        #expect(try await server.call(.get, "/admin/v1/settings").body == before.body)
    }

    @Test func `a control group of all takes every new user, and no known one`() async throws {
        let server = try await TestServer()
        try await server.call(.put, "/v1/users/before", "{}")
        try await server.call(
            .patch,
            "/admin/v1/settings",
            #"{"experimentation":{"controlRatio":100}}"#
        )
        let new = try await server.call(.put, "/v1/users/after", "{}")
        #expect(new.value("control") == "true")
        let known = try await server.call(.put, "/v1/users/before", #"{"name":"B"}"#)
        #expect(known.value("control") == "false")
    }

    @Test func `a control group has its share, the same for the same users`() async throws {
        let server = try await TestServer()
        try await server.call(
            .patch,
            "/admin/v1/settings",
            #"{"experimentation":{"controlRatio":30}}"#
        )
        var count = 0
        for index in 0..<200 {
            let user = try await server.call(.put, "/v1/users/u\(index)", "{}")
            count += user.value("control") == "true" ? 1 : 0
        }
        #expect((40...80).contains(count))
    }
}
