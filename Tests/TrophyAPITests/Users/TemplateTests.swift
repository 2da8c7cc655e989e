import HTTP
import Testing

/// What mails say in the words of a workspace.
@Suite struct TemplateTests {
    private static let path = "/admin/v1/messages/templates/reactivation"

    private static func body(_ text: String) -> String {
        #"{"subjects":["\#(text)"],"preview":"","blocks":[{"type":"text","text":"\#(text)"}]}"#
    }

    private static func subject(_ server: TestServer, _ locale: String) async throws -> String? {
        let body = #"{"kind":"reactivation","userId":"ada","locale":"\#(locale)"}"#
        return try await server.call(.post, "/admin/v1/messages/preview", body).text("subject")
    }

    private static func serverWithAda() async throws -> TestServer {
        let server = try await TestServer()
        try await server.call(.put, "/v1/users/ada", #"{"name":"Ada"}"#)
        return server
    }

    @Test func `mails say what the workspace says, in each language what is nearest`()
        async throws
    {
        let server = try await Self.serverWithAda()
        for (locale, text) in [
            ("en", "Back?"), ("pt", "Volta, {{user.name}}!"), ("de-AT", "Servus"),
        ] {
            let set = try await server.call(.put, "\(Self.path)?locale=\(locale)", Self.body(text))
            #expect(set.status == 200 && set.value("version") == "1", "\(set)")
        }
        #expect(try await Self.subject(server, "en") == "Back?")
        #expect(try await Self.subject(server, "pt-BR") == "Volta, Ada!")
        #expect(try await Self.subject(server, "de-at") == "Servus")
        #expect(try await Self.subject(server, "fr") == "Back?")
        #expect(try await Self.subject(server, "de")?.contains("Ada") == true)
        let all = try await server.call(.get, "/admin/v1/messages/templates")
        #expect(all.count("templates") == 5 * 2 + 2)
    }

    @Test func `every version is kept, and what is said again is none`() async throws {
        let server = try await Self.serverWithAda()
        for text in ["One", "Two", "Two"] {
            try await server.call(.put, Self.path, Self.body(text))
            server.clock.advance(seconds: 1)
        }
        let shown = try await server.call(.get, Self.path)
        #expect(shown.value("version") == "2" && shown.text("subjects.0") == "Two")
        let ended = try await server.call(.delete, Self.path)
        #expect(ended.value("version") == "0" && ended.text("subjects.0") != "Two")
        #expect(try await server.call(.delete, Self.path).status == 404)
        try await server.call(.put, Self.path, Self.body("Two"))
        let versions = try await server.call(.get, "\(Self.path)/versions")
        let actions = (0..<4).map { versions.text("versions.\($0).action") }
        #expect(actions == ["restored", "archived", "changed", "created"])
        #expect(versions.value("versions.0.content.version") == "3")
        #expect(versions.text("versions.3.content.template.subjects.0") == "One")
        #expect(versions.value("versions.1.content") == "null")
        let page = try await server.call(.get, "\(Self.path)/versions?limit=3")
        let cursor = page.text("nextCursor") ?? ""
        let rest = try await server.call(.get, "\(Self.path)/versions?limit=3&cursor=\(cursor)")
        #expect(rest.count("versions") == 1)
        let audit = try await server.call(.get, "/admin/v1/audit?kind=template")
        #expect(audit.count("entries") == 4)
    }

    @Test(arguments: [
        #"{"subjects":[],"blocks":[{"type":"divider"}]}"#,
        #"{"subjects":["{{user.nam}}"],"blocks":[{"type":"divider"}]}"#,
        #"{"subjects":["S"],"blocks":[{"type":"text","text":"{{streak.lenght # a # b}}"}]}"#,
        #"{"subjects":["S"],"blocks":[{"type":"picture"}]}"#,
        #"{"subjects":["S"],"blocks":[{"type":"divider","if":"=="}]}"#,
        #"{"subjects":["S"]}"#,
    ]) func `what could not be sent is refused`(body: String) async throws {
        let server = try await TestServer()
        let refused = try await server.call(.put, Self.path, body)
        #expect(refused.status == 422 && refused.text("error")?.isEmpty == false, "\(refused)")
        #expect(try await server.call(.get, Self.path).value("version") == "0")
    }

    @Test func `what mails say goes with a workspace`() async throws {
        let server = try await TestServer()
        try await server.createTenant("acme")
        try await server.call(.put, Self.path, Self.body("Ours"), tenant: "acme")
        #expect(try await server.call(.get, Self.path).value("version") == "0")
        let theirs = try await server.call(.get, Self.path, tenant: "acme")
        #expect(theirs.value("version") == "1")
    }

    @Test func `values of users' attributes are put in`() async throws {
        let server = try await Self.serverWithAda()
        let attribute = #"[{"type":"user","key":"plan","name":"Plan"}]"#
        try await server.call(.post, "/admin/v1/attributes", attribute)
        try await server.call(.patch, "/v1/users/ada", #"{"attributes":{"plan":"gold"}}"#)
        let text = "{{user.attributes.plan | free}} {{user.attributes.other | none}}"
        try await server.call(.put, Self.path, Self.body(text))
        #expect(try await Self.subject(server, "en") == "gold none")
    }
}
