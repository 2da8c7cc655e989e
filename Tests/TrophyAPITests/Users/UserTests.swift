import HTTP
import Testing

@Suite struct UserTests {
    @Test func `a new user has Trophy's fields in Trophy's order`() async throws {
        let server = try await TestServer()
        let reply = try await server.call(.post, "/v1/users", #"{"id":"ada"}"#)
        let expected = """
            {"id":"ada","email":null,"name":null,"tz":null,"signUpDate":null,"deviceTokens":null,\
            "subscribeToEmails":true,"attributes":{},"control":false,\
            "created":"2026-03-01T12:00:00.000Z","updated":"2026-03-01T12:00:00.000Z"}
            """
        #expect(reply.status == 201)
        #expect(reply.body == expected)
        #expect(try await server.call(.get, "/v1/users/ada").body == expected)
    }

    @Test(arguments: [
        Row("POST of a new user", "POST new", 201), Row("POST of a known one", "POST known", 200),
        Row("PUT of a new user", "PUT new", 200), Row("PUT of a known one", "PUT known", 200),
        Row("PATCH of a new user", "PATCH new", 404),
        Row("PATCH of a known one", "PATCH known", 200),
        Row("GET of an unknown user", "GET new", 404), Row("GET of a known one", "GET known", 200),
    ]) func `methods tell new users from known ones`(row: Row<String, Int>) async throws {
        let server = try await TestServer()
        try await server.call(.put, "/v1/users/known", "{}")
        let words = row.input.split(separator: " ").map(String.init)
        let reply =
            switch words[0] {
            case "POST":
                try await server.call(.post, "/v1/users", #"{"id":"\#(words[1])","name":"N"}"#)
            case "PUT": try await server.call(.put, "/v1/users/\(words[1])", #"{"name":"N"}"#)
            case "PATCH": try await server.call(.patch, "/v1/users/\(words[1])", #"{"name":"N"}"#)
            default: try await server.call(.get, "/v1/users/\(words[1])")
            }
        #expect(reply.status == row.expected)
        if row.expected == 404 {
            #expect(reply.text("error") == #"No user has the id "new"."#)
        }
    }

    @Test func `created stays, updated moves, and only with a change`() async throws {
        let server = try await TestServer()
        try await server.call(.put, "/v1/users/ada", #"{"name":"Ada"}"#)
        server.clock.advance(by: .seconds(60))
        let same = try await server.call(.put, "/v1/users/ada", #"{"name":"Ada"}"#)
        #expect(same.text("updated") == "2026-03-01T12:00:00.000Z")
        let other = try await server.call(.put, "/v1/users/ada", #"{"name":"Eve"}"#)
        #expect(other.text("created") == "2026-03-01T12:00:00.000Z")
        #expect(other.text("updated") == "2026-03-01T12:01:00.000Z")
    }

    static let full = #"""
        {"email":"ada@example.com","name":"Ada","tz":"Europe/London","signUpDate":"2026-01-31",
         "deviceTokens":["a","b"],"subscribeToEmails":true}
        """#

    @Test(arguments: [
        Row("email", #""ada@example.com""#, "null"),
        Row("name", #""Ada""#, "null"),
        Row("tz", #""Europe/London""#, "null"),
        Row("signUpDate", #""2026-01-31""#, "null"),
        Row("deviceTokens", #"["a","b"]"#, "null"),
        // It has no third state: null says nothing.
        Row("subscribeToEmails", "true", "true"),
    ]) func `an absent field stays, null clears it`(row: Row<String, String>) async throws {
        let field = row.testDescription
        let server = try await TestServer()
        let set = try await server.call(.put, "/v1/users/ada", Self.full)
        #expect(set.value(field) == row.input)
        let kept = try await server.call(.patch, "/v1/users/ada", "{}")
        #expect(kept.value(field) == row.input)
        let cleared = try await server.call(.patch, "/v1/users/ada", #"{"\#(field)":null}"#)
        #expect(cleared.status == 200)
        #expect(cleared.value(field) == row.expected)
        let others = cleared.names().filter { $0 != field && $0 != "updated" }
        for other in others { #expect(cleared.value(other) == set.value(other)) }
    }

    @Test func `an attribute is set by a text, removed by null, kept when absent`() async throws {
        let server = try await TestServer()
        for key in ["a", "b", "c"] { try await server.createAttribute(key, "user") }
        try await server.call(.put, "/v1/users/ada", #"{"attributes":{"c":"3","a":"1","b":"2"}}"#)
        let reply = try await server.call(
            .patch,
            "/v1/users/ada",
            #"{"attributes":{"a":null,"b":"two"}}"#
        )
        #expect(reply.value("attributes") == #"{"b":"two","c":"3"}"#)
        let kept = try await server.call(.patch, "/v1/users/ada", #"{"attributes":null}"#)
        #expect(kept.value("attributes") == #"{"b":"two","c":"3"}"#)
        let read = try await server.call(.get, "/v1/users/ada")
        #expect(read.value("attributes") == #"{"b":"two","c":"3"}"#)
    }

    @Test(arguments: [
        Row("a number for a name", #"{"name":1}"#, "422 name must be a string, not a number."),
        Row(
            "a long name",
            #"{"name":"\#(String(repeating: "n", count: 256))"}"#,
            "422 name must have at most 255 characters."
        ),
        Row("no address", #"{"email":"ada"}"#, "422 email must be an email address"),
        Row("two signs", #"{"email":"a@b@c"}"#, "422 email must be an email address"),
        Row("an unknown zone", #"{"tz":"Mars/Base"}"#, #"422 tz: "Mars/Base""#),
        Row("an empty zone", #"{"tz":""}"#, "422 tz: "),
        Row("a zone that is a path", #"{"tz":"../../etc/passwd"}"#, "422 tz: "),
        Row("a day that is none", #"{"signUpDate":"2026-02-30"}"#, "422 signUpDate: "),
        Row(
            "a day that has begun nowhere",
            #"{"signUpDate":"2026-03-03"}"#,
            "422 signUpDate 2026-03-03 has not begun anywhere yet: the latest date is 2026-03-02."
        ),
        Row(
            "tokens that are a text",
            #"{"deviceTokens":"a"}"#,
            "422 deviceTokens must be an array"
        ),
        Row(
            "a token that is a number",
            #"{"deviceTokens":["a",1]}"#,
            "422 deviceTokens[1] must be a string, not a number."
        ),
        Row(
            "a word for a boolean",
            #"{"subscribeToEmails":"yes"}"#,
            "422 subscribeToEmails must be a boolean, not a string."
        ),
        Row(
            "mails without an address",
            #"{"subscribeToEmails":true}"#,
            "422 subscribeToEmails needs an email address"
        ),
        Row(
            "an unknown attribute",
            #"{"attributes":{"colour":"red"}}"#,
            "422 Invalid attribute keys: colour."
        ),
        Row("not JSON", "{", "400 Malformed JSON"),
        Row("nothing", "", "400 The request body is empty"),
    ]) func `a bad field is refused by name, and nothing changes`(
        row: Row<String, String>
    ) async throws {
        let server = try await TestServer()
        let before = try await server.call(.put, "/v1/users/ada", #"{"name":"Ada"}"#)
        let reply = try await server.call(.patch, "/v1/users/ada", row.input)
        let told = "\(reply.status) \(reply.text("error") ?? "")"
        #expect(told.hasPrefix(row.expected), "\(told)")
        #expect(try await server.call(.get, "/v1/users/ada").body == before.body)
        // What an update refuses, an upsert of a new user refuses too.
        #expect(try await server.call(.put, "/v1/users/new", row.input).status == reply.status)
        #expect(try await server.call(.get, "/v1/users/new").status == 404)
    }

    @Test(arguments: [
        Row("a date", "2026-01-31", "2026-01-31"),
        Row("an instant, whose day in UTC counts", "2026-01-31T23:30:00-05:00", "2026-02-01"),
        Row("an instant in UTC", "2026-01-31T00:00:00.000Z", "2026-01-31"),
    ]) func `a sign-up is a day`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        let body = #"{"signUpDate":"\#(row.input)"}"#
        let reply = try await server.call(.put, "/v1/users/ada", body)
        #expect(reply.text("signUpDate") == row.expected)
    }

    @Test func `today is taken at every hour, wherever the user and the caller are`() async throws {
        let server = try await TestServer()
        for hour in 0..<24 {
            for zone in ["Pacific/Honolulu", "America/New_York", "Asia/Tokyo"] {
                let body = #"{"tz":"\#(zone)","signUpDate":"2026-03-02"}"#
                let reply = try await server.call(.put, "/v1/users/ada", body)
                #expect(reply.status == 200, "\(hour) \(zone) \(reply)")
            }
            server.clock.advance(by: .seconds(3_600))
        }
        let moment = #"{"tz":"Pacific/Honolulu","signUpDate":"2026-03-02T05:00:00Z"}"#
        let reply = try await server.call(.put, "/v1/users/ben", moment)
        #expect(reply.text("signUpDate") == "2026-03-01")
    }

    @Test func `today is the user's own day`() async throws {
        let server = try await TestServer()
        let body = #"{"tz":"Pacific/Kiritimati","signUpDate":"2026-03-02"}"#
        #expect(try await server.call(.put, "/v1/users/ada", body).status == 200)
    }

    @Test func `whoever takes no mail has no address kept`() async throws {
        let server = try await TestServer()
        let reply = try await server.call(
            .put,
            "/v1/users/ada",
            #"{"email":"ada@example.com","subscribeToEmails":false}"#
        )
        #expect(reply.value("email") == "null")
        #expect(reply.value("subscribeToEmails") == "false")
    }

    @Test(arguments: [
        Row("a slash", "a%2Fb", "a/b"), Row("a space", "a%20b", "a b"), Row("a plus", "a+b", "a+b"),
        Row("an emoji", "%F0%9F%94%A5", "🔥"), Row("a quote", "a%22b", "a\"b"),
        Row("a percent sign", "100%25", "100%"), Row("a full stop", "a.b", "a.b"),
        Row("composed", "%C3%A9", "\u{e9}"), Row("decomposed", "e%CC%81", "e\u{301}"),
    ]) func `an id may have any printable character`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        let reply = try await server.call(.put, "/v1/users/\(row.input)", "{}")
        #expect(reply.status == 200)
        #expect(reply.text("id").map { Array($0.utf8) } == Array(row.expected.utf8))
        #expect(try await server.call(.get, "/v1/users/\(row.input)").status == 200)
    }

    @Test(arguments: [
        Row("too long", String(repeating: "a", count: 256), 422), Row("a NUL", "a%00", 422),
        Row("a line end", "a%0Ab", 422), Row("not UTF-8", "%FF", 400),
        Row("the longest", String(repeating: "a", count: 255), 200),
    ]) func `an id has its bounds`(row: Row<String, Int>) async throws {
        let server = try await TestServer()
        #expect(try await server.call(.put, "/v1/users/\(row.input)", "{}").status == row.expected)
    }

    @Test func `ids that only look alike are two users`() async throws {
        let server = try await TestServer()
        try await server.call(.put, "/v1/users/%C3%A9", #"{"name":"one"}"#)
        try await server.call(.put, "/v1/users/e%CC%81", #"{"name":"two"}"#)
        #expect(try await server.call(.get, "/v1/users/%C3%A9").text("name") == "one")
        #expect(try await server.call(.get, "/v1/users/e%CC%81").text("name") == "two")
    }
}
