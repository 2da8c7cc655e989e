import CivilTime
import Dispatch
import Engine
import Intake
import SQLite
import ServiceRuntime
import Storage
import Testing

@testable import Service

/// Whoever has waited too long for the database is told so, and nobody else.
@Suite struct OverdueTests {
    /// Later than anybody waits.
    private static var late: ContinuousClock.Instant { .now + .seconds(60) }

    @Test func `an event behind a group that does not get on is refused`() async throws {
        let world = try await ServiceWorld(hasOneLane: true)
        world.database.hold()
        async let first = result { try await world.record(world.draft(key: "first")) }
        let before = world.database.writeCount
        while world.database.writeCount == before { await Task.yield() }
        async let second = result { try await world.record(world.draft(key: "second")) }
        while world.service.intake.queuedEvents == 0 { await Task.yield() }
        world.service.intake.refuseOverdue(at: .now)
        #expect(world.service.intake.queuedEvents == 1)
        world.service.intake.refuseOverdue(at: Self.late)
        let refused = await second
        #expect(refused.serviceCode == .unavailable)
        #expect(world.service.intake.queuedEvents == 0)
        world.database.release()
        #expect(await first.isSuccess)
        #expect(try await world.record(world.draft(key: "second"))[0].isReplay == false)
        #expect(try await world.total() == Amount(2))
    }

    @Test func `an intake at rest refuses nobody`() async throws {
        let world = try await ServiceWorld()
        world.service.intake.refuseOverdue(at: Self.late)
        try await world.record(world.draft())
        #expect(try await world.total() == Amount(1))
    }

    @Test func `a server that has not answered is asked again`()
        async throws
    {
        let world = try await ServiceWorld()
        world.database.failNext(.before(.timedOut))
        try await world.record(world.draft())
        #expect(try await world.total() == Amount(1))
    }

    @Test func `an unheard commit is known again, also command by command`() async throws {
        let world = try await ServiceWorld(hasOneLane: true)
        let events = try await withThrowingTaskGroup(of: [RecordedEvent].self) { group in
            world.database.hold()
            let before = world.database.writeCount
            group.addTask { try await world.record(world.draft(key: "k0")) }
            while world.database.writeCount == before { await Task.yield() }
            for number in 1..<5 {
                group.addTask { try await world.record(world.draft(key: "k\(number)")) }
            }
            while world.service.intake.queuedEvents < 4 { await Task.yield() }
            world.database.failNext(.afterCommit)
            // The second try meets somebody else's key, so that each command is tried alone.
            world.database.failNext(.before(.duplicateKey))
            world.database.release()
            return try await group.reduce(into: [RecordedEvent]()) { $0 += $1 }
        }
        #expect(events.count == 5)
        #expect(events.allSatisfy { !$0.isReplay })
        #expect(try await world.total() == Amount(5))
    }
}
