import HTTP
import Testing

@Suite struct UserListTests {
    private static func server() async throws -> TestServer {
        let server = try await TestServer()
        for index in 0..<25 {
            let body = #"{"name":"Name \#(index)","email":"u\#(index)@example.com"}"#
            try await server.call(.put, "/v1/users/u\(index)", body)
            // Some were created at the same moment.
            if index.isMultiple(of: 3) { server.clock.advance(by: .seconds(1)) }
        }
        return server
    }

    @Test(arguments: [1, 7, 25, 100]) func `the cursor leads through all, newest first, each once`(
        limit: Int
    ) async throws {
        let server = try await Self.server()
        var ids: [String] = []
        var created: [String] = []
        var cursor: String?
        repeat {
            let query = "limit=\(limit)" + (cursor.map { "&cursor=\($0)" } ?? "")
            let page = try await server.call(.get, "/admin/v1/users?\(query)")
            #expect((page.count("users") ?? 0) <= limit)
            ids += page.column("id", of: "users").compactMap { $0 }
            created += page.column("created", of: "users").compactMap { $0 }
            cursor = page.text("nextCursor")
        } while cursor != nil
        #expect(ids.count == 25)
        #expect(Set(ids).count == 25)
        #expect(created == created.sorted(by: >))
    }

    @Test(arguments: [
        Row("an id", "u7", 1), Row("part of an id", "u1", 11), Row("a name", "name+2", 6),
        Row("an address", "U24@EXAMPLE", 1), Row("a wildcard is itself", "%25", 0),
        Row("another", "u_", 0), Row("nothing", "", 25), Row("a quote", "%27", 0),
    ]) func `a search finds ids, names and addresses in any case`(
        row: Row<String, Int>
    ) async throws {
        let server = try await Self.server()
        let page = try await server.call(.get, "/admin/v1/users?limit=100&search=\(row.input)")
        #expect(page.count("users") == row.expected)
    }

    @Test(arguments: [
        Row("as it is written", "%C3%89va", 1), Row("part of it", "%C3%89", 1),
        Row("its ASCII letters in capitals", "%C3%89VA", 1),
    ]) func `a search finds a name with letters beyond ASCII`(row: Row<String, Int>) async throws {
        let server = try await TestServer()
        try await server.call(.put, "/v1/users/u1", #"{"name":"\u00c9va"}"#)
        let page = try await server.call(.get, "/admin/v1/users?search=\(row.input)")
        #expect(page.count("users") == row.expected)
    }

    @Test func `the cursor goes on within a search`() async throws {
        let server = try await Self.server()
        let first = try await server.call(.get, "/admin/v1/users?search=u1&limit=6")
        let cursor = first.text("nextCursor") ?? ""
        let rest = try await server.call(
            .get,
            "/admin/v1/users?search=u1&limit=6&cursor=\(cursor)"
        )
        #expect(rest.count("users") == 5)
        #expect(rest.value("nextCursor") == "null")
    }

    @Test(arguments: [
        Row("ids", "u1", 11), Row("names in any case", "NAME+2", 6),
        Row("addresses", "U24@", 1), Row("nothing in the middle", "example", 0),
        Row("a wildcard is itself", "%25", 0),
    ]) func `a prefix finds what begins with it, page by page`(row: Row<String, Int>) async throws {
        let server = try await Self.server()
        var ids: [String] = []
        var query = "limit=4&prefix=\(row.input)"
        while true {
            let page = try await server.call(.get, "/admin/v1/users?\(query)")
            #expect(page.status == 200)
            ids += page.column("id", of: "users").compactMap { $0 }
            guard let cursor = page.text("nextCursor") else { break }
            query = "limit=4&prefix=\(row.input)&cursor=\(cursor)"
        }
        #expect(ids.count == row.expected)
        #expect(Set(ids).count == row.expected)
    }

    @Test(arguments: [
        Row("no page", "limit=0", "limit must be between 1 and 100."),
        Row("too large a page", "limit=101", "limit must be between 1 and 100."),
        Row("a word", "limit=many", "limit must be an integer."),
        Row("an invented cursor", "cursor=x", "cursor must be the nextCursor of the page before."),
        Row("an empty one", "cursor=", "cursor must be the nextCursor of the page before."),
        Row(
            "a long search",
            "search=\(String(repeating: "s", count: 256))",
            "search must have at most 255 characters."
        ),
        Row(
            "a long prefix",
            "prefix=\(String(repeating: "s", count: 256))",
            "prefix must have at most 255 characters."
        ),
        Row("an empty prefix", "prefix=", "prefix must not be empty."),
        Row("both", "prefix=a&search=a", "prefix cannot come together with search."),
        Row(
            "a prefix with an invented cursor",
            "prefix=a&cursor=zz.1",
            "cursor must be the nextCursor of the page before."
        ),
    ]) func `a query that cannot be is refused`(row: Row<String, String>) async throws {
        let server = try await TestServer()
        let reply = try await server.call(.get, "/admin/v1/users?\(row.input)")
        #expect(reply.status == 422)
        #expect(reply.text("error") == row.expected)
    }

    @Test func `a user in the list is as the user alone`() async throws {
        let server = try await TestServer()
        try await server.createAttribute("plan", "user")
        try await server.call(.put, "/v1/users/ada", #"{"attributes":{"plan":"pro"}}"#)
        let page = try await server.call(.get, "/admin/v1/users")
        #expect(page.names() == ["users", "nextCursor"])
        #expect(page.value("users.0") == (try await server.call(.get, "/v1/users/ada")).body)
    }
}
