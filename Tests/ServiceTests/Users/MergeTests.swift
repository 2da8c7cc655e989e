import Catalogue
import CivilTime
import Engine
import Intake
import Reading
import Service
import ServiceRuntime
import Storage
import Testing

/// Two records of one person become one, and nobody can tell that there were two.
@Suite struct MergeTests {
    @Test func `the union of what two did is one's, and the other is gone`() async throws {
        let world = try await ServiceWorld()
        try await world.record(world.draft(3, key: "a"), world.draft(4, key: "b"))
        try await world.record(
            world.draft(4, user: "anon", key: "b"),
            world.draft(5, user: "anon", key: "c"),
            world.draft(6, user: "anon")
        )
        let answer = try await world.merge("anon")
        #expect(answer == "moved 2, repeated 1")
        #expect(try await world.total() == Amount(18))
        let gone = await result { try await world.total("anon") }
        #expect(gone.serviceCode == .notFound)
    }

    @Test func `a call that is repeated is told what came of the first`() async throws {
        let world = try await ServiceWorld()
        try await world.record(world.draft(3), world.draft(5, user: "anon"))
        let first = try await world.merge("anon")
        #expect(try await world.merge("anon") == first)
        #expect(try await world.total() == Amount(8))
        let facts = try world.facts(of: "user.merged")
        #expect(facts.count == 1)
        #expect(facts.first.flatMap { UserFact($0)?.mergedID } == "anon")
        // Whoever is there anew is merged anew.
        try await world.record(world.draft(2, user: "anon"))
        _ = try await world.merge("anon")
        #expect(try await world.total() == Amount(10))
    }

    @Test func `nothing comes of a merge whose commit failed, and all of it when it is repeated`()
        async throws
    {
        let world = try await ServiceWorld()
        try await world.record(world.draft(3), world.draft(5, user: "anon"))
        world.database.failNext(.atCommit(.unavailable))
        let failed = await result { try await world.merge("anon") }
        #expect(failed.serviceCode == .unavailable)
        #expect(try await world.total() == Amount(3))
        #expect(try await world.total("anon") == Amount(5))
        _ = try await world.merge("anon")
        #expect(try await world.total() == Amount(8))
    }

    @Test func `a merge whose commit nobody heard of is done once`() async throws {
        let world = try await ServiceWorld()
        try await world.record(world.draft(3), world.draft(5, user: "anon"))
        world.database.failNext(.afterCommit)
        _ = await result { try await world.merge("anon") }
        _ = try await world.merge("anon")
        #expect(try await world.total() == Amount(8))
        #expect(try world.facts(of: "user.merged").count == 1)
    }

    @Test func `whoever is not there, or the same, is not merged`() async throws {
        let world = try await ServiceWorld()
        try await world.record(world.draft(3))
        #expect(await result { try await world.merge("nobody") }.serviceCode == .notFound)
        #expect(await result { try await world.merge("ada") }.serviceCode == .invalid)
        let nowhere = await result { try await world.merge("ada", into: "nobody") }
        #expect(nowhere.serviceCode == .notFound)
    }

    @Test func `an achievement and its points are given once, with the earlier date`() async throws
    {
        let world = try await ServiceWorld()
        let metric = try await world.metricID()
        let achievements = try await world.create(
            active("Three", .metric) { ($0.metric, $0.amount) = (metric, Amount(3)) },
            active("Ten", .metric) { ($0.metric, $0.amount) = (metric, Amount(10)) }
        )
        try await world.createPoints(
            triggers: achievements.map { achievement in
                givingPoints(100, for: .achievement) { $0.achievement = achievement.publicID }
            } + [try await world.perUnits(1, gives: 1)]
        )
        try await world.record(world.draft(4, user: "anon"))
        let earlier = world.clock.now()
        world.clock.advance(seconds: 60)
        try await world.record(world.draft(7))
        let told = try world.completionFacts().count
        _ = try await world.merge("anon")
        #expect(try await world.reached() == ["Three", "Ten"])
        #expect(try await world.points() == 211)
        // That both together reach the second one is news; the first one is not.
        #expect(try world.completionFacts().count == told)
        let head = try await world.service.reading.exportHead(of: "ada", in: world.live)
        #expect(head.completions[achievements[0].id]?.achievedAt == earlier)
        #expect(try await world.completions() == ["Three": 1, "Ten": 1])
    }

    @Test func `points that were given by hand come along, once by their keys`() async throws {
        let world = try await ServiceWorld()
        let system = try await world.createPoints().system
        for (user, amount, key) in [
            ("ada", 5, "k"), ("anon", 5, "k"), ("anon", 20, "l"), ("anon", -8, "m"),
        ] as [(String, Int64, String)] {
            let command = ChangePoints(
                user: world.service.intake.userKey(of: user, in: world.live),
                userID: user,
                createsUser: true,
                system: system.id,
                amount: amount,
                idempotencyKey: key
            )
            _ = try await world.service.intake.submit(command, in: world.live)
        }
        _ = try await world.merge("anon")
        #expect(try await world.points() == 17)
    }

