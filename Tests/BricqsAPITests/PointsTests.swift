import Catalogue
import Engine
import HTTP
import Service
import Storage
import Testing

/// Points that a backend gives and takes.
@Suite struct PointsTests {
    private static let award = "\(TestServer.gamify)/points/award"
    private static let deduct = "\(TestServer.gamify)/points/deduct"

    @Test func `an award has the fields of the reference, and needs nothing set up`() async throws {
        let server = try await TestServer.bricqs()
        let reply = try await server.call(
            .post,
            Self.award,
            #"{"participant_id":"ada","amount":250,"reason":"Completed onboarding","metadata":{"order_id":"ord_abc"},"idempotency_key":"onboarding_ada"}"#
        )
        #expect(reply.status == 200, "\(reply)")
        #expect(
            reply.names() == [
                "transaction_id", "participant_id", "amount", "new_balance", "tier_upgrade",
            ]
        )
        #expect(reply.text("participant_id") == "ada")
        #expect(reply.value("amount") == "250")
        #expect(reply.value("new_balance") == "250")
        #expect(reply.value("tier_upgrade") == "null")
        #expect(try await server.points() == ["250", "250", "0"])
        let view = try await server.view()
        #expect(view.rulebook.points.systems.map(\.key) == ["points"])
    }

    @Test func `a deduction takes what is there, and no more`() async throws {
        let server = try await TestServer.bricqs()
        try await server.give(80)
        let reply = try await server.take(50)
        #expect(reply.status == 200, "\(reply)")
        #expect(
            reply.names() == ["transaction_id", "participant_id", "amount", "new_balance"]
        )
        #expect(reply.value("amount") == "50")
        #expect(reply.value("new_balance") == "30")
        #expect(try await server.points() == ["30", "80", "50"])
        let refused = try await server.take(31)
        #expect(refused.status == 400, "\(refused)")
        #expect(refused.names() == ["detail"])
        #expect(refused.text("detail") == "Insufficient points. Available: 30, requested: 31")
        #expect(try await server.points() == ["30", "80", "50"])
        #expect(try await server.take(30).value("new_balance") == "0")
    }

    @Test func `a key that gave takes nothing, and says so`() async throws {
        let server = try await TestServer.bricqs()
        try await server.give(100, of: "ada", #","idempotency_key":"order_1""#)
        let refused = try await server.take(30, #","idempotency_key":"order_1""#)
        #expect(refused.status == 400, "\(refused)")
        let detail = refused.text("detail") ?? ""
        #expect(detail.contains("belongs to a call that gave points"))
        #expect(try await server.points() == ["100", "100", "0"])
        let again = try await server.give(100, of: "ada", #","idempotency_key":"order_1""#)
        #expect(again.value("new_balance") == "100")
    }

    @Test func `nothing can be taken from somebody who never had anything`() async throws {
        let server = try await TestServer.bricqs()
        let words = "Insufficient points. Available: 0, requested: 1"
        #expect(try await server.take(1).text("detail") == words)
        try await server.give(5, of: "ben")
        let refused = try await server.take(1)
        #expect(refused.status == 400)
        #expect(refused.text("detail") == words)
        #expect(try await server.call(.get, "\(TestServer.gamify)/participants/ada").status == 404)
        #expect(try await server.points() == ["0", "0", "0"])
    }

    private static let keys: [Row<(header: String?, field: String?), Bool>] = [
        Row("a field", (nil, "ord_1"), true), Row("a header", ("ord_1", nil), true),
        Row("both", ("ord_1", "ord_1"), true), Row("none", (nil, nil), false),
    ]

    @Test(arguments: keys) func `a key counts once, and is answered as the first time`(
        row: Row<(header: String?, field: String?), Bool>
    ) async throws {
        let server = try await TestServer.bricqs()
        let field = row.input.field.map { #","idempotency_key":"\#($0)""# } ?? ""
        for (path, balances) in [(Self.award, ("7", "14")), (Self.deduct, ("13", "6"))] {
            if path == Self.deduct { try await server.give(20) }
            let who = path == Self.deduct ? "ada" : "ben"
            let body = #"{"participant_id":"\#(who)","amount":7\#(field)}"#
            let first = try await server.call(.post, path, body, idempotencyKey: row.input.header)
            let second = try await server.call(.post, path, body, idempotencyKey: row.input.header)
            #expect((first.body == second.body) == row.expected, "\(first) \(second)")
            #expect(first.value("new_balance") == balances.0)
            #expect(second.value("new_balance") == (row.expected ? balances.0 : balances.1))
        }
    }

    private static let badBodies: [Row<String, String>] = [
        Row("nothing", "", "body"),
        Row("no participant", #"{"amount":1}"#, "participant_id"),
        Row(
            "a participant who cannot be",
            #"{"participant_id":"..","amount":1}"#,
            "participant_id"
        ),
        Row("no amount", #"{"participant_id":"ada"}"#, "amount"),
        Row("no points", #"{"participant_id":"ada","amount":0}"#, "amount"),
        Row("less than none", #"{"participant_id":"ada","amount":-5}"#, "amount"),
        Row("half a point", #"{"participant_id":"ada","amount":1.5}"#, "amount"),
        Row("too many", #"{"participant_id":"ada","amount":1000001}"#, "amount"),
        Row("a text", #"{"participant_id":"ada","amount":"5"}"#, "amount"),
        Row(
            "a long reason",
            #"{"participant_id":"ada","amount":5,"reason":"\#(String(repeating: "a", count: 501))"}"#,
            "reason"
        ),
        Row(
            "metadata that is a list",
            #"{"participant_id":"ada","amount":5,"metadata":[]}"#,
            "metadata"
        ),
        Row(
            "a number for a currency",
            #"{"participant_id":"ada","amount":5,"currency":7}"#,
            "currency"
        ),
        Row(
            "an empty key",
            #"{"participant_id":"ada","amount":5,"idempotency_key":""}"#,
            "idempotency_key"
        ),
    ]

    @Test(arguments: badBodies) func `what is wrong is named, and sets nothing up`(
        row: Row<String, String>
    ) async throws {
        let server = try await TestServer.bricqs()
        for path in [Self.award, Self.deduct] {
            let reply = try await server.call(.post, path, row.input)
            #expect(reply.status == 400, "\(reply)")
            #expect(reply.text("detail")?.contains(row.expected) == true, "\(reply)")
        }
        #expect(try await server.view().rulebook.points.systems.isEmpty)
    }

    @Test func `a currency that there is not is not found`() async throws {
        let server = try await TestServer.bricqs()
        for path in [Self.award, Self.deduct] {
            let body = #"{"participant_id":"ada","amount":1,"currency":"gold"}"#
            let reply = try await server.call(.post, path, body)
            #expect(reply.status == 404, "\(reply)")
            #expect(reply.text("detail")?.contains("gold") == true)
        }
        let path = "\(TestServer.gamify)/participants/ada/points"
        #expect(try await server.call(.get, "\(path)?currency=gold").status == 404)
        #expect(try await server.call(.get, "\(path)/transactions?currency=gold").status == 404)
    }

    @Test func `several currencies stand beside each other`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createPoints("gems")
        try await server.createPoints("gold")
        // Whoever names none means the oldest, and then the one called points.
        try await server.give(3)
        try await server.give(5, #","currency":"gold""#)
        #expect(try await server.points() == ["3", "3", "0"])
        #expect(try await server.points(in: "gems") == ["3", "3", "0"])
        #expect(try await server.points(in: "gold") == ["5", "5", "0"])
        try await server.createPoints("points")
        try await server.give(9)
        #expect(try await server.points() == ["9", "9", "0"])
        #expect(try await server.points(in: "gems") == ["3", "3", "0"])
    }

    @Test func `a higher level is told with the award that reaches it`() async throws {
        let server = try await TestServer.bricqs()
        try await server.createPoints(
            "points",
            levels: [("silver", 100), ("gold", 500), ("top", 900)]
        )
        let key = #","idempotency_key":"k""#
        let told: [(Int, String, String)] = [
            (99, "", "null"),
            (
                1, key,
                #"{"code":"silver","name":"SILVER","level":1,"previous_code":null,"previous_level":null}"#
            ),
            (
                1, key,
                #"{"code":"silver","name":"SILVER","level":1,"previous_code":null,"previous_level":null}"#
            ),
            (399, "", "null"),
            (
                500, "",
                #"{"code":"top","name":"TOP","level":3,"previous_code":"silver","previous_level":1}"#
            ),
        ]
        for (amount, rest, expected) in told {
            let reply = try await server.give(amount, rest)
            #expect(reply.value("tier_upgrade") == expected, "\(amount): \(reply)")
        }
        let path = "\(TestServer.gamify)/participants/ada/state"
        let state = try await server.call(.get, "\(path)?include=tier,points")
        #expect(state.value("tier") == #"{"code":"top","name":"TOP","level":3}"#, "\(state)")
        #expect(
            state.value("points") == #"{"balance":999,"total_earned":999,"total_spent":0}"#
        )
        try await server.take(950)
        #expect(try await server.call(.get, path).value("tier") == "null")
    }

    @Test func `the state has no points where there are none`() async throws {
        let server = try await TestServer.bricqs()
        let participants = "\(TestServer.gamify)/participants"
        try await server.call(.post, participants, #"{"participant_id":"ada"}"#)
        let state = try await server.call(.get, "\(participants)/ada/state")
        #expect(state.value("points") == nil)
        #expect(state.value("tier") == nil)
        try await server.give(5, of: "ben")
        let later = try await server.call(.get, "\(participants)/ada/state")
        #expect(later.value("points.balance") == "0", "\(later)")
        #expect(later.value("tier") == "null")
    }

    @Test func `every change is a transaction, newest first`() async throws {
        let server = try await TestServer.bricqs()
        let first = try await server.give(10, #","reason":"Welcome""#)
        try server.setClock("2026-03-01T13:00:00Z")
        let second = try await server.take(4)
        let path = "\(TestServer.gamify)/participants/ada/points/transactions"
        let page = try await server.call(.get, path)
        #expect(page.names() == ["participant_id", "transactions", "total", "page", "page_size"])
        #expect(
            page.value("transactions.1")
                == #"{"transaction_id":"\#(first.text("transaction_id") ?? "")","type":"award","amount":10,"balance_after":10,"reason":"Welcome","created_at":"2026-03-01T12:00:00Z"}"#,
            "\(page)"
        )
        #expect(
            page.value("transactions.0")
                == #"{"transaction_id":"\#(second.text("transaction_id") ?? "")","type":"deduct","amount":-4,"balance_after":6,"reason":null,"created_at":"2026-03-01T13:00:00Z"}"#
        )
        for amount in 1...5 { try await server.give(amount) }
        for (query, amounts) in [
            ("?page_size=3", ["5", "4", "3"]), ("?page_size=3&page=2", ["2", "1", "-4"]),
            ("?page_size=3&page=3", ["10"]), ("?page_size=3&page=4", []),
        ] {
            let reply = try await server.call(.get, path + query)
            #expect(reply.column("amount", of: "transactions") == amounts, "\(query): \(reply)")
            #expect(reply.value("total") == "7")
        }
        #expect(try await server.call(.get, "\(path)?page=0").status == 400)
        let nobody = try await server.call(
            .get,
            "\(TestServer.gamify)/participants/nobody/points/transactions"
        )
        #expect(nobody.value("total") == "0")
    }

    @Test func `who acts for one participant spends and awards nothing`() async throws {
        let server = try await TestServer.bricqs()
        try await server.give(10)
        let key = try await server.createKey(of: "ada")
        let body = #"{"participant_id":"ada","amount":4}"#
        let batch = #"{"awards":[\#(body)]}"#
        let path = "\(Self.award)-batch"
        #expect(try await server.call(.post, Self.award, body, as: .key(key)).status == 403)
        #expect(try await server.call(.post, path, batch, as: .key(key)).status == 403)
        #expect(try await server.call(.post, Self.deduct, body, as: .key(key)).status == 200)
        #expect(try await server.points() == ["6", "10", "4"])
    }
}

// MARK: - Batches

extension PointsTests {
    private static let batch = "\(award)-batch"

    @Test func `each award of a batch is given or refused by itself`() async throws {
        let server = try await TestServer.bricqs()
        let body =
            #"{"awards":[{"participant_id":"ada","amount":5},{"participant_id":"ada","amount":0},7,{"participant_id":"ben","amount":2,"currency":"gold"},{"participant_id":"ada","amount":6},{"participant_id":"ben","amount":1}]}"#
        let reply = try await server.call(.post, Self.batch, body)
        #expect(reply.status == 200, "\(reply)")
        #expect(reply.names() == ["accepted", "rejected", "results"])
        #expect(reply.value("accepted") == "3")
        #expect(reply.value("rejected") == "3")
        let balances = reply.column("new_balance", of: "results")
        #expect(balances == ["5", "null", "null", "null", "11", "1"])
        for (place, word) in [(1, "amount"), (2, "awards[2]"), (3, "gold")] {
            let error = reply.text("results.\(place).error")
            #expect(error?.contains(word) == true, "\(place): \(reply)")
            #expect(reply.text("results.\(place).status") == "failed")
        }
        #expect(reply.text("results.5.participant_id") == "ben")
        #expect(try await server.points() == ["11", "11", "0"])
    }

    @Test func `a batch that is sent again gives nothing twice`() async throws {
        let server = try await TestServer.bricqs()
        let body =
            #"{"awards":[{"participant_id":"ada","amount":5},{"participant_id":"ada","amount":5},{"participant_id":"ben","amount":1,"idempotency_key":"own"}]}"#
        let first = try await server.call(.post, Self.batch, body, idempotencyKey: "may")
        let second = try await server.call(.post, Self.batch, body, idempotencyKey: "may")
        #expect(first.body == second.body)
        #expect(first.value("accepted") == "3", "\(first)")
        #expect(try await server.points() == ["10", "10", "0"])
        // A part of it may come once more, in another order.
        try await server.call(.post, Self.batch, body)
        #expect(try await server.points() == ["20", "20", "0"])
        let ben = try await server.call(.get, "\(TestServer.gamify)/participants/ben/points")
        #expect(ben.value("balance") == "1")
    }

    @Test(arguments: [
        Row("nothing", "", "body"), Row("a list", "[]", "body"), Row("no awards", "{}", "awards"),
        Row("an empty list", #"{"awards":[]}"#, "awards"),
        Row(
            "too many",
            #"{"awards":[\#(Array(repeating: "{}", count: 101).joined(separator: ","))]}"#,
            "awards"
        ),
    ]) func `a batch that is none is refused`(row: Row<String, String>) async throws {
        let server = try await TestServer.bricqs()
        let reply = try await server.call(.post, Self.batch, row.input)
        #expect(reply.status == 400, "\(reply)")
        #expect(reply.text("detail")?.contains(row.expected) == true, "\(reply)")
    }
}

// MARK: - Words

extension TestServer {
    /// Gives somebody points.
    @discardableResult
    fileprivate func give(
        _ amount: Int,
        of participant: String = "ada",
        _ rest: String = ""
    ) async throws -> Reply {
        try await order("award", amount, of: participant, rest)
    }

    /// Takes points from ada.
    @discardableResult
    fileprivate func take(_ amount: Int, _ rest: String = "") async throws -> Reply {
        try await order("deduct", amount, of: "ada", rest)
    }

    private func order(
        _ kind: String,
        _ amount: Int,
        of participant: String,
        _ rest: String
    ) async throws -> Reply {
        try await call(
            .post,
            "\(Self.gamify)/points/\(kind)",
            #"{"participant_id":"\#(participant)","amount":\#(amount)\#(rest)}"#
        )
    }

    /// What ada has, has earned and has spent.
    fileprivate func points(in currency: String? = nil) async throws -> [String?] {
        let query = currency.map { "?currency=\($0)" } ?? ""
        let reply = try await call(.get, "\(Self.gamify)/participants/ada/points\(query)")
        return ["balance", "total_earned", "total_spent"].map { reply.value($0) }
    }

    /// The live workspace as of now.
    fileprivate func view() async throws -> WorkspaceView {
        let home = try await service.catalogue.homeWorkspace(of: .live)
        return try await service.catalogue.view(of: home)
    }

    /// Sets a points system up.
    fileprivate func createPoints(
        _ key: String,
        levels: [(key: String, points: Int64)] = []
    ) async throws {
        var draft = PointsSystemChange()
        draft.key = key
        draft.fields.name = key.uppercased()
        draft.levels = levels.map { level in
            var change = PointsLevelChange()
            change.key = level.key
            change.fields.name = level.key.uppercased()
            change.fields.points = level.points
            return change
        }
        let home = try await service.catalogue.homeWorkspace(of: .live)
        let results = try await service.catalogue.createPointsSystems([draft], in: home)
        _ = try #require(results.first).get()
    }
}
