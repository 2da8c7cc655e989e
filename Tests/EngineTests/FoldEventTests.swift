import CivilTime
import Engine
import Testing

@Suite struct FoldEventTests {
    @Test func `the first event of somebody creates the user`() throws {
        var world = FoldWorld()
        let recorded = try world.record(event(3))
        #expect(recorded.map(\.total) == [Amount(3)])
        #expect(recorded.map(\.isReplay) == [false])
        #expect(world.snapshot().user?.id == "u1")
        #expect(world.snapshot().user?.createdAt == world.now)
        #expect(world.snapshot().profile.isNew)
        #expect(world.snapshot().profile.newStays == [ZoneStay(from: .distantPast, zone: nil)])
    }

    @Test func `an event without its own time happened now`() throws {
        var world = FoldWorld()
        try world.record(event())
        let stored = try #require(world.snapshot().totals.newEvents.first)
        #expect(stored.occurredAt == world.now)
        #expect(stored.receivedAt == world.now)
        #expect(stored.day.iso8601 == "2025-03-15")
    }

    @Test func `an event changes what it tells about the user, and nothing else`() throws {
        var world = FoldWorld()
        try world.identify { $0.name = .set("Ada") }
        var change = UserChange()
        change.email = .set("ada@example.org")
        try world.record(event(change: change))
        #expect(world.snapshot().user?.name == "Ada")
        #expect(world.snapshot().user?.email == "ada@example.org")
    }

    @Test func `metrics have totals of their own`() throws {
        var world = FoldWorld()
        try world.record(event(3), event(5, metric: "money"), event(-1))
        #expect(world.total(of: FoldWorld.steps) == Amount(2))
        #expect(world.total(of: FoldWorld.money) == Amount(5))
    }

    // MARK: - Whose day it is (R1, R14)

    struct ZoneCase: Sendable {
        var defaultZone = "UTC"
        /// Zones told one after the other, each at a moment.
        var zones: [(at: String, zone: String?)] = []
        let occurredAt: String
    }

    @Test(arguments: [
        Row(
            "without a zone, the workspace's",
            ZoneCase(defaultZone: "Asia/Tokyo", occurredAt: "2025-03-14T15:00:00Z"),
            "2025-03-15"
        ),
        Row(
            "in the user's zone",
            ZoneCase(
                zones: [("2025-03-01T00:00:00Z", "America/New_York")],
                occurredAt: "2025-03-15T03:59:59.999999Z"
            ),
            "2025-03-14"
        ),
        Row(
            "at the user's midnight",
            ZoneCase(
                zones: [("2025-03-01T00:00:00Z", "America/New_York")],
                occurredAt: "2025-03-15T04:00:00Z"
            ),
            "2025-03-15"
        ),
        Row(
            "a late event before a move, in the zone of then",
            ZoneCase(
                zones: [
                    ("2025-03-01T00:00:00Z", "America/New_York"),
                    ("2025-03-10T00:00:00Z", "Asia/Tokyo"),
                ],
                occurredAt: "2025-03-09T23:59:59Z"
            ),
            "2025-03-09"
        ),
        Row(
            "at the very moment of a move, in the new zone",
            ZoneCase(
                zones: [
                    ("2025-03-01T00:00:00Z", "America/New_York"),
                    ("2025-03-10T00:00:00Z", "Asia/Tokyo"),
                ],
                occurredAt: "2025-03-09T23:59:59.999999Z"
            ),
            "2025-03-09"
        ),
        Row(
            "after a move, in the new zone",
            ZoneCase(
                zones: [
                    ("2025-03-01T00:00:00Z", "America/New_York"),
                    ("2025-03-10T00:00:00Z", "Asia/Tokyo"),
                ],
                occurredAt: "2025-03-10T15:00:00Z"
            ),
            "2025-03-11"
        ),
        Row(
            "between two moves",
            ZoneCase(
                zones: [
                    ("2025-03-01T00:00:00Z", "UTC"), ("2025-03-05T00:00:00Z", "Asia/Tokyo"),
                    ("2025-03-10T00:00:00Z", "America/New_York"),
                ],
                occurredAt: "2025-03-07T15:00:00Z"
            ),
            "2025-03-08"
        ),
        Row(
            "long before the user was seen, the first zone holds",
            ZoneCase(
                zones: [
                    ("2025-03-01T00:00:00Z", "Asia/Tokyo"),
                    ("2025-03-10T00:00:00Z", "America/New_York"),
                ],
                occurredAt: "1999-12-31T15:00:00Z"
            ),
            "2000-01-01"
        ),
        Row(
            "a cleared zone gives way to the workspace's",
            ZoneCase(
                defaultZone: "Asia/Tokyo",
                zones: [
                    ("2025-03-01T00:00:00Z", "America/New_York"), ("2025-03-10T00:00:00Z", nil),
                ],
                occurredAt: "2025-03-11T15:00:00Z"
            ),
            "2025-03-12"
        ),
        Row(
            "before a first zone was told, in that zone",
            ZoneCase(
                defaultZone: "Asia/Tokyo",
                zones: [
                    ("2025-03-01T00:00:00Z", nil),
                    ("2025-03-10T00:00:00Z", "America/New_York"),
                ],
                occurredAt: "2025-03-09T15:00:00Z"
            ),
            "2025-03-09"
        ),
    ])
    func `an event belongs to the day of the zone its user had then`(
        row: Row<ZoneCase, String>
    ) throws {
        var world = FoldWorld()
        world.defaultZone = row.input.defaultZone
        for (moment, zone) in row.input.zones {
            world.now = try instant(moment)
            try world.identify { $0.zone = zone.map { .set($0) } ?? .clear }
        }
        world.now = FoldWorld.noon
        try world.record(event(at: try instant(row.input.occurredAt)))
        #expect(world.days() == [row.expected])
    }