    @Test func `keys of deleted events stay used, and their amounts stay out`() async throws {
        let world = try await ServiceWorld()
        try await world.record(world.draft(3))
        let event = try await world.record(world.draft(5, user: "anon", key: "x"))[0]
        _ = try await world.service.intake.submit(DeleteEvent(event.id), in: world.live)
        _ = try await world.merge("anon")
        #expect(try await world.total() == Amount(3))
        let again = try await world.record(world.draft(5, key: "x"))[0]
        #expect(again.isReplay)
        #expect(try await world.total() == Amount(3))
    }

    @Test func `what is known stays, what is not is added, notes come along`() async throws {
        let world = try await ServiceWorld()
        try await world.tell("ada") { $0.name = .set("Ada") }
        try await world.tell("anon") {
            ($0.name, $0.email) = (.set("Somebody"), .set("ada@example.com"))
            $0.attributes = ["plan": "pro"]
        }
        _ = try await world.service.notes.add("Called twice.", about: "anon", in: world.live)
        _ = try await world.merge("anon")
        let user = try await world.service.reading.user("ada", in: world.live)
        #expect(user.user.name == "Ada")
        #expect(user.user.email == "ada@example.com")
        #expect(user.attributes.values.sorted() == ["pro"])
        let notes = try await world.service.notes.all(of: "ada", in: world.live)
        #expect(notes.map(\.text) == ["Called twice."])
    }

    @Test func `a preview tells the same and stores nothing`() async throws {
        let world = try await ServiceWorld()
        try await world.record(world.draft(3), world.draft(5, user: "anon"))
        let view = try await world.service.catalogue.view(of: world.live)
        let preview = try await world.service.merging.preview(of: "anon", into: "ada", in: view)
        let metric = try await world.metric()
        #expect(preview.user.before.totals[metric] == Amount(3))
        #expect(preview.other.totals[metric] == Amount(5))
        #expect(preview.user.after.totals[metric] == Amount(8))
        #expect(try await world.total() == Amount(3))
        #expect(try await world.total("anon") == Amount(5))
    }

    @Test func `a merge is in the audit, and what was noted of the other is the one's`()
        async throws
    {
        let world = try await ServiceWorld()
        try await world.record(world.draft(3), world.draft(5, user: "anon"))
        let catalogue = world.service.catalogue
        try await catalogue.noteUserAction("gave", for: "anon", because: nil, in: world.live)
        _ = try await world.merge("anon")
        var filter = AuditFilter()
        (filter.kind, filter.item) = (.user, "ada")
        let entries = try await catalogue.audit(of: world.live, that: filter, limit: 10)
        #expect(entries.count == 2)
        #expect(entries.first?.after?.contains("merge anon") == true)
    }

    @Test func `notes go with the user whom they are about`() async throws {
        let world = try await ServiceWorld()
        try await world.record(world.draft(3))
        let notes = world.service.notes
        let note = try await notes.add("One.", about: "ada", in: world.live)
        world.clock.advance(seconds: 1)
        _ = try await notes.add("Two.", about: "ada", in: world.live)
        let changed = try await notes.change(note.publicID, to: "I", about: "ada", in: world.live)
        #expect(changed.updatedAt > changed.createdAt)
        #expect(try await notes.all(of: "ada", in: world.live).map(\.text) == ["Two.", "I"])
        try await notes.remove(note.publicID, about: "ada", in: world.live)
        let gone = await result {
            try await notes.remove(note.publicID, about: "ada", in: world.live)
        }
        #expect(gone.serviceCode == .notFound)
        try await world.service.erasure.erase("ada", in: world.live, home: world.live)
        try await world.record(world.draft(3))
        #expect(try await notes.all(of: "ada", in: world.live).isEmpty)
    }
}

extension ServiceWorld {
    /// Merges a user into another, and tells how many events that moved.
    func merge(_ other: String, into user: String = "ada") async throws -> String {
        try await service.merging.merge(
            other,
            into: user,
            because: nil,
            in: live,
            home: live
        ) { outcome, _ in
            "moved \(outcome.user.eventCount), repeated \(outcome.user.repeatedCount)"
        }
    }

    /// What a user has of the only system.
    func points(_ user: String = "ada") async throws -> Int64 {
        let view = try await service.catalogue.view(of: live)
        return try await service.reading.pointsTotals(of: user, in: view).values.first ?? 0
    }

    func facts(of kind: String) throws -> [Fact] {
        try database.read { (connection) throws(StorageError) in
            try connection.facts.placed(
                after: .start,
                in: live,
                kinds: [Fact.Kind(rawValue: kind)],
                limit: 1_000
            )
        }.map(\.stored.fact)
    }
}
