import Access
import CivilTime
import HTTP
import JSONText
import Storage
import Testing

/// Limits of requests, the same for every dialect.
@Suite struct RateTests {
    private static let fields = [
        "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After",
    ]

    private static func values(_ reply: Reply) -> [String?] {
        fields.map { reply.headers[$0] }
    }

    /// The second at which the whole limit is there again.
    private static func reset(after seconds: Int64) -> String {
        "\(TestServer.start.seconds + seconds)"
    }

    struct Limit: Sendable {
        let subject: String
        let set: @Sendable (inout RateLimits) -> Void
    }

    static let limits = [
        Row("key", Limit(subject: "key") { $0.ofKey = 3 }, ""),
        Row("workspace", Limit(subject: "workspace") { $0.ofWorkspace = 3 }, ""),
        Row("address", Limit(subject: "address") { $0.ofAddress = 3 }, ""),
    ]

    @Test(arguments: limits) func `each dialect tells a limit in its own body`(
        row: Row<Limit, String>
    ) async throws {
        for dialect in Dialect.all {
            let place = try await Place {
                $0.ofKeyByItself = nil
                row.input.set(&$0)
            }
            // What set the place up is counted too, and is long past.
            place.server.clock.set(to: TestServer.start.adding(seconds: 60))
            let headers: Headers = ["Authorization": "Bearer \(place.server.adminKey)"]
            for left in [2, 1, 0] {
                let reply = try await place.call(dialect.own, headers, from: "192.0.2.1")
                #expect(reply.status == 200)
                let reset = Self.reset(after: 60 + Int64(3 - left) * 20)
                #expect(Self.values(reply) == ["3", "\(left)", reset, nil])
            }
            let refused = try await place.call(dialect.own, headers, from: "192.0.2.1")
            #expect(refused.status == 429)
            #expect(Self.values(refused) == ["3", "0", Self.reset(after: 120), "20"])
            #expect(refused.names() == dialect.names)
            #expect(
                refused.text(dialect.message)
                    == "This \(row.input.subject) may make 3 requests a minute. "
                    + "Wait for as long as Retry-After says."
            )
            if dialect.name == "Phoenix" { #expect(refused.text("error.code") == "RATE_LIMITED") }
            place.server.clock.set(to: TestServer.start.adding(seconds: 80))
            #expect(
                try await place.call(dialect.own, headers, from: "192.0.2.1").status == 200
            )
        }
    }

    @Test func `a limit counts all wires together, and each caller by itself`() async throws {
        let place = try await Place { $0.ofKey = 3 }
        let first: Headers = ["Authorization": "Bearer \(try await place.key(.admin))"]
        for dialect in Dialect.all {
            #expect(try await place.call(dialect.own, first).status == 200)
        }
        for dialect in Dialect.all {
            #expect(try await place.call(dialect.own, first).status == 429)
        }
        let token: Headers = ["Authorization": "Bearer \(try place.token(user: "ada"))"]
        let again: Headers = ["Authorization": "Bearer \(try place.token(user: "ada", scope: "x"))"]
        for headers in [token, again, token] {
            #expect(try await place.call(Dialect.trophy.own, headers).status == 200)
        }
        // A new token of the same user opens no new count.
        #expect(try await place.call(Dialect.trophy.own, again).status == 429)
        let other: Headers = ["Authorization": "Bearer \(try place.token())"]
        #expect(try await place.call(Dialect.trophy.own, other).status == 200)
    }

    @Test func `guessing keys uses up what an address may ask`() async throws {
        for dialect in Dialect.all {
            let place = try await Place { $0.ofAddress = 5 }
            for number in 0..<5 {
                let guess: Headers = ["Authorization": "Bearer live_abcdefgh.\(number)"]
                let reply = try await place.call(dialect.own, guess, from: "2001:db8::\(number)")
                #expect(reply.status == 401)
                #expect(reply.headers["X-RateLimit-Remaining"] == "\(4 - number)")
            }
            let right: Headers = ["Authorization": "Bearer \(place.server.adminKey)"]
            // One network counts as one, and is held back with the right key too.
            let near = try await place.call(dialect.own, right, from: "2001:DB8:0:0:ffff::1")
            #expect(near.status == 429)
            let far = try await place.call(dialect.own, right, from: "2001:db8:0:1::1")
            #expect(far.status == 200)
            // Whose address is not known cannot be counted.
            #expect(try await place.call(dialect.own, right).status == 200)
        }
    }

    @Test func `nothing is limited on Trophy's and Phoenix's wires at first`() async throws {
        let place = try await Place()
        let headers: Headers = ["Authorization": "Bearer \(place.server.adminKey)"]
        for dialect in Dialect.all {
            let reply = try await place.call(dialect.own, headers, from: "192.0.2.1")
            let limit = dialect.name == "Bricqs" ? "1200000" : nil
            #expect(reply.headers["X-RateLimit-Limit"] == limit)
        }
    }

    @Test func `a workspace's own limit holds on Phoenix's wire, or in place of the server's`()
        async throws
    {
        for server in [nil, 5] as [Int?] {
            let place = try await Place {
                $0.ofWorkspace = server
                $0.ofKeyByItself = nil
            }
            let body = #"{"requestsPerMinute":2}"#
            try await place.server.call(.patch, "/admin/v1/settings", body)
            place.server.clock.set(to: TestServer.start.adding(seconds: 60))
            let headers: Headers = ["Authorization": "Bearer \(place.server.adminKey)"]
            for dialect in Dialect.all {
                let reply = try await place.call(dialect.own, headers)
                let isLimited = server != nil || dialect.name == "Phoenix"
                #expect(reply.headers["X-RateLimit-Limit"] == (isLimited ? "2" : nil))
            }
        }
    }

    @Test func `a stream is counted once, when it is opened`() async throws {
        let place = try await Place { $0.ofKey = 1 }
        let headers: Headers = ["Authorization": "Bearer \(try await place.key(.admin))"]
        let opened = try await place.call("/v1/stream", headers)
        #expect(opened.status == 200)
        #expect(opened.headers["X-RateLimit-Remaining"] == "0")
        let refused = try await place.call("/v1/stream", headers)
        #expect(refused.status == 429)
        #expect(refused.text("error.code") == "RATE_LIMITED")
    }
}
