import Access
import HTTP
import JSONText
import Storage
import Testing

/// Every dialect lets the same people in, in the same ways.
@Suite struct SameAnswersTests {
    /// How a credential is sent.
    enum Way: String, CaseIterable {
        case keyField, bearer, smallBearer, wideBearer, both
        case behindProxy, behindDigest, besideNothing

        func headers(_ credential: String) -> Headers {
            switch self {
            case .keyField: ["X-API-KEY": credential]
            case .bearer: ["Authorization": "Bearer \(credential)"]
            case .smallBearer: ["authorization": "bearer \(credential)"]
            case .wideBearer: ["Authorization": "BEARER   \(credential)"]
            case .both: ["X-API-KEY": credential, "Authorization": "Bearer \(credential)"]
            case .behindDigest: ["X-API-KEY": credential, "Authorization": "Digest a=b, c=d"]
            case .besideNothing: ["X-API-KEY": credential, "Authorization": ""]
            case .behindProxy: ["X-API-KEY": credential, "Authorization": "Basic YTpi"]
            }
        }

        /// Whether the credential stands in the field of keys alone.
        var isKeyField: Bool { ![.bearer, .smallBearer, .wideBearer, .both].contains(self) }
    }

    /// What somebody is answered for a call about `ada`, and for one of those who set streaks up:
    /// whether a token may do that is for the dialect to say.
    private static func statuses(_ holding: Holding, _ dialect: Dialect) -> (own: Int, admin: Int) {
        switch holding {
        case .adminKey: (200, dialect.adminStatus)
        case .applicationKey, .adasKey, .adasToken, .serviceToken: (200, 403)
        case .bensKey, .bensToken: (403, 403)
        case .adminToken: (200, dialect.name == "Phoenix" ? dialect.adminStatus : 403)
        case .revokedKey, .wrongKey, .expiredToken, .endlessToken, .forgedToken: (401, 401)
        }
    }

    @Test(arguments: Dialect.all)
    func `who may do what does not depend on how a credential is sent`(
        dialect: Dialect
    ) async throws {
        let place = try await Place()
        for holding in Holding.allCases {
            let credential = try await holding.credential(in: place)
            for way in Way.allCases {
                let isMisplaced = way.isKeyField && holding.isToken
                let expected = isMisplaced ? (401, 401) : Self.statuses(holding, dialect)
                let headers = way.headers(credential)
                for (target, status) in [(dialect.own, expected.0), (dialect.admin, expected.1)] {
                    let reply = try await place.call(target, headers)
                    #expect(reply.status == status, "\(holding) \(way) \(target): \(reply)")
                    guard status == 401 else { continue }
                    #expect(reply.names() == dialect.names)
                    #expect(!reply.body.contains(credential), "\(holding) \(way)")
                }
            }
        }
    }

    @Test func `why somebody is kept out is the same sentence in every dialect`() async throws {
        let place = try await Place()
        for holding in Holding.allCases {
            let credential = try await holding.credential(in: place)
            var sentences: Set<String> = []
            for dialect in Dialect.all {
                let reply = try await place.call(
                    dialect.own,
                    ["Authorization": "Bearer \(credential)"]
                )
                guard reply.status >= 400 else { continue }
                sentences.insert(reply.text(dialect.message) ?? reply.body)
            }
            #expect(sentences.count < 2, "\(holding): \(sentences)")
        }
    }

    @Test func `the stream takes what the other calls take`() async throws {
        let place = try await Place()
        for holding in Holding.allCases {
            let credential = try await holding.credential(in: place)
            let expected = Self.statuses(holding, .trophy).own
            for way in Way.allCases where !(way.isKeyField && holding.isToken) {
                let headers = way.headers(credential)
                let reply = try await place.call("/v1/stream?userId=ada", headers)
                #expect(reply.status == expected, "\(holding) \(way): \(reply)")
            }
        }
    }

    @Test func `a user's token may do on Trophy's wire what the user's own key may`() async throws {
        let place = try await Place()
        let token = try place.token(user: "ada")
        let key = try await place.key(.application, of: "ada")
        try await place.server.call(
            .post,
            "/admin/v1/metrics",
            #"[{"name":"Steps","key":"steps","unitType":"number"}]"#
        )
        for (method, target, body) in [
            (HTTP.Method.post, "/v1/metrics/steps/event", #"{"user":{"id":"ada"},"value":1}"#),
            (.post, "/v1/metrics/steps/event", #"{"user":{"id":"ben"},"value":1}"#),
            (.patch, "/v1/users/ada", #"{"name":"Ada"}"#), (.get, "/v1/users/ada/metrics", ""),
            (.get, "/v1/streaks?userIds=ada", ""), (.get, "/v1/streaks?userIds=ada,ben", ""),
            (.get, "/v1/achievements", ""), (.get, "/v1/users/ben/streak", ""),
            (.get, "/admin/v1/settings", ""), (.get, "/admin/v1/tenants", ""),
        ] {
            var statuses: [Int] = []
            for headers: Headers in [["X-API-KEY": key], ["Authorization": "Bearer \(token)"]] {
                let request = Request(method, target, headers: headers, body: Array(body.utf8))
                statuses.append(await place.server.router.respond(to: request).status.code)
            }
            #expect(statuses[0] == statuses[1], "\(method) \(target): \(statuses)")
        }
    }

    @Test func `a token stays in its workspace, whatever tenant stands beside it`() async throws {
        let place = try await Place()
        let token = try place.token(user: "ada")
        let headers: Headers = ["Authorization": "Bearer \(token)", "Tenant-ID": "acme"]
        for dialect in Dialect.all {
            // Without any tenant the field means nothing.
            #expect(try await place.call(dialect.own, headers).status == 200)
        }
        try await place.server.call(
            .post,
            "/admin/v1/tenants",
            #"[{"customerId":"acme","name":"Acme"}]"#
        )
        for dialect in Dialect.all {
            let reply = try await place.call(dialect.own, headers)
            #expect(reply.status == 403, "\(dialect.name): \(reply)")
            #expect(reply.text(dialect.message)?.contains("Tenant-ID") == true)
        }
    }
}
