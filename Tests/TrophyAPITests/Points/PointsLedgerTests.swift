import HTTP
import Testing

/// Points that are given and taken by hand, and the ledger.
@Suite struct PointsLedgerTests {
    private static let nowhere = "01890a5d-ac96-774b-bcce-b302099a8057"

    @Test func `a grant and a spend are rows, and a level is told where it changes`() async throws {
        let place = try await LedgerPlace()
        let granted = try await place.change(#""amount":30,"reason":"For the talk""#)
        #expect(granted.status == 201, "\(granted)")
        #expect(granted.names() == ["award", "total", "level", "idempotentReplayed"])
        #expect(granted.text("award.kind") == "grant")
        #expect(granted.text("award.reason") == "For the talk")
        #expect(granted.text("award.userId") == "ada")
        #expect(granted.text("level.key") == "silver")
        let spent = try await place.change(#""amount":-5"#)
        #expect(spent.text("award.kind") == "spend")
        #expect(spent.value("total") == "25")
        #expect(spent.value("level") == nil)
        let down = try await place.change(#""amount":-10"#)
        #expect(down.text("level.key") == "bronze")
        let none = try await place.change(#""amount":-15"#)
        #expect(none.value("total") == "0")
        #expect(none.value("level") == "null")
        #expect(try await place.ledger() == ["-15 = 0", "-10 = 15", "-5 = 25", "30 = 30"])
    }

    @Test func `what would take more than there is changes nothing`() async throws {
        let place = try await LedgerPlace()
        try await place.change(#""amount":30"#)
        let refused = try await place.change(#""amount":-31,"idempotencyKey":"late""#)
        #expect(refused.status == 422)
        #expect(
            refused.text("error")
                == #"This takes 31 points of "xp", and the user has 30. Nothing was stored."#
        )
        #expect(try await place.ledger() == ["30 = 30"])
        // The key of a refused call is still free.
        let later = try await place.change(#""amount":-30,"idempotencyKey":"late""#)
        #expect(later.status == 201, "\(later)")
    }

    static let keys: [Row<(field: String?, header: String?), Int>] = [
        Row("in the body", ("k", nil), 200), Row("in the header", (nil, "k"), 200),
        Row("in both", ("k", "k"), 200), Row("none", (nil, nil), 201),
    ]

    @Test(arguments: keys) func `a key counts once for a user and a system`(
        row: Row<(field: String?, header: String?), Int>
    ) async throws {
        let place = try await LedgerPlace()
        let field = row.input.field.map { #","idempotencyKey":"\#($0)""# } ?? ""
        let first = try await place.change(#""amount":7\#(field)"#, key: row.input.header)
        let second = try await place.change(#""amount":7\#(field)"#, key: row.input.header)
        #expect(first.status == 201, "\(first)")
        #expect(second.status == row.expected, "\(second)")
        #expect(second.value("idempotentReplayed") == (row.expected == 200 ? "true" : "false"))
        #expect(second.value("total") == (row.expected == 200 ? "7" : "14"))
        if row.expected == 200 { #expect(second.value("award") == first.value("award")) }
        let other = try await place.change(
            #""amount":7\#(field)"#,
            of: "ben",
            key: row.input.header
        )
        #expect(other.status == 201)
    }

    static let bad: [Row<String, (Int, String)>] = [
        Row("no JSON", "{", (422, "")), Row("a list", "[]", (422, "object")),
        Row("no user", #"{"amount":1}"#, (422, "userId is required")),
        Row("no amount", #"{"userId":"ada"}"#, (422, "amount is required")),
        Row("nothing", #"{"userId":"ada","amount":0}"#, (422, "amount must not be 0")),
        Row("half a point", #"{"userId":"ada","amount":0.5}"#, (422, "amount")),
        Row("a text", #"{"userId":"ada","amount":"5"}"#, (422, "amount")),
        Row(
            "more than anybody can have",
            #"{"userId":"ada","amount":9223372036854775807}"#,
            (422, "at most")
        ),
        Row("no number", #"{"userId":"ada","amount":9223372036854775808}"#, (422, "amount")),
        Row("a number for a user", #"{"userId":5,"amount":1}"#, (422, "userId")),
        Row("an unknown user", #"{"userId":"who","amount":1}"#, (404, "who")),
        Row("an empty key", #"{"userId":"ada","amount":1,"idempotencyKey":""}"#, (422, "idem")),
        Row(
            "a long reason",
            #"{"userId":"ada","amount":1,"reason":"\#(String(repeating: "a", count: 501))"}"#,
            (422, "reason")
        ),
    ]

    @Test(arguments: bad) func `what is wrong is named, and nothing is stored`(
        row: Row<String, (Int, String)>
    ) async throws {
        let place = try await LedgerPlace()
        let reply = try await place.server.call(.post, place.path("awards"), row.input)
        #expect(reply.status == row.expected.0, "\(reply)")
        #expect(reply.text("error")?.contains(row.expected.1) == true, "\(reply)")
        #expect(try await place.ledger() == [])
    }

    @Test func `two keys that differ are refused, and a system that is not there is not found`()
        async throws
    {
        let place = try await LedgerPlace()
        let reply = try await place.change(#""amount":1,"idempotencyKey":"a""#, key: "b")
        #expect(reply.status == 422)
        #expect(reply.text("error")?.contains("Idempotency-Key") == true, "\(reply)")
        for rest in ["awards", "simulate", "triggers/preview"] {
            let path = "/admin/v1/points/\(Self.nowhere)/\(rest)"
            let body = #"{"userId":"ada","amount":1}"#
            #expect(try await place.server.call(.post, path, body).status == 404)
        }
        let ledger = "/admin/v1/points/\(Self.nowhere)/ledger"
        #expect(try await place.server.call(.get, ledger).status == 404)
    }

    @Test func `nobody is given more than one can have`() async throws {
        let place = try await LedgerPlace(#","maxPoints":40"#)
        let cut = try await place.change(#""amount":50"#)
        #expect(cut.value("award.amount") == "40")
        let full = try await place.change(#""amount":1"#)
        #expect(full.status == 422)
        #expect(full.text("error")?.contains("all the points") == true, "\(full)")
    }

    @Test func `the ledger goes on at its cursor, of a user and of everybody`() async throws {
        let place = try await LedgerPlace()
        for number in 1...7 {
            try await place.change(
                #""amount":\#(number)"#,
                of: number.isMultiple(of: 3) ? "ben" : "ada"
            )
            place.server.clock.advance(by: .seconds(1))
        }
        for (query, amounts) in [
            ("", ["7", "6", "5", "4", "3", "2", "1"]), ("userId=ada&", ["7", "5", "4", "2", "1"]),
            ("userId=ben&", ["6", "3"]),
        ] {
            for limit in 1...8 {
                var found: [String] = []
                var cursor = ""
                while true {
                    let path = place.path("ledger?\(query)limit=\(limit)\(cursor)")
                    let page = try await place.server.call(.get, path)
                    #expect(page.status == 200, "\(page)")
                    found += page.column("amount", of: "rows").compactMap { $0 }
                    #expect((page.count("rows") ?? 0) <= limit)
                    guard let next = page.text("nextCursor") else { break }
                    cursor = "&cursor=\(next)"
                }
                #expect(found == amounts, "\(query) \(limit)")
            }
        }
        for query in ["cursor=x", "userId=ada&cursor=1.2.3", "cursor=5", "limit=0", "limit=101"] {
            let reply = try await place.server.call(.get, place.path("ledger?\(query)"))
            #expect(reply.status == 422, "\(query): \(reply)")
        }
        #expect(try await place.server.call(.get, place.path("ledger?userId=who")).status == 404)
    }

    @Test func `a row tells its trigger, its event, its boosts, and what it corrects`() async throws
    {
        let place = try await LedgerPlace(
            #","boosts":[{"name":"Double","start":"2026-01-01","multiplier":2}],"triggers":[{"type":"metric","points":5,"status":"active","metricId":"{metric}","metricThreshold":2}]"#
        )
        let event = try await place.server.record("4").text("eventId") ?? ""
        try await place.server.call(.delete, "/admin/v1/events/\(event)")
        let reply = try await place.server.call(.get, place.path("ledger"))
        #expect(reply.column("kind", of: "rows") == [#""correction""#, #""award""#], "\(reply)")
        #expect(reply.column("amount", of: "rows") == ["-20", "20"])
        let triggers = try await place.server.call(.get, place.path("triggers"))
        for index in 0..<2 {
            #expect(reply.text("rows.\(index).triggerId") == triggers.text("0.id"))
        }
        #expect(reply.text("rows.1.eventId") == event)
        #expect(reply.value("rows.1.boosts.0.multiplier") == "2")
        #expect(reply.text("rows.0.corrects") == reply.text("rows.1.id"))
        #expect(reply.text("rows.0.reason") == "an event was deleted")
    }

    @Test func `the ledger of a system stays when the system ends`() async throws {
        let place = try await LedgerPlace()
        try await place.change(#""amount":7"#)
        try await place.server.call(.delete, "/admin/v1/points?ids=\(place.id)")
        #expect(try await place.ledger() == ["7 = 7"])
        #expect(try await place.change(#""amount":1"#).status == 404)
        let tenant = try await place.server.createTenant("acme")
        #expect(!tenant.isEmpty)
        let other = try await place.server.call(.get, place.path("ledger"), tenant: "acme")
        #expect(other.status == 404, "\(other)")
    }

    @Test func `an export has the totals and every row`() async throws {
        let place = try await LedgerPlace()
        for number in 1...3 { try await place.change(#""amount":\#(number)"#) }
        let reply = try await place.server.call(.get, "/admin/v1/users/ada/export")
        #expect(reply.value("points.0.total") == "6")
        #expect(reply.text("points.0.key") == "xp")
        #expect(reply.column("amount", of: "pointsLedger") == ["1", "2", "3"])
        #expect(reply.column("system", of: "pointsLedger") == Array(repeating: #""xp""#, count: 3))
    }
}

/// A server with a points system.
private struct LedgerPlace {
    let server: TestServer
    let id: String

    init(_ more: String = "") async throws {
        server = try await TestServer()
        let metric = try await server.createMetric("pages")
        for user in ["ada", "ben"] { try await server.call(.put, "/v1/users/\(user)", "{}") }
        let levels =
            #"[{"name":"Bronze","key":"bronze","points":10},{"name":"Silver","key":"silver","points":20}]"#
        let reply = try await server.call(
            .post,
            "/admin/v1/points",
            #"[{"name":"XP","key":"xp","levels":\#(levels)\#(more.replacing("{metric}", with: metric))}]"#
        )
        id = reply.text("created.0.id") ?? ""
    }

    func path(_ rest: String) -> String { "/admin/v1/points/\(id)/\(rest)" }

    @discardableResult
    func change(_ fields: String, of user: String = "ada", key: String? = nil) async throws -> Reply
    {
        let body = #"{"userId":"\#(user)",\#(fields)}"#
        return try await server.call(.post, path("awards"), body, idempotencyKey: key)
    }

    /// Everybody's rows in words, newest first.
    func ledger() async throws -> [String] {
        let reply = try await server.call(.get, path("ledger"))
        return zip(reply.column("amount", of: "rows"), reply.column("total", of: "rows")).map {
            "\($0 ?? "") = \($1 ?? "")"
        }
    }
}
