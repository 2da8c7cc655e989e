import Catalogue
import CivilTime
import Delivery
import Engine
import Storage
import Synchronization
import Testing

@testable import Service

/// Of all who follow facts under one name, one does the work; what it does is done at least once.
@Suite struct FollowerTests {
    /// Somebody who writes down the users of the facts that come by.
    private final class Writer: Delivery.Follower {
        struct Full: Error {}

        let name: String
        let kinds: Set<Fact.Kind>? = Set(Fact.Kind.usual)
        private let users = Mutex<[String]>([])
        private let limit: Mutex<Int>
        private let recorded = Mutex<[[String]]>([])

        init(_ name: String, limit: Int = .max) {
            self.name = name
            self.limit = Mutex(limit)
        }

        var seen: [String] { users.withLock { $0 } }
        var pages: [[String]] { recorded.withLock { $0 } }

        func deliver(_ facts: [PlacedFact]) async throws {
            let names = facts.map { $0.userID ?? "?" }
            let count = users.withLock { users in
                users += names
                return users.count
            }
            if count >= limit.withLock({ $0 }) { throw Full() }
        }

        func record(
            _ facts: [PlacedFact],
            on connection: any Connection
        ) throws(StorageError) {
            // Read back inside the transaction: the place has moved with what is recorded.
            let follower = try connection.followers.find(name)
            guard follower?.place == facts.last?.place else {
                throw StorageError(.unexpected, "the place has not moved yet")
            }
            recorded.withLock { $0.append(facts.map { $0.userID ?? "?" }) }
        }

        /// Waits until so many users have been written down.
        func waitFor(_ count: Int) async throws {
            while seen.count < count { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    private static func world() async throws -> ServiceWorld {
        let world = try await ServiceWorld()
        try await world.createStreak { $0.isPrimary = true }
        // These tests are about what comes after the setting up, which is told too.
        let later = world.clock.now().adding(seconds: 1)
        try world.database.write { (connection) throws(StorageError) in
            try connection.facts.remove(toldBefore: later)
        }
        return world
    }

    private static func follow(
        _ world: ServiceWorld,
        _ writer: Writer,
        beginsAtPresent: Bool = false
    ) -> Task<Void, any Error> {
        var limits = DeliveryLimits()
        // Each user begins with two facts, of which the follower asks for one.
        limits.feedPageSize = 4
        let run = FollowerRun(
            writer,
            on: world.database,
            beginsAtPresent: beginsAtPresent,
            clock: world.clock,
            limits: limits
        )
        return Task { try await run.run() }
    }

    private static func begin(_ world: ServiceWorld, _ users: String...) async throws {
        for user in users { try await world.record(world.draft(user: user)) }
    }

    @Test func `whoever follows again goes on where the last one stopped`() async throws {
        let world = try await Self.world()
        try await Self.begin(world, "a", "b", "c")
        let first = Writer("mail")
        let work = Self.follow(world, first)
        try await first.waitFor(3)
        try await Self.begin(world, "d")
        try await first.waitFor(4)
        work.cancel()
        try await work.value
        #expect(first.seen == ["a", "b", "c", "d"])
        #expect(first.pages.flatMap { $0 } == first.seen)
        #expect(first.pages.allSatisfy { $0.count <= 2 })
        try await Self.begin(world, "e")
        let second = Writer("mail")
        let more = Self.follow(world, second)
        try await second.waitFor(1)
        more.cancel()
        try await more.value
        #expect(second.seen == ["e"])
    }

    @Test func `a follower of another name has a place of its own, which may be the present`()
        async throws
    {
        let world = try await Self.world()
        try await Self.begin(world, "a")
        let (old, new) = (Writer("old"), Writer("new"))
        let work = [
            Self.follow(world, old), Self.follow(world, new, beginsAtPresent: true),
        ]
        try await old.waitFor(1)
        while try world.follower("new")?.holder == nil {
            try await Task.sleep(for: .milliseconds(5))
        }
        try await Self.begin(world, "b")
        try await old.waitFor(2)
        try await new.waitFor(1)
        for task in work { task.cancel() }
        #expect(old.seen == ["a", "b"])
        #expect(new.seen == ["b"])
    }

    @Test func `what could not be delivered comes again, and the lease is given back`()
        async throws
    {
        let world = try await Self.world()
        try await Self.begin(world, "a", "b", "c")
        let failing = Writer("mail", limit: 3)
        let work = Self.follow(world, failing)
        await #expect(throws: Writer.Full.self) { try await work.value }
        #expect(try world.follower("mail")?.holder == nil)
        #expect(failing.pages == [["a", "b"]])
        let next = Writer("mail")
        let more = Self.follow(world, next)
        try await next.waitFor(1)
        more.cancel()
        #expect(next.seen == ["c"])
    }

    @Test func `while one works the other waits, and takes over what is given back`() async throws {
        let world = try await Self.world()
        let (first, second) = (Writer("mail"), Writer("mail"))
        let work = Self.follow(world, first)
        try await Self.begin(world, "a")
        try await first.waitFor(1)
        let waiting = Self.follow(world, second)
        try await Self.begin(world, "b")
        try await first.waitFor(2)
        work.cancel()
        try await work.value
        try await Self.begin(world, "c")
        try await second.waitFor(1)
        waiting.cancel()
        #expect(first.seen == ["a", "b"])
        #expect(second.seen == ["c"])
    }

    @Test func `in an order that has begun anew everything kept comes again`() async throws {
        let world = try await Self.world()
        try await Self.begin(world, "a", "b")
        let first = Writer("mail")
        let work = Self.follow(world, first)
        try await first.waitFor(2)
        try world.database.write { (connection) throws(StorageError) in
            _ = try connection.execute("UPDATE installation SET fact_epoch = fact_epoch + 1")
        }
        try await first.waitFor(4)
        work.cancel()
        try await work.value
        #expect(first.seen == ["a", "b", "a", "b"])
    }
}

extension ServiceWorld {
    fileprivate func follower(_ name: String) throws -> StoredFollower? {
        try database.read { (connection) throws(StorageError) in
            try connection.followers.find(name)
        }
    }
}
