import CivilTime
import Engine
import Testing

@Suite struct FoldDeletionTests {
    @Test func `a deletion takes back what the event added, on its day`() throws {
        var world = try Self.world(holding: Self.stored)
        try world.apply(DeleteEvent(Self.stored.id))
        let tally = try #require(world.snapshot().totals.tallies[FoldWorld.steps.id])
        #expect(tally.total == Amount(6))
        #expect(
            tally.changes == [
                MetricDayChange(day: Self.stored.day, change: Amount(-4), eventCount: -1)
            ]
        )
        #expect(world.snapshot().totals.deletedEvents.map(\.deletedAt) == [world.now])
    }

    @Test func `an event is deleted once`() throws {
        var world = try Self.world(holding: Self.stored)
        try world.apply(DeleteEvent(Self.stored.id))
        let refusal = Result { try world.apply(DeleteEvent(Self.stored.id)) }.refusal
        #expect(refusal == Refusal(.unknownEvent))
        #expect(world.total() == Amount(6))
    }

    @Test func `an event that was deleted before is unknown`() throws {
        var deleted = Self.stored
        deleted.deletedAt = .epoch
        var world = try Self.world(holding: deleted)
        let refusal = Result { try world.apply(DeleteEvent(deleted.id)) }.refusal
        #expect(refusal == Refusal(.unknownEvent))
        #expect(world.total() == Amount(10))
    }

    @Test func `an event nobody sent is unknown`() throws {
        var world = FoldWorld()
        let id = EventID(number: 77, user: UserKey(1))
        #expect(Result { try world.apply(DeleteEvent(id)) }.refusal == Refusal(.unknownEvent))
        let stranger = EventID(number: 77, user: UserKey(999))
        #expect(Result { try world.apply(DeleteEvent(stranger)) }.refusal == Refusal(.unknownEvent))
    }

    @Test func `the key of a deleted event stays used`() throws {
        var world = try Self.world(holding: Self.stored)
        try world.apply(DeleteEvent(Self.stored.id))
        let again = try world.record(event(4, key: "k"))
        #expect(again.map(\.isReplay) == [true])
        #expect(again.map(\.id) == [Self.stored.id])
        #expect(again.map(\.total) == [Amount(6)])
    }

    @Test func `adding and taking back leaves the total as it was, whatever the amounts`() throws {
        var random = SplitMix64(state: 0xD1)
        let day = CivilDate(dayNumber: 20_000)
        for _ in 0..<500 {
            let before = Amount(
                millionths: .random(in: -1_000_000_000...1_000_000_000, using: &random)
            )
            let stored = MetricDay(day: day, change: before, total: before, eventCount: 1)
            var tally = MetricTally(metric: MetricID(1), stored: stored)
            let amount = Amount(millionths: .random(in: -5_000_000...5_000_000, using: &random))
            try tally.take(amount, eventCount: 1, on: day)
            try tally.take(amount.negated, eventCount: -1, on: day)
            #expect(tally.daysToStore == [stored])
        }
    }

    /// An event of four steps, ten days ago.
    private static let stored = Event(
        id: EventID(number: 5, user: UserKey(1)),
        metric: FoldWorld.steps.id,
        amount: Amount(4),
        occurredAt: FoldWorld.noon.adding(seconds: -864_000),
        receivedAt: FoldWorld.noon.adding(seconds: -864_000),
        day: CivilDate(dayNumber: 20_152),
        attributes: [:],
        idempotencyKey: "k"
    )

    /// A world whose user has a stored event and ten steps.
    private static func world(holding event: Event) throws -> FoldWorld {
        var world = FoldWorld()
        let user = User(id: "u1", createdAt: .epoch, updatedAt: .epoch)
        let newest = MetricDay(
            day: CivilDate(dayNumber: 20_153),
            change: Amount(6),
            total: Amount(10),
            eventCount: 3
        )
        var snapshot = Snapshot(key: UserKey(1), workspace: WorkspaceID(1), user: user)
        snapshot.learn(newest: newest, of: FoldWorld.steps.id)
        snapshot.learn(event: event.id, under: UsedKey(metric: FoldWorld.steps.id, key: "k"))
        snapshot.learn(event: event, named: event.id)
        world.snapshots[UserKey(1)] = snapshot
        return world
    }
}
