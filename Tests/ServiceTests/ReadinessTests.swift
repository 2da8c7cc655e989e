import CivilTime
import Engine
import ServiceRuntime
import Storage
import Testing

@testable import Access
@testable import Service

/// Ready means that events are taken.
@Suite struct ReadinessTests {
    @Test(
        arguments: [
            Row("a full disk", .full, "disk full"),
            Row("a disk that can only be read", .unavailable, "cannot be written"),
            Row("a damaged file", .corrupt, "damaged"),
        ] as [Row<StorageError.Code, String>]
    )
    func `after a refused write the server is not ready until one succeeds`(
        row: Row<StorageError.Code, String>
    ) async throws {
        let world = try await ServiceWorld()
        world.database.failNext(.before(row.input))
        _ = await result { try await world.record(world.draft()) }

        world.database.failNext(.before(row.input))
        #expect(await world.service.monitor.readiness() == .unready(row.expected))
        // It is asked once a second at most.
        let writes = world.database.writeCount
        #expect(await world.service.monitor.readiness() == .unready(row.expected))
        #expect(world.database.writeCount == writes)

        world.clock.advance(seconds: 1)
        #expect(await world.service.monitor.readiness() == .ready)
        #expect(world.database.writeCount == writes + 1)
    }

    @Test func `a disk that got full is found out before anything is stored`() async throws {
        let world = try await ServiceWorld()
        #expect(await world.service.monitor.readiness() == .ready)
        let writes = world.database.writeCount
        // A database elsewhere is not written to while all is well.
        let isAsked = world.database.answersLocally
        world.clock.advance(seconds: 60)
        world.database.failNext(.before(.full))
        let expected: Readiness = isAsked ? .unready("disk full") : .ready
        #expect(await world.service.monitor.readiness() == expected)
        #expect(world.database.writeCount == writes + (isAsked ? 1 : 0))
        world.clock.advance(seconds: 1)
        guard isAsked else { return }
        #expect(await world.service.monitor.readiness() == .ready)
        // It is asked once a second at most.
        let proofs = world.database.writeCount
        #expect(await world.service.monitor.readiness() == .ready)
        #expect(world.database.writeCount == proofs)
    }

    @Test func `another process that writes does not make the server unready`() async throws {
        let world = try await ServiceWorld()
        world.clock.advance(seconds: 60)
        world.database.failNext(.before(.busy))
        #expect(await world.service.monitor.readiness() == .ready)
    }

    @Test(
        arguments: [.busy, .conflict, .outOfRange, .invalidValue] as [StorageError.Code]
    )
    func `a refusal that says nothing of the next write does not count`(
        code: StorageError.Code
    ) async throws {
        let world = try await ServiceWorld()
        world.database.failNext(.before(code))
        _ = await result { try await world.service.access.noteKeyUsesOfSomebody() }
        #expect(await world.service.monitor.readiness() == .ready)
    }

    @Test func `a database that says nothing is told as such, and by all who ask`() async throws {
        let world = try await ServiceWorld(hasOneLane: true)
        let health = WriteHealth(doubtsSilence: false)
        let probe = ReadinessProbe(database: world.database, health: health, clock: world.clock)
        health.note(StorageError(.full, "made to fail"))
        world.database.hold()
        for _ in 0..<3 {
            #expect(await probe.readiness(within: .zero) == .unready("no answer"))
        }
        world.database.release()
        while await probe.readiness(within: .seconds(60)) != .ready {
            world.clock.advance(seconds: 1)
        }
        probe.stop()
    }
}

extension Access {
    /// Writes something, and tells whether it failed.
    fileprivate func noteKeyUsesOfSomebody() async throws {
        keyUses.note("nobody", at: clock.now())
        try await noteKeyUses()
    }
}
