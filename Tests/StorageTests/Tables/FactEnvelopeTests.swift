import CivilTime
import Engine
import Storage
import Testing

/// A fact is one envelope, whatever it says, and so are those that were told before there was one.
@Suite struct FactEnvelopeTests {
    private static func placed(_ database: any Database) throws -> [PlacedFact] {
        try database.read { (connection) throws(StorageError) in
            try connection.facts.placed(after: .start, limit: 100)
        }
    }

    @Test(arguments: Engines.all)
    func `what a fact says is kept, in its order`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        var payload = FactPayload()
        payload.add("text", .text("a \"b\"\n"))
        payload.add("nothing", nil)
        payload.add("whole", .whole(-7))
        payload.add("decimal", .decimal(Amount(millionths: 1_500_000)))
        payload.add("instant", .instant(Samples.moment(0)))
        payload.add("date", .date(CivilDate(dayNumber: 20_000)))
        payload.add("bool", .bool(true))
        payload.add("list", .list([.whole(1), .text("x")]))
        let at = Samples.moment(0)
        let kind = Fact.Kind(rawValue: "of.tomorrow")
        let fact = Fact(kind: kind, subject: "s", at: at, payload: payload)
        try database.write { (connection) throws(StorageError) in
            try connection.facts.insert(
                [
                    (1, UserKey(0), WorkspaceID(1), fact),
                    (2, UserKey(0), WorkspaceID(1), Fact(kind: kind, subject: nil, at: at)),
                ],
                at: at
            )
        }
        try FactPlaceTests.settle(database)
        let facts = try Self.placed(database).map(\.stored.fact)
        let read = try #require(facts.first)
        #expect((read.kind, read.subject, read.at) == (kind, "s", at))
        #expect(
            read.payload.fields.map(\.name)
                == ["text", "whole", "decimal", "instant", "date", "bool", "list"]
        )
        #expect(read.payload["text"]?.text == "a \"b\"\n")
        #expect(read.payload["whole"]?.whole == -7)
        #expect(read.payload["whole"]?.amount == Amount(-7))
        #expect(read.payload["decimal"]?.amount == Amount(millionths: 1_500_000))
        #expect(read.payload["instant"]?.instant == Samples.moment(0))
        #expect(read.payload["date"]?.date == CivilDate(dayNumber: 20_000))
        #expect(read.payload["bool"]?.bool == true)
        #expect(read.payload["list"] == .list([.whole(1), .text("x")]))
        #expect(facts.last == Fact(kind: kind, subject: nil, at: at))
    }

    @Test(arguments: Engines.all)
    func `facts of some kinds are found`(engine: EngineUnderTest) throws {
        let database = try engine.makePrepared()
        let kinds = ["a.b", "a.b_c", "b"].map(Fact.Kind.init)
        try database.write { (connection) throws(StorageError) in
            try connection.facts.insert(
                kinds.enumerated().map { index, kind in
                    (
                        Int64(index), UserKey(1), WorkspaceID(1),
                        Fact(kind: kind, subject: nil, at: Samples.moment(0))
                    )
                },
                at: Samples.moment(0)
            )
        }
        try FactPlaceTests.settle(database)
        let rows: [(asked: Set<Fact.Kind>?, found: [Fact.Kind])] = [
            (nil, kinds), ([kinds[0]], [kinds[0]]), ([kinds[1], kinds[2]], [kinds[1], kinds[2]]),
            ([Fact.Kind(rawValue: "b_c")], []), ([], []),
        ]
        for row in rows {
            let found = try database.read { (connection) throws(StorageError) in
                try connection.facts.placed(after: .start, kinds: row.asked, limit: 9)
            }
            #expect(found.map(\.stored.fact.kind) == row.found)
        }
    }

    private static let toldBefore = [
        fact(.started, at: 70, 1, 0, freezes: 2),
        fact(.milestoneReached, at: 71, 7, 6, freezes: 2, count: 7, reward: "gold \"x\""),
        fact(
            .atRisk,
            at: 72,
            4,
            4,
            endsAt: Instant(microseconds: endsAt / 1_000 * 1_000)
        ),
    ]

    private static func fact(
        _ kind: StreakFact.Kind,
        at: Int64,
        _ length: Int,
        _ before: Int,
        freezes: Int = 0,
        count: Int = 0,
        reward: String? = nil,
        endsAt: Instant? = nil
    ) -> StreakFact {
        StreakFact(
            streak: "d1",
            kind: kind,
            at: Instant(microseconds: at),
            length: length,
            previousLength: before,
            freezes: freezes,
            count: count,
            rewardItemID: reward,
            endsAt: endsAt
        )
    }

    private static let endsAt: Int64 = 1_772_366_400_123_456

    @Test(arguments: Engines.all)
    func `facts that were told before say what they said, where they were`(
        engine: EngineUnderTest
    ) throws {
        let database = try engine.makeEmpty()
        let count = try #require(
            Schema.migrations.firstIndex { $0.name.hasSuffix("envelop_facts") }
        )
        try Migrator(Array(Schema.migrations[..<count])).migrate(database, at: 0)
        try database.write { (connection) throws(StorageError) in
            try connection.execute(
                """
                INSERT INTO streak_definition (definition_id, workspace_id, public_id, key, name,
                    is_primary, is_customizable, milestones, created_at, revision,
                    recounted_revision)
                VALUES (1, 1, 'd1', 'steps', 'Steps', 1, 1, '[]', 0, 1, 1)
                """
            )
            try connection.execute(
                """
                INSERT INTO fact (fact_number, user_key, workspace_id, kind, definition_id,
                    happened_at, told_at, length, previous_length, freezes, amount,
                    reward_item_id, ends_at, place)
                VALUES (9, 5, 1, 'streak.started', 1, 70, 80, 1, 0, 2, 0, NULL, NULL, 3),
                       (8, 5, 1, 'streak.milestone_reached', 1, 71, 81, 7, 6, 2, 7, 'gold "x"',
                        NULL, 4),
                       (7, 6, 2, 'streak.at_risk', 1, 72, 82, 4, 4, 0, 0, NULL,
                        \(Self.endsAt), 5)
                """
            )
        }
        try Migrator(Array(Schema.migrations[...count])).migrate(database, at: 0)
        try FactPlaceTests.settle(database)
        let facts = try Self.placed(database)
        #expect(facts.map(\.place.place) == [3, 4, 5])
        #expect(facts.map(\.stored.number) == [9, 8, 7])
        #expect(facts.map(\.stored.user.number) == [5, 5, 6])
        #expect(facts.map(\.workspace.number) == [1, 1, 2])
        #expect(facts.map(\.stored.toldAt.microseconds) == [80, 81, 82])
        let said = facts.compactMap { StreakFact($0.stored.fact) }
        #expect(said == Self.toldBefore)
        // One told now and one told then say the same in the same words.
        let told = Fact(said[2]).payload.fields.map(\.name)
        #expect(facts[2].stored.fact.payload.fields.map(\.name) == told)
    }
}
