import Access
import Catalogue
import Engine
import HTTP
import JSONText
import Service
import ServiceRuntime
import Storage
import Testing
import Wire

/// What an endpoint declares is what its route does.
@Suite struct EndpointTests {
    private static let errors = ErrorWording(
        invalid: .badRequest,
        missing: [.unknownUser],
        itemPath: { "item \($0): " },
        words: DialectWords(
            refusal: { reason in
                guard case .unknownMetric(let key) = reason else { return nil }
                return "There is no counter \(key)."
            },
            issue: { $0 == .keyInUse(.metric) ? "That counter is there." : nil }
        ),
        schema: .object(.field("problem", .text)),
        encode: { error in
            Response.json(error.status, headers: error.headers) { writer in
                writer.object { $0.field("problem", error.message) }
            }
        }
    )

    private static func server(_ endpoints: Endpoint...) async throws -> TestServer {
        let interface = Interface(
            prefix: "/test",
            credentials: CredentialWording(name: "API key", carrier: "in a box"),
            errors: errors,
            endpoints
        )
        return try await TestServer(speaking: [interface])
    }

    private static func endpoint(
        by caller: Caller,
        isRevalidated: Bool = false,
        _ call: @escaping Endpoint.Call = { _ in Response.json(value: "done") }
    ) -> Endpoint {
        Endpoint(
            .get,
            "/test/thing",
            "Does something.",
            by: caller,
            answers: [.ok(.text), .failure(.notFound)],
            isRevalidated: isRevalidated,
            call
        )
    }

    private static func key(_ server: TestServer) async throws -> String {
        try await server.service.access.createKey(
            environment: .live,
            scope: .application,
            userID: nil
        ).text
    }

    /// What an unknown caller, an application key, and an admin key are answered.
    static let callers: [Row<Caller, [Int]>] = [
        Row("whoever is known", .known, [401, 200, 200]),
        Row("operators", .operators, [401, 403, 200]),
        Row("administrators", .admin, [401, 403, 200]),
        Row("administrators of the environment", .environmentAdmin, [401, 403, 200]),
    ]

    @Test(arguments: callers) func `each caller gets the answer that is its due`(
        row: Row<Caller, [Int]>
    ) async throws {
        let server = try await Self.server(Self.endpoint(by: row.input))
        let key = try await Self.key(server)
        var statuses: [Int] = []
        for role in [TestServer.Role.nobody, .key(key), .admin] {
            statuses.append(try await server.call(.get, "/test/thing", as: role).status)
        }
        #expect(statuses == row.expected)
    }

    @Test func `anybody may call an open endpoint, and is told errors in the same words`()
        async throws
    {
        let server = try await Self.server(
            Endpoint(
                open: .get,
                "/test/open",
                "Does something.",
                answers: [.ok(.text), .failure(.notFound)]
            ) { context in
                guard context.request.query.first("fail") == nil else {
                    throw ServiceError(.notFound, "There is none.")
                }
                return Response.json(value: "done")
            }
        )
        #expect(try await server.call(.get, "/test/open", as: .nobody).status == 200)
        let router = server.router
        let reply = try await Reply(router.respond(to: Request(.get, "/test/open?fail")))
        #expect(reply.description == #"404 {"problem":"There is none."}"#)
    }

    /// What a call throws, and what its caller sees.
    static let failures: [Row<any Error & Sendable, String>] = [
        Row("no rule kept", InvalidInput(path: "a", problem: "is odd"), "400 a is odd."),
        Row("unprocessable", HTTPError.unprocessable("Odd."), "400 Odd."),
        Row("not there", ServiceError(.notFound, "None."), "404 None."),
        Row("invalid", ServiceError(.invalid, "Odd."), "400 Odd."),
        Row("not now", ServiceError(.unavailable, "Later."), "503 Later."),
        Row(
            "forbidden",
            Refusal(.customizationOff),
            "403 Streak customization is off: users may only switch their streak on or off."
        ),
        Row("unknown user", Refusal(.unknownUser("u")), "404 No user has the id \"u\"."),
        Row("in other words", Refusal(.unknownMetric("m")), "400 There is no counter m."),
        Row("an item", ItemIssue.keyInUse(.metric), "400 That counter is there."),
        Row("an item in its own words", ItemIssue.told("Odd."), "400 Odd."),
        Row(
            "a mistake",
            CancellationError(),
            "500 Something went wrong on the server. It has been logged."
        ),
    ]

    @Test(arguments: failures) func `each error has the interface's status and body`(
        row: Row<any Error & Sendable, String>
    ) async throws {
        let error = row.input
        let server = try await Self.server(Self.endpoint(by: .known) { _ in throw error })
        let reply = try await server.call(.get, "/test/thing")
        #expect("\(reply.status) \(reply.text("problem") ?? "")" == row.expected)
    }

    @Test func `one of several events is named before the sentence about it`() async throws {
        let server = try await Self.server(
            Self.endpoint(by: .known) { _ in
                var refusal = Refusal(.noStreakDefined)
                refusal.index = 3
                throw refusal
            }
        )
        let reply = try await server.call(.get, "/test/thing")
        #expect(reply.text("problem") == "item 3: No streak has been set up.")
    }

    @Test func `an answer that may be kept is not sent twice`() async throws {
        let server = try await Self.server(Self.endpoint(by: .known, isRevalidated: true))
        let first = try await server.call(.get, "/test/thing")
        let again = try await server.send(
            .get,
            "/test/thing",
            as: .admin,
            nil,
            ["If-None-Match": first.headers["ETag"] ?? ""]
        )
        #expect(again.status == 304)
    }

    @Test func `what is not declared is an issue`() async throws {
        let server = try await Self.server(
            Self.endpoint(by: .known) { _ in Response.json(.accepted, value: 7) }
        )
        await withKnownIssue { _ = try await server.call(.get, "/test/thing") }
        let other = try await Self.server(
            Self.endpoint(by: .known) { _ in Response.json(value: 7) }
        )
        await withKnownIssue { _ = try await other.call(.get, "/test/thing") }
        await withKnownIssue { _ = try await other.call(.get, "/test/thing?more=1") }
    }
}
