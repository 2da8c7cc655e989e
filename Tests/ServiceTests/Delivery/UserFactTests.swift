import CivilTime
import Engine
import Service
import Sodium
import Storage
import Testing

@testable import Delivery

/// Facts about users: who is told of them, and what is left of them once a user was erased.
@Suite struct UserFactTests {
    private static func facts(_ world: ServiceWorld) throws -> [PlacedFact] {
        try world.database.read { (connection) throws(StorageError) in
            try connection.facts.placed(after: .start, in: world.live, limit: 1_000)
        }.filter { $0.stored.fact.kind != .configurationChanged }
    }

    private static func subscribe(
        _ world: ServiceWorld,
        users: [String]? = nil,
        types: Set<FeedType>? = nil
    ) async throws -> Follower {
        let filter = FeedFilter(workspace: world.live, users: users, types: types)
        return Follower(
            subscription: try await world.service.feed.subscribe(filter, owner: "key")
        )
    }

    @Test func `an erased user leaves one fact, which tells the id to those who know it`()
        async throws
    {
        let world = try await ServiceWorld()
        try await world.tell { $0.name = .set("Ada") }
        try await world.tell { $0.name = .set("Bea") }
        #expect(
            try Self.facts(world).map(\.stored.fact.kind.rawValue) == [
                "user.created", "user.changed",
            ]
        )
        try await world.service.erasure.erase("ada", in: world.live, home: world.live)
        let left = try Self.facts(world)
        let fact = try #require(left.first.flatMap { UserFact($0.stored.fact) })
        #expect(left.count == 1)
        #expect(left.first?.userID == nil)
        #expect(fact.kind == .erased)
        #expect(fact.idDigest == Sodium.sha256(of: Array("ada".utf8)).hexadecimal)
        // Somebody new may take the id.
        try await world.tell { $0.name = .set("Ada") }
        #expect(try Self.facts(world).map(\.userID) == [nil, "ada"])
    }

    @Test func `the stream tells them to those who ask, with the names of what changed`()
        async throws
    {
        let world = try await ServiceWorld()
        let kinds = UserFact.Kind.allCases.map { FeedType(Fact.Kind($0)) }
        var asking = try await Self.subscribe(world, types: Set(kinds))
        var ada = try await Self.subscribe(world, users: ["ada"], types: Set(kinds))
        try await world.tell("ben") { $0.name = .set("Ben") }
        try await world.tell { $0.attributes = ["plan": "pro"] }
        // What erasing removes is told only to whoever has read it before.
        let first = try await asking.events(2)
        #expect(first.map(\.type) == ["user.created", "user.created"])
        try await world.service.erasure.erase("ben", in: world.live, home: world.live)
        let digest = Sodium.sha256(of: Array("ben".utf8)).hexadecimal
        let at = #""occurred_at":"\#(ServiceWorld.noon.iso8601)""#
        let last = try #require(try await asking.event())
        #expect(last.type == "user.erased")
        #expect(last.data == #"{"user_id":null,"id_digest":"\#(digest)",\#(at)}"#)
        let created = try #require(try await ada.event())
        #expect(created.type == "user.created")
        #expect(created.data == #"{"user_id":"ada","fields":["attributes.plan"],\#(at)}"#)
    }
}
