import HTTP
import Testing

/// Events that a backend sends.
@Suite struct EventTests {
    private static let path = "\(TestServer.gamify)/events"
    private static let purchase =
        #"{"participant_id":"ada","event_name":"purchase_completed","properties":{"amount":49.99,"currency":"USD","items":["a","b"],"first":true,"none":null},"timestamp":"2026-02-14T10:00:00Z","idempotency_key":"ord_001"}"#

    @Test func `an event is kept, and tells its id`() async throws {
        let server = try await TestServer.bricqs()
        let reply = try await server.call(.post, Self.path, Self.purchase)
        #expect(reply.status == 200, "\(reply)")
        #expect(reply.names() == ["event_id", "fact_id", "status"])
        #expect(reply.text("status") == "processed")
        let id = reply.text("event_id")
        #expect(reply.text("fact_id") == id)
        let events = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(events.count("events") == 1)
        #expect(events.text("events.0.eventId") == id)
        #expect(events.text("events.0.metricKey") == "purchase_completed")
        #expect(events.text("events.0.idempotencyKey") == "ord_001")
        #expect(events.text("events.0.occurredAt")?.hasPrefix("2026-02-14T10:00:00") == true)
        #expect(
            events.value("events.0.attributes")
                == #"{"amount":"49.99","currency":"USD","first":"true","items":"[\"a\",\"b\"]"}"#,
            "\(events)"
        )
    }

    @Test func `an event counts for the metric of its name, and for what goes by that`()
        async throws
    {
        let server = try await TestServer.bricqs()
        try await server.call(.post, "/admin/v1/metrics", #"[{"key":"pages","name":"Pages"}]"#)
        try await server.call(
            .post,
            "/admin/v1/streaks/definitions",
            #"[{"key":"reading","name":"Reading","sources":[{"metric":"pages"}],"window":{"period":"daily"}}]"#
        )
        for body in [
            #"{"participant_id":"ada","event_name":"pages","value":2.5}"#,
            #"{"participant_id":"ada","event_name":"pages"}"#,
            #"{"participant_id":"ada","event_name":"pages","timestamp":"2026-02-28T23:59:59"}"#,
        ] {
            #expect(try await server.call(.post, Self.path, body).status == 200)
        }
        let total = try await server.call(.get, "/v1/users/ada/metrics/pages")
        #expect(total.value("current") == "4.5", "\(total)")
        #expect(try await server.streaks(of: "ada").value("streaks.0.current_count") == "2")
    }

    @Test func `a name never seen comes to be, as far as there is room`() async throws {
        let server = try await TestServer.bricqs()
        try await server.call(.post, Self.path, Self.purchase)
        let metrics = try await server.call(.get, "/admin/v1/metrics")
        #expect(metrics.column("key") == [#""purchase_completed""#])
        // Whoever is refused leaves no name behind.
        for body in [
            #"{"participant_id":"ada","event_name":"late","timestamp":"2026-03-02T12:00:00Z"}"#,
            #"{"participant_id":"..","event_name":"nowhere"}"#,
        ] {
            #expect(try await server.call(.post, Self.path, body).status == 400)
        }
        #expect(try await server.call(.get, "/admin/v1/metrics").count() == 1)
    }

    struct Repetition: CustomTestStringConvertible {
        let name: String
        let header: String?
        let body: String
        let isSame: Bool
        var testDescription: String { name }
    }

    @Test(arguments: [
        Repetition(name: "the field again", header: nil, body: purchase, isSame: true),
        Repetition(
            name: "the header instead",
            header: "ord_001",
            body: #"{"participant_id":"ada","event_name":"purchase_completed"}"#,
            isSame: true
        ),
        Repetition(name: "both", header: "ord_001", body: purchase, isSame: true),
        Repetition(
            name: "another name of an event",
            header: "ord_001",
            body: #"{"participant_id":"ada","event_name":"refund"}"#,
            isSame: true
        ),
        Repetition(
            name: "another participant",
            header: "ord_001",
            body: #"{"participant_id":"ben","event_name":"purchase_completed"}"#,
            isSame: false
        ),
        Repetition(
            name: "another key",
            header: "ord:2.a-b",
            body: #"{"participant_id":"ada","event_name":"purchase_completed"}"#,
            isSame: false
        ),
        Repetition(
            name: "no key",
            header: nil,
            body: #"{"participant_id":"ada","event_name":"purchase_completed"}"#,
            isSame: false
        ),
    ]) func `a key counts once`(row: Repetition) async throws {
        let server = try await TestServer.bricqs()
        let first = try await server.call(.post, Self.path, Self.purchase)
        let second = try await server.call(.post, Self.path, row.body, idempotencyKey: row.header)
        #expect(second.status == 200, "\(second)")
        #expect((second.body == first.body) == row.isSame)
        #expect(second.text("status") == "processed")
        let third = try await server.call(.post, Self.path, row.body, idempotencyKey: row.header)
        #expect((third.body == second.body) == (row.header != nil || row.isSame))
    }

    private static let badBodies: [Row<String, String>] = [
        Row("nothing", "", "body"),
        Row("a list", "[]", "body"),
        Row("no participant", #"{"event_name":"a"}"#, "participant_id"),
        Row("no name", #"{"participant_id":"a"}"#, "event_name"),
        Row("an empty name", #"{"participant_id":"a","event_name":""}"#, "event_name"),
        Row("a name with a space", #"{"participant_id":"a","event_name":"a b"}"#, "event_name"),
        Row("a tick", #"{"participant_id":"a","event_name":"streak:daily_login"}"#, "event_name"),
        Row(
            "a long name",
            #"{"participant_id":"a","event_name":"\#(String(repeating: "a", count: 101))"}"#,
            "event_name"
        ),
        Row(
            "a list of properties",
            #"{"participant_id":"a","event_name":"a","properties":[]}"#,
            "properties"
        ),
        Row(
            "a long property",
            #"{"participant_id":"a","event_name":"a","properties":{"note":"\#(String(repeating: "a", count: 1_001))"}}"#,
            "properties.note"
        ),
        Row(
            "a long property with parts",
            #"{"participant_id":"a","event_name":"a","properties":{"note":["\#(String(repeating: "a", count: 1_000))"]}}"#,
            "properties.note"
        ),
        Row(
            "a text for a value",
            #"{"participant_id":"a","event_name":"a","value":"1"}"#,
            "value"
        ),
        Row(
            "a day for a time",
            #"{"participant_id":"a","event_name":"a","timestamp":"2026-02-28"}"#,
            "timestamp"
        ),
        Row(
            "a time ahead",
            #"{"participant_id":"a","event_name":"a","timestamp":"2026-03-01T12:05:01Z"}"#,
            "timestamp"
        ),
        Row(
            "an empty key",
            #"{"participant_id":"a","event_name":"a","idempotency_key":""}"#,
            "idempotency_key"
        ),
        Row(
            "a long key",
            #"{"participant_id":"a","event_name":"a","idempotency_key":"\#(String(repeating: "a", count: 256))"}"#,
            "idempotency_key"
        ),
    ]

    @Test(arguments: badBodies) func `what is wrong is named`(
        row: Row<String, String>
    ) async throws {
        let server = try await TestServer.bricqs()
        let reply = try await server.call(.post, Self.path, row.input)
        #expect(reply.status == 400, "\(reply)")
        #expect(reply.text("detail")?.contains(row.expected) == true, "\(reply)")
        guard row.input.hasPrefix("{") else { return }
        // The same in a batch concerns that event alone.
        let other = #"{"participant_id":"ben","event_name":"pages"}"#
        let body = #"{"events":[\#(other),\#(row.input)]}"#
        let batch = try await server.call(.post, "\(Self.path)/batch", body)
        #expect(batch.status == 200, "\(batch)")
        #expect(batch.column("status", of: "results") == [#""processed""#, #""failed""#])
        #expect(batch.text("results.1.error")?.contains(row.expected) == true, "\(batch)")
        #expect(try await server.call(.get, "/admin/v1/metrics").count() == 1)
    }

    @Test(arguments: ["a b", "a/b", "ä", "", String(repeating: "a", count: 256)])
    func `a header that is no key is refused`(key: String) async throws {
        let server = try await TestServer.bricqs()
        let body = #"{"participant_id":"ada","event_name":"pages"}"#
        for (path, body) in [(Self.path, body), ("\(Self.path)/batch", #"{"events":[\#(body)]}"#)] {
            let reply = try await server.call(.post, path, body, idempotencyKey: key)
            #expect(reply.status == 400, "\(reply)")
            #expect(reply.text("detail")?.contains("Idempotency-Key") == true, "\(reply)")
        }
    }

    @Test func `two keys that differ are refused`() async throws {
        let server = try await TestServer.bricqs()
        let reply = try await server.call(
            .post,
            Self.path,
            Self.purchase,
            idempotencyKey: "ord_002"
        )
        #expect(reply.status == 400, "\(reply)")
        #expect(reply.text("detail")?.contains("idempotency_key") == true, "\(reply)")
    }
}

// MARK: - Batches

extension EventTests {
    private static func batch(_ events: String...) -> String {
        #"{"events":[\#(events.joined(separator: ","))]}"#
    }

    private static func event(
        _ name: String,
        of participant: String = "ada",
        _ rest: String = ""
    )
        -> String
    {
        #"{"participant_id":"\#(participant)","event_name":"\#(name)"\#(rest)}"#
    }

    @Test func `each event of a batch is taken in or refused by itself`() async throws {
        let server = try await TestServer.bricqs()
        // Five times as much is more than a total may be, which only the rules find out.
        let much = Array(
            repeating: Self.event("videos", of: "ben", #","value":1000000000000"#),
            count: 5
        )
        let sent = [Self.event("pages", #","value":3"#), "7"] + much + [Self.event("pages")]
        let body = #"{"events":[\#(sent.joined(separator: ","))]}"#
        let reply = try await server.call(.post, "\(Self.path)/batch", body)
        #expect(reply.status == 200, "\(reply)")
        #expect(reply.names() == ["accepted", "rejected", "results"])
        #expect(reply.value("accepted") == "6", "\(reply)")
        #expect(reply.value("rejected") == "2")
        let failed = reply.column("status", of: "results").enumerated().filter {
            $0.element == #""failed""#
        }
        #expect(failed.map(\.offset) == [1, 6])
        #expect(reply.text("results.1.error")?.contains("events[1]") == true)
        #expect(reply.text("results.6.error")?.contains("total") == true)
        #expect(reply.value("results.6.event_id") == "null")
        #expect(reply.value("results.7.error") == "null")
        for (user, count) in [("ada", 2), ("ben", 4)] {
            let events = try await server.call(.get, "/admin/v1/users/\(user)/events")
            #expect(events.count("events") == count)
        }
    }

    @Test func `a batch that is sent again changes nothing`() async throws {
        let server = try await TestServer.bricqs()
        let own = #","idempotency_key":"own""#
        let body = Self.batch(
            Self.event("pages", own),
            Self.event("pages", own),
            Self.event("pages"),
            Self.event("pages", of: "ben")
        )
        let path = "\(Self.path)/batch"
        let first = try await server.call(.post, path, body, idempotencyKey: "import-7")
        #expect(first.value("accepted") == "4", "\(first)")
        let ids = first.column("event_id", of: "results")
        #expect(ids[0] == ids[1])
        let again = try await server.call(.post, path, body, idempotencyKey: "import-7")
        #expect(again.body == first.body)
        let events = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(events.count("events") == 2)
        // Without the header only what has a key of its own is known again.
        _ = try await server.call(.post, path, body)
        let more = try await server.call(.get, "/admin/v1/users/ada/events")
        #expect(more.count("events") == 3)
    }

    @Test(arguments: [
        Row("nothing", "", "body"), Row("a list", "[]", "body"), Row("no events", "{}", "events"),
        Row("one event for a list", #"{"events":{}}"#, "events"),
        Row("an empty list", #"{"events":[]}"#, "events"),
        Row(
            "too many",
            #"{"events":[\#(Array(repeating: "{}", count: 101).joined(separator: ","))]}"#,
            "events"
        ),
    ]) func `a batch that is none is refused`(row: Row<String, String>) async throws {
        let server = try await TestServer.bricqs()
        let reply = try await server.call(.post, "\(Self.path)/batch", row.input)
        #expect(reply.status == 400, "\(reply)")
        #expect(reply.text("detail")?.contains(row.expected) == true, "\(reply)")
    }

    @Test func `another's event has the whole batch refused`() async throws {
        let server = try await TestServer.bricqs()
        let key = try await server.createKey(of: "ada")
        let body = Self.batch(Self.event("pages"), Self.event("pages", of: "ben"))
        let reply = try await server.call(.post, "\(Self.path)/batch", body, as: .key(key))
        #expect(reply.status == 403, "\(reply)")
        #expect(try await server.call(.get, "/admin/v1/users/ada/events").status == 404)
    }

    @Test func `names for which there is no room fail alone`() async throws {
        let server = try await TestServer.bricqs()
        let key = try await server.createKey(of: "ada")
        for start in [0, 100] {
            let events = (start..<start + 100).map { Self.event("e\($0)") }
            let body = #"{"events":[\#(events.joined(separator: ","))]}"#
            let reply = try await server.call(.post, "\(Self.path)/batch", body, as: .key(key))
            #expect(reply.value("accepted") == "100", "\(reply)")
        }
        let body = Self.batch(Self.event("e7"), Self.event("e200"))
        let reply = try await server.call(.post, "\(Self.path)/batch", body, as: .key(key))
        #expect(reply.column("status", of: "results") == [#""processed""#, #""failed""#])
        #expect(reply.text("results.1.error")?.contains("e200") == true, "\(reply)")
        #expect(
            try await server.call(.post, Self.path, Self.event("e200"), as: .key(key)).status == 400
        )
        // A backend of the workspace has more room.
        #expect(try await server.call(.post, Self.path, Self.event("e200")).status == 200)
    }
}
