import Catalogue
import CivilTime
import Engine
import Intake
import Rounds
import Service
import ServiceRuntime
import Storage
import Testing

@testable import Delivery

/// Facts are told as they happen, and to whoever comes back from where that was.
@Suite struct FeedTests {
    private static let day: Int64 = 86_400

    /// A world with a daily streak of steps.
    private static func world(limits: ServiceLimits = .standard) async throws -> ServiceWorld {
        let world = try await ServiceWorld(limits: limits)
        for workspace in [world.live, world.sandbox] {
            let window = StreakWindow.calendar(CalendarWindow(unit: .day), zone: nil)
            var draft = StreakDraft(key: "steps", name: "Steps", window: window)
            draft.isPrimary = true
            draft.rule.sources = [
                StreakSource(metric: try await world.metric("steps", in: workspace))
            ]
            draft.rule.freezes = FreezeRule(startCount: 1, maximum: 1, earning: nil)
            _ = try await world.service.catalogue.createStreaks([draft], in: workspace)
        }
        return world
    }

    private static func follow(
        _ world: ServiceWorld,
        users: [String]? = nil,
        types: Set<FeedType>? = nil,
        in workspace: WorkspaceID? = nil,
        after id: String? = nil,
        owner: String = "key"
    ) async throws -> Follower {
        let filter = FeedFilter(workspace: workspace ?? world.live, users: users, types: types)
        return Follower(
            subscription: try await world.service.feed.subscribe(filter, after: id, owner: owner)
        )
    }

    /// Ada's steps on so many days in a row, the last of them today.
    private static func walk(_ world: ServiceWorld, days: Int, user: String = "ada") async throws {
        for _ in 0..<days {
            world.clock.advance(seconds: day)
            try await world.record(world.draft(user: user))
        }
    }

    /// Has some people begin their streaks, one after the other.
    private static func begin(_ world: ServiceWorld, _ users: [String]) async throws {
        for user in users {
            world.clock.advance(seconds: 60)
            try await world.record(world.draft(user: user))
        }
    }

