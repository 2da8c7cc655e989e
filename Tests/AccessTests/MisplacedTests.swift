import Access
import HTTP
import Testing

/// Whoever puts a credential in a wrong place is told so, and never hears it again.
@Suite struct MisplacedTests {
    private static let key = "live_abcdefgh.0123456789abcdef0123456789abcdef0123456789abcdef"
    private static let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2VjcmV0"

    struct Sent {
        var headers: Headers = [:]
        var query = ""
    }

    private static let remedy = "Send Authorization: Bearer <key or token>."

    /// `PLACE` stands for where the dialect takes credentials.
    static let rows: [Row<Sent, String>] = [
        Row(
            "a token in X-API-KEY",
            Sent(headers: ["X-API-KEY": token]),
            "X-API-KEY takes an API key, and this is a token. Send it as Authorization: Bearer <token>."
        ),
        Row(
            "a scheme in X-API-KEY",
            Sent(headers: ["X-API-KEY": "Bearer \(key)"]),
            "X-API-KEY takes the key alone. Leave the word Bearer out, or send Authorization: Bearer <key>."
        ),
        Row(
            "Basic",
            Sent(headers: ["Authorization": "Basic \(key)"]),
            "Authorization is Basic, and no password is known here. \(remedy)"
        ),
        Row(
            "another scheme",
            Sent(headers: ["Authorization": "Token \(key)"]),
            "Authorization must begin with the word Bearer. \(remedy)"
        ),
        Row(
            "no scheme",
            Sent(headers: ["Authorization": key]),
            "Authorization must begin with the word Bearer. \(remedy)"
        ),
        Row(
            "nothing behind Bearer",
            Sent(headers: ["Authorization": "Bearer"]),
            "Authorization has nothing behind Bearer. \(remedy)"
        ),
        Row(
            "two words behind Bearer",
            Sent(headers: ["Authorization": "Bearer Bearer \(key)"]),
            "Authorization has more than one word behind Bearer. \(remedy)"
        ),
        Row(
            "another vendor's field",
            Sent(headers: ["Api-Key": "abc"]),
            "The header field Api-Key is not read for a key or a token. Send yours PLACE."
        ),
        Row(
            "a key in any field",
            Sent(headers: ["X-Mine": key]),
            "The header field X-Mine is not read for a key or a token. Send yours PLACE."
        ),
        Row(
            "a token in any field",
            Sent(headers: ["X-Mine": token]),
            "The header field X-Mine is not read for a key or a token. Send yours PLACE."
        ),
        Row(
            "a key for a name",
            Sent(headers: [key: key]),
            "This header field is not read for a key or a token. Send yours PLACE."
        ),
        Row(
            "a parameter",
            Sent(query: "?api_key=abc"),
            "A key or a token in the query is not read, since addresses are written to logs. Send yours PLACE, and replace the one that was sent in the query."
        ),
        Row(
            "a key in any parameter",
            Sent(query: "?x=\(key)"),
            "A key or a token in the query is not read, since addresses are written to logs. Send yours PLACE, and replace the one that was sent in the query."
        ),
        Row(
            "a token in a parameter",
            Sent(query: "?Access_Token=\(token)"),
            "A key or a token in the query is not read, since addresses are written to logs. Send yours PLACE, and replace the one that was sent in the query."
        ),
        Row("nothing", Sent(), "No API key. Send yours PLACE."),
        Row("an empty field", Sent(headers: ["X-API-KEY": ""]), "No API key. Send yours PLACE."),
        Row(
            "fields that are none",
            Sent(headers: ["User-Agent": "a.b.c", "X-Version": "1.2"]),
            "No API key. Send yours PLACE."
        ),
        Row(
            "a wrong key",
            Sent(headers: ["X-API-KEY": key]),
            "This API key is not valid. Send the whole key, both parts of it."
        ),
        Row(
            "no key at all",
            Sent(headers: ["Authorization": "Bearer nonsense"]),
            "This API key is not valid. Send the whole key, both parts of it."
        ),
    ]

    @Test(arguments: rows) func `the 401 says what is wrong, and nothing of the credential`(
        row: Row<Sent, String>
    ) async throws {
        let place = try await Place()
        for dialect in Dialect.all {
            let reply = try await place.call(dialect.own + row.input.query, row.input.headers)
            var expected = row.expected.replacing("PLACE", with: dialect.place)
            if dialect.name == "Phoenix" { expected.replace("No API key", with: "No token") }
            #expect(reply.status == 401, "\(dialect.name): \(reply)")
            #expect(reply.names() == dialect.names)
            #expect(reply.text(dialect.message) == expected, "\(dialect.name)")
            for secret in [Self.key, Self.token, "0123456789abcdef", "c2VjcmV0"] {
                #expect(!reply.body.contains(secret))
            }
        }
    }

    @Test func `Bricqs' clients are told of Bricqs' field alone`() async throws {
        let place = try await Place()
        let reply = try await place.call(Dialect.bricqs.own)
        #expect(
            reply.body == #"{"detail":"No API key. Send yours as Authorization: Bearer <key>."}"#
        )
    }

    static let doubles: [Row<Headers, Int>] = [
        Row("two keys", ["X-API-KEY": key, "Authorization": "Bearer x\(key)"], 400),
        Row("a key and a token", ["X-API-KEY": key, "Authorization": "Bearer \(token)"], 400),
        Row("two keys, one without a scheme", ["X-API-KEY": key, "Authorization": "x\(key)"], 400),
        Row("one field twice", ["X-API-KEY": key, "x-api-key": key], 400),
        Row(
            "the other twice",
            ["Authorization": "Bearer a.b", "authorization": "Bearer c.d"],
            400
        ),
        Row("nothing behind Bearer", ["X-API-KEY": key, "Authorization": "Bearer"], 401),
    ]

    @Test(arguments: doubles) func `of two credentials none is chosen`(
        row: Row<Headers, Int>
    ) async throws {
        let place = try await Place()
        for dialect in Dialect.all {
            let reply = try await place.call(dialect.own, row.input)
            #expect(reply.status == row.expected, "\(dialect.name): \(reply)")
            #expect(reply.names() == dialect.names)
            #expect(!reply.body.contains(Self.key))
        }
    }

    @Test func `however long a credential is, it is refused like any other`() async throws {
        let place = try await Place()
        let long = String(repeating: "a", count: 9_000)
        for text in [long, "live_abcdefgh.\(long)", "\(long).\(long).\(long)", "a.b.c.d"] {
            for dialect in Dialect.all {
                let reply = try await place.call(
                    dialect.own,
                    ["Authorization": "Bearer \(text)"]
                )
                #expect(reply.status == 401)
                #expect(reply.body.utf8.count < 300)
            }
        }
    }
}
