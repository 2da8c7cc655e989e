import HTTP
import Service
import Testing

/// Trophy's bulk convention, the same for everything that is set up.
@Suite struct BulkTests {
    /// A kind of thing that is set up in bulk.
    struct Kind: Sendable, CustomTestStringConvertible {
        let path: String
        /// The body of an item with a key.
        let item: @Sendable (String) -> String
        /// What an item without its fields is told first.
        let missing: String
        let taken: @Sendable (String) -> String
        let notFound: String
        let fields: [String]

        var testDescription: String { path }
    }

    static let kinds = [
        Kind(
            path: "/admin/v1/metrics",
            item: { #"{"key":"\#($0)","name":"N"}"# },
            missing: "name is required.",
            taken: { _ in "Key already in use by another metric" },
            notFound: "Metric not found by ID",
            fields: ["id", "name", "key", "unitType", "units"]
        ),
        Kind(
            path: "/admin/v1/attributes",
            item: { #"{"key":"\#($0)","name":"N","type":"user"}"# },
            missing: "name is required.",
            taken: { _ in "Key already in use by another attribute of this type" },
            notFound: "Attribute not found by ID",
            fields: ["id", "name", "key", "type"]
        ),
        Kind(
            path: "/admin/v1/tenants",
            item: { #"{"customerId":"\#($0)","name":"N"}"# },
            missing: "customerId is required.",
            taken: { #"Customer ID "\#($0)" already exists in this environment"# },
            notFound: "Tenant not found by ID",
            fields: ["id", "customerId", "name", "status", "created", "updated"]
        ),
    ]

    private static let someID = "01890a5d-ac96-774b-bcce-b302099a8057"

    @Test(arguments: kinds) func `items that fail do not fail the call, and are told by index`(
        kind: Kind
    ) async throws {
        let server = try await TestServer()
        let items = [kind.item("a"), "{}", kind.item("b"), kind.item("a"), "5"]
        let reply = try await server.call(.post, kind.path, "[\(items.joined(separator: ","))]")
        #expect(reply.status == 201)
        #expect(reply.names() == ["created", "issues"])
        #expect(reply.count("created") == 2)
        #expect(reply.names("created.0") == kind.fields)
        let issues = """
            [{"index":1,"severity":"error","message":"\(kind.missing)"},\
            {"index":3,"severity":"error","message":\(Self.quoted(kind.taken("a")))},\
            {"index":4,"severity":"error","message":"The item must be an object, not a number."}]
            """
        #expect(reply.value("issues") == issues)
        #expect(try await server.call(.get, kind.path).count() == 2)
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\"", with: "\\\"") + "\""
    }

    @Test(arguments: kinds) func `a call that creates nothing is 200`(kind: Kind) async throws {
        let server = try await TestServer()
        try await server.call(.post, kind.path, "[\(kind.item("a"))]")
        let reply = try await server.call(.post, kind.path, "[\(kind.item("a"))]")
        #expect(reply.status == 200)
        #expect(reply.value("created") == "[]")
        #expect(reply.count("issues") == 1)
    }

    @Test(arguments: kinds) func `updates and deletions are 200, and name what failed by id`(
        kind: Kind
    ) async throws {
        let server = try await TestServer()
        let created = try await server.call(.post, kind.path, "[\(kind.item("a"))]")
        let id = created.text("created.0.id") ?? ""
        let updated = try await server.call(
            .patch,
            kind.path,
            #"[{"id":"x","name":"M"},{"id":"\#(Self.someID)","name":"M"},{"id":"\#(id)","name":"M"},{"name":"M"}]"#
        )
        #expect(updated.status == 200)
        #expect(updated.column("name", of: "updated") == [#""M""#])
        #expect(updated.column("id", of: "issues") == [#""x""#, "\"\(Self.someID)\"", nil])
        #expect(updated.column("index", of: "issues") == [nil, nil, "3"])
        let messages = ["id must be a valid UUID", kind.notFound, "id is required."]
        #expect(updated.column("message", of: "issues") == messages.map(Self.quoted))

        let deleted = try await server.call(
            .delete,
            "\(kind.path)?ids=x,\(Self.someID)&ids=\(id)"
        )
        #expect(deleted.status == 200)
        #expect(deleted.value("deleted") == #"[{"id":"\#(id)"}]"#)
        #expect(deleted.column("id", of: "issues") == [#""x""#, "\"\(Self.someID)\""])
    }

    @Test(arguments: kinds) func `an id in capitals names the same thing everywhere`(
        kind: Kind
    ) async throws {
        let server = try await TestServer()
        let created = try await server.call(.post, kind.path, "[\(kind.item("a"))]")
        let id = created.text("created.0.id") ?? ""
        let capitals = id.uppercased()
        #expect(try await server.call(.get, "\(kind.path)/\(capitals)").text("id") == id)
        let updated = try await server.call(
            .patch,
            kind.path,
            #"[{"id":"\#(capitals)","name":"M"}]"#
        )
        #expect(updated.text("updated.0.id") == id)
        let deleted = try await server.call(.delete, "\(kind.path)?ids=\(capitals)")
        #expect(deleted.value("deleted") == #"[{"id":"\#(id)"}]"#)
    }

    @Test(arguments: kinds) func `a body or a query of the wrong size is refused whole`(
        kind: Kind
    ) async throws {
        let server = try await TestServer()
        let many = (0...100).map { kind.item("k\($0)") }.joined(separator: ",")
        for body in ["", "[", "{}", "[]", "[\(many)]", "null"] {
            for method in [HTTP.Method.post, .patch] {
                let reply = try await server.call(method, kind.path, body)
                #expect(reply.status == 422, "\(method) \(body.prefix(5)): \(reply)")
                #expect(reply.names() == ["error"])
            }
        }
        let ids = Array(repeating: Self.someID, count: 101).joined(separator: ",")
        for query in ["", "?ids=", "?ids=,", "?ids=\(ids)"] {
            let reply = try await server.call(.delete, kind.path + query)
            #expect(reply.status == 422)
            #expect(reply.text("error") == "ids must name 1 to 100 resources in the query.")
        }
        #expect(try await server.call(.get, kind.path).count() == 0)
    }

    @Test(arguments: kinds) func `a list has pages, oldest first`(kind: Kind) async throws {
        let server = try await TestServer()
        let items = (0..<100).map { kind.item("k\($0)") }.joined(separator: ",")
        #expect(try await server.call(.post, kind.path, "[\(items)]").count("created") == 100)
        let ids = try await server.call(.get, "\(kind.path)?limit=100").column("id")
        #expect(Set(ids).count == 100)
        let pages = [
            ("", 0..<10), ("?limit=3", 0..<3), ("?skip=95", 95..<100), ("?limit=5&skip=7", 7..<12),
            ("?skip=100", 100..<100), ("?skip=9999999", 100..<100),
        ]
        for (query, range) in pages {
            let page = try await server.call(.get, kind.path + query)
            #expect(page.column("id") == Array(ids[range]), "\(query)")
        }
        for query in ["limit=0", "limit=101", "limit=-1", "skip=-1", "limit=x", "skip="] {
            #expect(try await server.call(.get, "\(kind.path)?\(query)").status == 422, "\(query)")
        }
    }

    @Test(arguments: kinds) func `what is not there is 404, what is no id 422`(
        kind: Kind
    ) async throws {
        let server = try await TestServer()
        let unknown = try await server.call(.get, "\(kind.path)/\(Self.someID)")
        #expect(unknown.status == 404)
        #expect(unknown.text("error")?.hasSuffix("\(Self.someID) not found by ID.") == true)
        #expect(try await server.call(.get, "\(kind.path)/x").status == 422)
    }
}
