import Access
import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Storage
import Testing
import Tokens

@Suite struct TokenVerificationTests {
    private static let path = "/admin/v1/token-verification"
    private static let secret = "a secret that has more than 32 bytes"

    private static func put(_ server: TestServer, _ fields: String) async throws -> Reply {
        try await server.call(.put, path, "{\(fields)}")
    }

    private static func add(_ server: TestServer, _ fields: String = "") async throws -> Reply {
        try await put(server, #""algorithm":"HS256","secret":"\#(secret)"\#(fields)"#)
    }

    @Test func `without a key it is told what a token will have to name`() async throws {
        let server = try await TestServer()
        let reply = try await server.call(.get, Self.path)
        #expect(reply.status == 200)
        #expect(
            reply.names() == [
                "algorithm", "tenantId", "tenantClaim", "userClaim", "keys", "requireExpiry",
                "maximumLifetime",
            ]
        )
        #expect(reply.body.contains(#""requireExpiry":true,"maximumLifetime":null"#))
        #expect(reply.body.contains(#""algorithm":null"#))
        let live = try await server.service.catalogue.homeWorkspace(of: .live)
        let tenantID = try await server.service.catalogue.view(of: live).workspace.publicID
        #expect(reply.text("tenantId") == tenantID)
    }

    @Test func `keys are added, shown by their ids, and ended`() async throws {
        let server = try await TestServer()
        let first = try await Self.add(server)
        #expect(first.status == 200)
        let id = try #require(first.text("keys.0"))
        let second = try await Self.add(server, #","keyId":"a b/c","tenantClaim":"org""#)
        #expect(
            second.body.contains(
                #""tenantClaim":"org","userClaim":"sub","keys":["\#(id)","a b/c"]"#
            )
        )
        #expect(try await server.call(.get, Self.path).body == second.body)
        let ended = try await server.call(.delete, Self.path + "/a%20b%2Fc")
        #expect(ended.status == 200)
        #expect(ended.body.contains(#""keys":["\#(id)"]"#))
        #expect(try await server.call(.delete, Self.path + "/a%20b%2Fc").status == 404)
        for reply in [first, second, ended] { #expect(!reply.body.contains(Self.secret)) }
    }

    @Test func `what is configured lets tokens in`() async throws {
        let server = try await TestServer()
        let tenantID = try #require(try await Self.add(server).text("tenantId"))
        let key = try SigningKey(signing: try KeyMaterial(secret: Self.secret))
        let token = try Token.mint(
            ["tenant_id": .string(tenantID), "exp": .number(JSONNumber(4_102_444_800))],
            with: key
        )
        let live = try await server.service.catalogue.homeWorkspace(of: .live)
        #expect(try await server.service.access.authenticate(bearer: token).workspace.id == live)
    }

    @Test func `for how long tokens may hold is changed field by field`() async throws {
        let server = try await TestServer()
        for (method, fields, expected) in [
            (
                HTTP.Method.patch, #""requireExpiry":false"#,
                #""requireExpiry":false,"maximumLifetime":null"#
            ),
            (.patch, #""maximumLifetime":3600"#, #""requireExpiry":false,"maximumLifetime":3600"#),
            (.patch, #""requireExpiry":true"#, #""requireExpiry":true,"maximumLifetime":3600"#),
            (.patch, #""maximumLifetime":null"#, #""requireExpiry":true,"maximumLifetime":null"#),
            (
                .put,
                #""algorithm":"HS256","secret":"\#(Self.secret)","requireExpiry":false,"maximumLifetime":60"#,
                #""requireExpiry":false,"maximumLifetime":60"#
            ),
            (
                .put, #""algorithm":"HS256","secret":"\#(Self.secret)""#,
                #""requireExpiry":false,"maximumLifetime":60"#
            ),
        ] {
            let reply = try await server.call(method, Self.path, "{\(fields)}")
            #expect(reply.status == 200, "\(reply)")
            #expect(reply.body.contains(expected), "\(reply)")
            #expect(try await server.call(.get, Self.path).body == reply.body)
        }
    }

    @Test(arguments: [
        Row("nothing", "", "requireExpiry or maximumLifetime is required"),
        Row("something else", #""algorithm":"HS256""#, "requireExpiry or maximumLifetime is"),
        Row("a word", #""requireExpiry":"yes""#, "requireExpiry must be a boolean"),
        Row("null", #""requireExpiry":null"#, "requireExpiry must be a boolean"),
        Row("no time at all", #""maximumLifetime":0"#, "maximumLifetime must be"),
        Row("a fraction", #""maximumLifetime":1.5"#, "maximumLifetime must be"),
    ]) func `a lifetime that is not right is refused with the field`(
        row: Row<String, String>
    ) async throws {
        let server = try await TestServer()
        let reply = try await server.call(.patch, Self.path, "{\(row.input)}")
        #expect(reply.status == 422, "\(reply)")
        #expect(reply.text("error")?.hasPrefix(row.expected) == true, "\(reply)")
    }

    @Test func `each tenant has tokens of its own`() async throws {
        let server = try await TestServer()
        let tenant = try await server.createTenant("acme")
        let reply = try await server.call(
            .put,
            Self.path,
            #"{"algorithm":"HS256","secret":"\#(Self.secret)"}"#,
            tenant: "acme"
        )
        #expect(reply.text("tenantId") == tenant)
        #expect(try await server.call(.get, Self.path).body.contains(#""keys":[]"#))
    }

    @Test(arguments: [
        Row("no algorithm", #""secret":"SECRET""#, "algorithm is required."),
        Row(
            "an id that no path can name",
            #""algorithm":"HS256","secret":"SECRET","keyId":"..""#,
            "keyId must not be"
        ),
        Row("another", #""algorithm":"HS256","secret":"SECRET","keyId":".""#, "keyId must not be"),
        Row(
            "an unknown algorithm",
            #""algorithm":"none""#,
            #"algorithm must be "HS256" or "RS256" or "ES256"."#
        ),
        Row("small letters", #""algorithm":"hs256","secret":"SECRET""#, "algorithm must be"),
        Row("no secret", #""algorithm":"HS256""#, "secret is required."),
        Row(
            "a short secret",
            #""algorithm":"HS256","secret":"short""#,
            "secret must have at least 32"
        ),
        Row("a secret that is none", #""algorithm":"HS256","secret":5"#, "secret must be a string"),
        Row(
            "a public key for HS256",
            #""algorithm":"HS256","publicKey":"x""#,
            "publicKey does not go with HS256; send secret."
        ),
        Row(
            "a secret for RS256",
            #""algorithm":"RS256","secret":"SECRET""#,
            "secret does not go with RS256; send publicKey."
        ),
        Row("no public key", #""algorithm":"ES256""#, "publicKey is required."),
        Row("no PEM", #""algorithm":"RS256","publicKey":"SECRET""#, "publicKey must be in PEM"),
        Row(
            "a taken claim",
            #""algorithm":"HS256","secret":"SECRET","userClaim":"scope""#,
            "userClaim must not be exp, nbf, iat or scope."
        ),
        Row(
            "an empty claim",
            #""algorithm":"HS256","secret":"SECRET","tenantClaim":"""#,
            "tenantClaim must not be empty."
        ),
        Row(
            "one claim for both",
            #""algorithm":"HS256","secret":"SECRET","tenantClaim":"a","userClaim":"a""#,
            "userClaim must differ from tenantClaim."
        ),
        Row(
            "a user's claim that is the tenant's already",
            #""algorithm":"HS256","secret":"SECRET","userClaim":"tenant_id""#,
            "userClaim must differ from tenantClaim."
        ),
        Row(
            "an id with a control character",
            #""algorithm":"HS256","secret":"SECRET","keyId":"a\u0007""#,
            "keyId must not have control characters."
        ),
    ]) func `a key that is not right is refused with the field, and without the key`(
        row: Row<String, String>
    ) async throws {
        let server = try await TestServer()
        let reply = try await Self.put(server, row.input.replacing("SECRET", with: Self.secret))
        #expect(reply.status == 422, "\(reply)")
        #expect(reply.text("error")?.hasPrefix(row.expected) == true, "\(reply)")
        #expect(!reply.body.contains(Self.secret))
        #expect(try await server.call(.get, Self.path).body.contains(#""keys":[]"#))
    }
}