    @Test func `what happens is told at once, with its names and an id`() async throws {
        let world = try await Self.world()
        var follower = try await Self.follow(world)
        #expect(try await follower.next()?.isPlace == true)
        try await Self.walk(world, days: 1)
        let event = try #require(try await follower.event())
        let definition = try #require(
            try await world.service.catalogue.streaks(in: world.live).first
        )
        #expect(event.type == "streak.incremented")
        #expect(event.id?.isEmpty == false)
        #expect(
            event.data == #"{"user_id":"ada","definition_id":"\#(definition.publicID)","#
                + #""new_count":1,"occurred_at":"2025-03-16T12:00:00.000Z"}"#
        )
    }

    @Test func `a broken streak and a used freeze are told by rounds`() async throws {
        let world = try await Self.world()
        try await Self.walk(world, days: 3)
        var follower = try await Self.follow(world)
        world.clock.advance(seconds: 4 * Self.day)
        try await world.finishRounds()
        let freeze = try #require(try await follower.event())
        #expect(freeze.type == "streak.freeze_consumed")
        #expect(freeze.data?.contains(#""current_count":3,"count":1,"freezes":0"#) == true)
        let loss = try #require(try await follower.event())
        #expect(loss.type == "streak.broken")
        #expect(loss.data?.contains(#""final_count":3"#) == true)
    }

    @Test func `each subscriber gets what was asked for alone`() async throws {
        let world = try await Self.world()
        var ben = try await Self.follow(world, users: ["ben"])
        var broken = try await Self.follow(world, types: [FeedType(Fact.Kind(.lost))])
        var sandbox = try await Self.follow(world, in: world.sandbox)
        var all = try await Self.follow(world)
        try await Self.walk(world, days: 1)
        try await Self.walk(world, days: 1, user: "ben")
        try await world.record(world.draft(user: "cem", in: world.sandbox), in: world.sandbox)
        #expect(try await all.users(2) == ["ada", "ben"])
        #expect(try await ben.users(1) == ["ben"])
        #expect(try await sandbox.users(1) == ["cem"])
        world.clock.advance(seconds: 5 * Self.day)
        try await world.finishRounds()
        #expect(Set(try await broken.users(2)) == ["ada", "ben"])
    }

    @Test func `completions are told to those who ask for them, and to nobody else`() async throws {
        let world = try await Self.world()
        let metric = try await world.metricID()
        let made = try await world.create(
            active("two", .metric) {
                $0.metric = metric
                $0.amount = Amount(2)
            }
        )
        var usual = try await Self.follow(world)
        var asking = try await Self.follow(world, types: [FeedType(.achievementCompleted)])
        var opening = try await Self.follow(world)
        let start = try #require(try await opening.next()?.id)
        try await Self.walk(world, days: 3)
        #expect(try await usual.events(3).map(\.type).allSatisfy { $0 == "streak.incremented" })
        let event = try #require(try await asking.event())
        #expect(event.type == "achievement.completed")
        let id = try #require(made.first?.publicID)
        let prefix =
            #"{"user_id":"ada","achievement_id":"\#(id)","name":"two","trigger":"metric","#
            + #""event_id":""#
        #expect(event.data?.hasPrefix(prefix) == true)
        var again = try await Self.follow(
            world,
            types: [FeedType(.achievementCompleted)],
            after: start
        )
        #expect(try await again.events(1) == [event])
    }

    @Test(arguments: [1, 2, 500])
    func `whoever comes back misses nothing and gets nothing twice`(page: Int) async throws {
        var limits = ServiceLimits()
        limits.delivery.feedPageSize = page
        let world = try await Self.world(limits: limits)
        var first = try await Self.follow(world)
        let opening = try #require(try await first.next()?.id)
        try await Self.begin(world, ["a", "b", "c", "d", "e", "f"])
        let events = try await first.events(6)
        let ids = [opening] + events.compactMap(\.id)
        #expect(Set(ids).count == 7)
        for (index, id) in ids.enumerated() {
            var again = try await Self.follow(world, after: id)
            // What is still to come follows what was missed.
            try await Self.begin(world, ["new\(index)"])
            let seen = try await again.events(7)
            #expect(seen.prefix(6 - index) == events[index...])
            #expect(seen.last?.data?.contains("new\(index)") == true)
            #expect(Set(seen.compactMap(\.id)).count == 7)
        }
    }

    @Test func `who was told nothing yet goes on from where the stream began`() async throws {
        let world = try await Self.world()
        var first = try await Self.follow(world)
        let id = try #require(try await first.next()?.id)
        first.leave()
        try await Self.walk(world, days: 2)
        var again = try await Self.follow(world, after: id)
        #expect(try await again.users(2) == ["ada", "ada"])
        var fresh = try await Self.follow(world)
        try await Self.walk(world, days: 1, user: "ben")
        #expect(try await fresh.users(1) == ["ben"])
    }

    @Test func `what another process tells is told too`() async throws {
        let world = try await Self.world()
        let other = try world.secondService()
        defer { other.stop() }
        var follower = try await Self.follow(world)
        _ = try await other.intake.submit(RecordEvents([world.draft()]), in: world.live)
        _ = try await world.service.feed.poll()
        let event = try #require(try await follower.event())
        var elsewhere = Follower(
            subscription: try await other.feed.subscribe(
                FeedFilter(workspace: world.live),
                after: event.id,
                owner: "key"
            )
        )
        world.clock.advance(seconds: Self.day)
        _ = try await world.record(world.draft(user: "ben"))
        _ = try await other.feed.poll()
        #expect(try await elsewhere.users(1) == ["ben"])
    }

    @Test func `a place that is not kept any longer is told, and then what is kept`() async throws {
        let world = try await Self.world()
        var first = try await Self.follow(world)
        let id = try #require(try await first.next()?.id)
        first.leave()
        try await Self.walk(world, days: 9)
        try await world.rounds.step()
        var again = try await Self.follow(world, after: id)
        let reset = try #require(try await again.event())
        #expect(reset.type == "stream.reset")
        #expect(reset.data?.contains(#"{"reason":"expired","oldest":""#) == true)
        #expect(reset.data?.contains(reset.id ?? "?") == true)
        #expect(try await again.events(8).count == 8)
    }

    @Test(arguments: ["nonsense", "1-1-1-1", "1-1-1-1-1", "-----", "zzzzzzzzzzzzzzzzz-1-1-1-1"])
    func `a place of somewhere else is told, and then what is kept`(id: String) async throws {
        let world = try await Self.world()
        try await Self.walk(world, days: 2)
        var follower = try await Self.follow(world, after: id)
        let reset = try #require(try await follower.event())
        #expect(reset.type == "stream.reset")
        #expect(reset.data?.hasPrefix(#"{"reason":"unknown","#) == true)
        #expect(try await follower.events(2).count == 2)
    }

    @Test func `an erased user is not told of any more`() async throws {
        let world = try await Self.world()
        var first = try await Self.follow(world)
        let id = try #require(try await first.next()?.id)
        try await Self.walk(world, days: 1)
        try await Self.walk(world, days: 1, user: "ben")
        try await world.service.erasure.erase("ada", in: world.live, home: world.live)
        var again = try await Self.follow(world, after: id)
        #expect(try await again.users(1) == ["ben"])
    }

    @Test func `a sign of life says how far the stream has come`() async throws {
        let world = try await Self.world()
        var follower = try await Self.follow(world, users: ["nobody"])
        let opening = try #require(try await follower.next()?.id)
        try await Self.walk(world, days: 1)
        _ = try await world.service.feed.poll()
        let feed = world.service.feed
        let beating = Task {
            while !Task.isCancelled {
                feed.beat()
                await Task.yield()
            }
        }
        let block = try #require(try await follower.next())
        beating.cancel()
        #expect(block.text.hasPrefix(": keep-alive"))
        #expect(block.isPlace)
        #expect(block.id != opening)
        var again = try await Self.follow(world, after: block.id)
        try await Self.walk(world, days: 1, user: "ben")
        #expect(try await again.users(1) == ["ben"])
    }

    @Test(arguments: [(count: 3, bytes: 2 << 20, days: 5), (4_000, 17 << 10, 120)])
    func `whoever is too slow, by events or by bytes, is sent away and loses nothing`(
        limit: (count: Int, bytes: Int, days: Int)
    ) async throws {
        var limits = ServiceLimits()
        limits.delivery.feedPageSize = 2
        limits.delivery.maximumWaitingFacts = limit.count
        limits.delivery.maximumWaitingFactBytes = limit.bytes
        let world = try await Self.world(limits: limits)
        var slow = try await Self.follow(world)
        let id = try #require(try await slow.next()?.id)
        try await Self.walk(world, days: limit.days)
        _ = try await world.service.feed.poll()
        #expect(try await slow.next()?.text.hasPrefix(": too slow") == true)
        #expect(try await slow.next() == nil)
        var again = try await Self.follow(world, after: id)
        #expect(try await again.events(limit.days).count == limit.days)
    }

    @Test func `there are only so many streams, and with one key fewer`() async throws {
        var limits = ServiceLimits()
        limits.delivery.maximumSubscribers = 3
        limits.delivery.maximumSubscribersOfKey = 2
        let world = try await Self.world(limits: limits)
        var followers = [try await Self.follow(world), try await Self.follow(world)]
        let third = await result { try await Self.follow(world) }
        #expect(throws: TooManyStreams.self) { try third.get() }
        followers.append(try await Self.follow(world, owner: "other"))
        let fourth = await result { try await Self.follow(world, owner: "another") }
        #expect(fourth.serviceCode == .unavailable)
        #expect(world.service.feed.subscriberCount == 3)
        followers = []
        #expect(world.service.feed.subscriberCount == 0)
        _ = try await Self.follow(world)
    }

    @Test func `a service that stops ends its streams`() async throws {
        let world = try await Self.world()
        var follower = try await Self.follow(world)
        #expect(try await follower.next()?.isPlace == true)
        let subscription = try #require(follower.subscription)
        async let last = subscription.next()
        world.service.feed.stop()
        #expect(try await last == nil)
        let late = await result { try await Self.follow(world) }
        #expect(late.serviceCode == .unavailable)
    }
}
