import Catalogue
import CivilTime
import Engine
import Intake
import Service
import Testing

/// Where points change their mind: the last second of a boost, the last point of a lot.
@Suite struct PointsBoundaryTests {
    /// In Beirut, 2025-03-29 ends at 22:00 UTC with an hour that does not exist: the day after it begins at one.
    private static let missingMidnight = Instant(seconds: 1_743_285_600)

    private static let seconds: [Row<(end: String?, start: String, second: Int64), Int64>] = [
        Row("the last second of its last day", ("2025-03-29", "2025-03-20", -1), 20),
        Row("the second at which that day is over", ("2025-03-29", "2025-03-20", 0), 10),
        Row("the hour that follows", ("2025-03-29", "2025-03-20", 3_599), 10),
        Row("a boost that goes on", (nil, "2025-03-20", 0), 20),
        Row("one that ends a day later", ("2025-03-30", "2025-03-20", 0), 20),
        Row("its last second, of a day of 23 hours", ("2025-03-30", "2025-03-20", 82_799), 20),
        Row("after a day of 23 hours", ("2025-03-30", "2025-03-20", 82_800), 10),
        Row("the second before one begins", (nil, "2025-03-30", -1), 10),
        Row("the second at which it begins", (nil, "2025-03-30", 0), 20),
        Row("one of no more than that day, before it", ("2025-03-30", "2025-03-30", -1), 10),
        Row("one of no more than that day, in it", ("2025-03-30", "2025-03-30", 0), 20),
    ]

    @Test(arguments: seconds)
    func `a boost holds to the second, also where a midnight does not exist`(
        row: Row<(end: String?, start: String, second: Int64), Int64>
    ) async throws {
        let world = try await ServiceWorld()
        try await world.createPoints(
            boosts: [try boost("2", from: row.input.start, to: row.input.end)],
            triggers: [try await world.perUnits(1, gives: 10)]
        )
        try await world.tell { $0.zone = .set("Asia/Beirut") }
        let moment = Self.missingMidnight.adding(seconds: row.input.second)
        world.clock.set(to: moment)
        try await world.steps(1)
        #expect(try await world.points() == row.expected)
    }

    /// What a trigger asks of users and events, and what the event and its user have.
    struct Filtered: Sendable {
        var ofUser: [String: String] = [:]
        var ofEvent: [String: String] = [:]
        var user: [String: String] = [:]
        var event: [String: String] = [:]
    }

    private static let filters: [Row<Filtered, Int64>] = [
        Row("nothing is asked", Filtered(user: ["plan": "gold"], event: ["device": "ios"]), 10),
        Row(
            "an event as asked",
            Filtered(ofEvent: ["device": "ios"], event: ["device": "ios"]),
            10
        ),
        Row("another value", Filtered(ofEvent: ["device": "ios"], event: ["device": "web"]), 0),
        Row("another case", Filtered(ofEvent: ["device": "ios"], event: ["device": "iOS"]), 0),
        Row("no value", Filtered(ofEvent: ["device": "ios"]), 0),
        Row(
            "one of two",
            Filtered(ofEvent: ["device": "ios", "genre": "noir"], event: ["device": "ios"]),
            0
        ),
        Row(
            "both of two, and more",
            Filtered(
                ofEvent: ["device": "ios", "genre": "noir"],
                event: ["device": "ios", "genre": "noir", "size": "1"]
            ),
            10
        ),
        Row("a user as asked", Filtered(ofUser: ["plan": "gold"], user: ["plan": "gold"]), 10),
        Row("another user", Filtered(ofUser: ["plan": "gold"], user: ["plan": "free"]), 0),
        Row("a user without", Filtered(ofUser: ["plan": "gold"]), 0),
        Row(
            "a user with one of two",
            Filtered(ofUser: ["plan": "gold", "region": "eu"], user: ["plan": "gold"]),
            0
        ),
        Row(
            "the user, but not the event",
            Filtered(
                ofUser: ["plan": "gold"],
                ofEvent: ["device": "ios"],
                user: ["plan": "gold"],
                event: ["device": "web"]
            ),
            0
        ),
        Row(
            "the user and the event",
            Filtered(
                ofUser: ["plan": "gold"],
                ofEvent: ["device": "ios"],
                user: ["plan": "gold"],
                event: ["device": "ios"]
            ),
            10
        ),
    ]

    @Test(arguments: filters)
    func `a trigger gives where the user and the event have all that it asks for`(
        row: Row<Filtered, Int64>
    ) async throws {
        let world = try await ServiceWorld()
        let drafts = [
            AttributeDraft(kind: .event, key: "device", name: "Device"),
            AttributeDraft(kind: .event, key: "genre", name: "Genre"),
            AttributeDraft(kind: .event, key: "size", name: "Size"),
            AttributeDraft(kind: .user, key: "region", name: "Region"),
        ]
        _ = try await world.service.catalogue.createAttributes(drafts, in: world.live)
        var (ofUser, ofEvent): ([AchievementChange.Match], [AchievementChange.Match]) = ([], [])
        for (key, value) in row.input.ofUser {
            ofUser.append(.init(attribute: try await world.attributeID(.user, key), value: value))
        }
        for (key, value) in row.input.ofEvent {
            ofEvent.append(.init(attribute: try await world.attributeID(.event, key), value: value))
        }
        let trigger = try await world.perUnits(1, gives: 10) {
            $0.userAttributes = .set(ofUser)
            $0.eventAttributes = .set(ofEvent)
        }
        try await world.createPoints(triggers: [trigger])
        try await world.tell { change in
            change.attributes = row.input.user.mapValues { .some($0) }
        }
        var draft = world.draft(1)
        draft.attributes = row.input.event
        _ = try await world.service.intake.submit(RecordEvent(draft), in: world.live)
        #expect(try await world.points() == row.expected)
    }

    /// What is given and taken on days one after the other, and the expiries that follow: points are gone
    /// after three days.
    private static let lots: [Row<[Int64], [String]>] = [
        Row("nothing is spent", [10, 20], ["-10 = 20", "-20 = 0"]),
        Row("a part of the first", [10, 20, -4], ["-6 = 20", "-20 = 0"]),
        Row("all but one of the first", [10, 20, -9], ["-1 = 20", "-20 = 0"]),
        Row("exactly the first", [10, 20, -10], ["-20 = 0"]),
        Row("one of the second, too", [10, 20, -11], ["-19 = 0"]),
        Row("of both", [10, 20, -15], ["-15 = 0"]),
        Row("all but one", [10, 20, -29], ["-1 = 0"]),
        Row("everything", [10, 20, -30], []),
        Row("in between", [10, -4, 20], ["-6 = 20", "-20 = 0"]),
        Row("in two goes", [10, 20, -12], ["-18 = 0"]),
    ]

    @Test(arguments: lots)
    func `what is spent is taken from what expires first`(
        row: Row<[Int64], [String]>
    ) async throws {
        let world = try await ServiceWorld()
        try await world.createPoints { $0.expiresAfterDays = .set(3) }
        for (day, amount) in row.input.enumerated() {
            world.setClock(hours: Int64(24 * day))
            try await world.give(amount)
        }
        world.setClock(hours: 24 * 10)
        let expiries = try await world.ledger().filter { $0.hasPrefix("expiry") }
        #expect(expiries == row.expected.map { "expiry \($0)" })
        #expect(try await world.points() == 0)
    }
}