    @Test(
        arguments: [
            Row("the first day", ("0001-01-01T00:00:00Z", "UTC"), "0001-01-01"),
            Row("before the first day", ("0001-01-01T00:00:00Z", "America/New_York"), nil),
            Row("the last day", ("9999-12-31T23:59:59Z", "UTC"), "9999-12-31"),
            Row("after the last day", ("9999-12-31T23:59:59Z", "Pacific/Kiritimati"), nil),
        ] as [Row<(String, String), String?>]
    )
    func `an event whose day has no date of four digits is refused`(
        row: Row<(String, String), String?>
    ) throws {
        var world = FoldWorld()
        world.now = try instant(row.input.0)
        let refusal = Result { try world.record(event(change: moving(to: row.input.1))) }.refusal
        #expect(world.days().first == row.expected)
        #expect((refusal == nil) == (row.expected != nil))
        guard let refusal else { return }
        #expect(refusal.code == .invalidValue)
        #expect(
            refusal.message.hasPrefix("The time \(row.input.0.dropLast()).000Z falls on a day in ")
        )
        #expect(refusal.message.contains("\(row.input.1), outside the years 0001 to 9999"))
    }

    @Test func `a zone told with the event holds for it when it happens now`() throws {
        var world = FoldWorld()
        try world.identify()
        world.now = try instant("2025-03-15T23:00:00Z")
        try world.record(event(change: moving(to: "Asia/Tokyo")))
        #expect(world.days() == ["2025-03-16"])
    }

    @Test func `a later zone told with a late event does not reach back`() throws {
        var world = FoldWorld()
        try world.identify { $0.zone = .set("UTC") }
        world.now = world.now.adding(seconds: 60)
        let late = try instant("2025-03-14T23:00:00Z")
        try world.record(event(at: late, change: moving(to: "Asia/Tokyo")))
        #expect(world.days() == ["2025-03-14"])
    }

    @Test func `a later move never changes the day of an event taken in`() throws {
        var world = FoldWorld()
        try world.identify { $0.zone = .set("UTC") }
        world.now = try instant("2025-03-15T23:00:00Z")
        try world.record(event())
        world.now = world.now.adding(seconds: 1)
        try world.identify { $0.zone = .set("Asia/Tokyo") }
        #expect(world.days() == ["2025-03-15"])
    }

    // MARK: - Clocks (R10)

    @Test(
        arguments: [
            Row("now", 0, true),
            Row("five minutes ahead", 300_000_000, true),
            Row("a microsecond more", 300_000_001, false),
            Row("a day ahead", 86_400_000_000, false),
            Row("a microsecond ago", -1, true),
            Row("fifty years ago", -50 * 31_557_600_000_000, true),
        ] as [Row<Int64, Bool>]
    )
    func `a timestamp may be five minutes ahead and any time ago`(row: Row<Int64, Bool>) throws {
        var world = FoldWorld()
        let moment = world.now.adding(microseconds: row.input)
        let refusal = Result { try world.record(event(at: moment)) }.refusal
        #expect((refusal == nil) == row.expected)
        if let refusal {
            #expect(refusal.code == .invalidValue)
            #expect(refusal.reason == .eventAhead(moment, now: world.now))
        }
    }

    @Test func `an event a little ahead counts on the day of its own timestamp`() throws {
        var world = FoldWorld()
        world.now = try instant("2025-03-15T23:58:00Z")
        try world.record(event(at: try instant("2025-03-16T00:00:00Z")))
        #expect(world.days() == ["2025-03-16"])
    }

    // MARK: - Refusals

    @Test(
        arguments: [
            Row("a metric nobody set up", event(metric: "swims"), .unknownMetric),
            Row("another case of the key", event(metric: "Steps"), .unknownMetric),
            Row("an attribute nobody set up", event(attributes: ["os": "x"]), .invalidValue),
            Row("a user's attribute", event(attributes: ["plan": "pro"]), .invalidValue),
            Row("an unknown zone", event(change: moving(to: "Mars/Base")), .invalidValue),
        ] as [Row<EventDraft, Refusal.Code>]
    )
    func `an event that breaks a rule is refused`(row: Row<EventDraft, Refusal.Code>) throws {
        var world = FoldWorld()
        let refusal = try #require(Result { try world.record(row.input) }.refusal)
        #expect(refusal.code == row.expected)
        #expect(refusal.index == 0)
        #expect(world.snapshot().user == nil)
    }

    @Test func `one bad event of a batch leaves everything as it was`() throws {
        var world = FoldWorld(users: [1, 2])
        try world.record(event(5))
        let before = world.snapshot()
        let refusal = Result {
            try world.record(
                event(1, change: moving(to: "Asia/Tokyo")),
                event(user: 2),
                event(metric: "x")
            )
        }.refusal
        #expect(refusal?.index == 2)
        #expect(world.snapshot().user == before.user)
        #expect(world.snapshot().totals.tallies == before.totals.tallies)
        #expect(world.snapshot().totals.newEvents == before.totals.newEvents)
        #expect(world.snapshot().profile.newStays == before.profile.newStays)
        #expect(world.snapshot(2).user == nil)
    }

    @Test func `a total beyond what can be kept exactly is refused`() throws {
        var world = FoldWorld()
        var large = event()
        large.amount = .maximumMagnitude
        for _ in 0..<4 { try world.record(large) }
        let refusal = Result { try world.record(large) }.refusal
        #expect(refusal?.code == .invalidValue)
        #expect(refusal?.message.contains("total") == true)
        #expect(world.total() == .maximumTotal)
    }

    // MARK: - Once only

    @Test func `a key that was used replays the first event's outcome`() throws {
        var world = FoldWorld()
        let first = try world.record(event(5, key: "k"))
        try world.record(event(2))
        let again = try world.record(event(99, key: "k"))
        #expect(again.map(\.id) == first.map(\.id))
        #expect(again.map(\.isReplay) == [true])
        #expect(again.map(\.total) == [Amount(7)])
        #expect(world.snapshot().totals.newEvents.count == 2)
    }

    @Test func `a key used twice in one batch counts once`() throws {
        var world = FoldWorld()
        let recorded = try world.record(event(5, key: "k"), event(5, key: "k"))
        #expect(recorded.map(\.isReplay) == [false, true])
        #expect(world.total() == Amount(5))
    }

    @Test(arguments: [
        Row("another metric", event(metric: "money", key: "k"), false),
        Row("another user", event(user: 2, key: "k"), false),
        Row("another case", event(key: "K"), false),
        Row("the same with an invalid attribute", event(key: "k", attributes: ["x": ""]), true),
    ])
    func `a key belongs to one user and one metric`(row: Row<EventDraft, Bool>) throws {
        var world = FoldWorld(users: [1, 2])
        try world.record(event(key: "k"))
        #expect(try world.record(row.input).map(\.isReplay) == [row.expected])
    }

    @Test(arguments: [
        Row("of its metric", false, [false, false, true]),
        Row("of all of the user's events", true, [false, true, true]),
    ])
    func `a key holds once for its metric, or once for all that its user does`(
        row: Row<Bool, [Bool]>
    ) throws {
        var world = FoldWorld()
        let drafts = ["steps", "money", "steps"].map { metric in
            var draft = event(metric: metric, key: "k")
            draft.sharesKey = row.input
            return draft
        }
        for (draft, isReplay) in zip(drafts, row.expected) {
            #expect(try world.record(draft).map(\.isReplay) == [isReplay])
        }
    }

    @Test func `keys that only look alike are two`() throws {
        var world = FoldWorld()
        try world.record(event(key: "\u{e9}"))
        #expect(try world.record(event(key: "e\u{301}")).map(\.isReplay) == [false])
    }

    @Test func `a replay does not change the user`() throws {
        var world = FoldWorld()
        try world.record(event(key: "k"))
        let before = world.snapshot().user
        world.now = world.now.adding(seconds: 60)
        try world.record(event(key: "k", change: moving(to: "Asia/Tokyo")))
        #expect(world.snapshot().user == before)
    }
}

extension Result {
    /// Why the engine refused.
    var refusal: Refusal? {
        guard case .failure(let error) = self else { return nil }
        return error as? Refusal
    }
}
