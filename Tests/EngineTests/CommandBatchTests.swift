import Testing

@testable import Engine

/// Commands that share a transaction, of which one may be refused and the others not.
@Suite struct CommandBatchTests {
    /// What a batch came to, in short: totals, and what was refused.
    private static func short(_ results: [Result<RecordedEvent, Refusal>]) -> [String] {
        results.map { result in
            switch result {
            case .success(let event): event.total.description + (event.isReplay ? " again" : "")
            case .failure(let refusal): "\(refusal.code)"
            }
        }
    }

    private static func batch(_ drafts: [EventDraft]) -> CommandBatch<RecordEvent> {
        CommandBatch(drafts.map(RecordEvent.init))
    }

    private static let rows: [Row<[EventDraft], [String]>] = [
        Row("nothing", [], []),
        Row("all", [event(5), event(2), event(4, user: 2)], ["5", "7", "4"]),
        Row(
            "one refused among others",
            [event(5), event(1, metric: "nope"), event(2)],
            ["5", "unknownMetric", "7"]
        ),
        Row(
            "the first refused",
            [event(1, metric: "nope", change: moving(to: "Asia/Tokyo")), event(2)],
            ["unknownMetric", "2"]
        ),
        Row(
            "a key twice",
            [event(5, key: "a"), event(3, key: "a"), event(2)],
            ["5", "5 again", "7"]
        ),
        Row(
            "a key that was refused is free",
            [event(5, key: "a", attributes: ["x": "y"]), event(3, key: "a")],
            ["invalidValue", "3"]
        ),
    ]

    @Test(arguments: rows) func `each is done or refused by itself`(
        row: Row<[EventDraft], [String]>
    ) throws {
        var world = FoldWorld(users: [1, 2])
        #expect(Self.short(try world.apply(Self.batch(row.input))) == row.expected)
    }

    @Test func `what is refused leaves nothing behind`() throws {
        var world = FoldWorld()
        let refused = event(1, metric: "nope", change: moving(to: "Asia/Tokyo"))
        _ = try world.apply(Self.batch([refused]))
        #expect(world.snapshot().user == nil)
        #expect(world.snapshot().totals.newEvents.isEmpty)
        _ = try world.apply(Self.batch([event(), refused, event()]))
        #expect(world.snapshot().user?.zone == nil)
        #expect(world.total() == Amount(2))
    }

    @Test func `it comes to what its commands come to alone`() throws {
        let drafts = [
            event(5, key: "a"), event(3, metric: "money"), event(2, key: "a"),
            event(1, user: 2, metric: "nope"), event(7, user: 2),
        ]
        var together = FoldWorld(users: [1, 2])
        let results = try together.apply(Self.batch(drafts))
        var apart = FoldWorld(users: [1, 2])
        let expected = drafts.map { draft in
            Result { () throws(Refusal) in try apart.apply(RecordEvent(draft)) }
        }
        #expect(results == expected)
        for user in [Int64(1), 2] {
            #expect(together.total(user) == apart.total(user))
            #expect(together.days(user) == apart.days(user))
        }
    }

    @Test func `events are numbered through`() {
        let batch = CommandBatch([event(), event(), event()].map(RecordEvent.init))
        #expect(batch.eventCount == 3)
        let places = batch.touches.map { touch -> Int? in
            if case .event(_, let index) = touch.kind { index } else { nil }
        }
        #expect(places == [0, 1, 2])
    }
}
