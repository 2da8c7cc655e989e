import CivilTime
import Dispatch
import Engine
import Intake
import Reading
import ServiceRuntime
import Storage
import Testing

@testable import Service

@Suite struct IntakeTests {
    typealias Outcomes = [Result<[RecordedEvent], any Error>]

    @Test func `commands that arrive together share a transaction`() async throws {
        let world = try await ServiceWorld(hasOneLane: true)
        let before = world.database.writeCount
        let outcomes = try await Self.submitTogether(200, to: world) { world.draft(key: "\($0)") }
        #expect(outcomes.allSatisfy { $0.isSuccess })
        #expect(world.database.writeCount - before == 2)
        #expect(try await world.total() == Amount(201))
    }

    @Test func `a group takes no more events than it may`() async throws {
        var limits = ServiceLimits()
        limits.intake.maximumGroupEvents = 10
        let world = try await ServiceWorld(limits: limits, hasOneLane: true)
        let before = world.database.writeCount
        let outcomes = try await Self.submitTogether(35, to: world) { _ in world.draft() }
        #expect(outcomes.allSatisfy { $0.isSuccess })
        #expect(world.database.writeCount - before == 5)
    }

    @Test func `only the command that breaks a rule is refused`() async throws {
        let world = try await ServiceWorld(hasOneLane: true)
        let outcomes = try await Self.submitTogether(30, to: world) { index in
            index % 3 == 0 ? world.draft(metric: "swims") : world.draft(user: "u\(index)")
        }
        #expect(outcomes.count(where: { $0.refusalCode == .unknownMetric }) == 10)
        #expect(outcomes.count(where: { $0.isSuccess }) == 20)
    }

    @Test func `of many with one key in a group one counts`() async throws {
        let world = try await ServiceWorld(hasOneLane: true)
        let outcomes = try await Self.submitTogether(20, to: world) { _ in world.draft(key: "k") }
        let events = try outcomes.flatMap { try $0.get() }
        #expect(events.count(where: { !$0.isReplay }) == 1)
        #expect(Set(events.map(\.id)).count == 1)
        #expect(try await world.total() == Amount(2))
    }

    @Test func `a thousand events of one user at the same time are all counted`() async throws {
        let world = try await ServiceWorld()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<1_000 {
                group.addTask { _ = try await world.record(world.draft(3)) }
            }
            try await group.waitForAll()
        }
        #expect(try await world.total() == Amount(3_000))
        let events = try await world.service.reading.events(
            of: "ada",
            in: world.live,
            after: nil,
            limit: 2_000
        )
        #expect(Set(events.map(\.id)).count == 1_000)
    }

    // MARK: - Bounds

    @Test func `a full queue is told at once, and what it accepted is taken in`() async throws {
        var limits = ServiceLimits()
        limits.intake.maximumQueuedEvents = 10
        limits.intake.maximumGroupEvents = 10
        let world = try await ServiceWorld(limits: limits, hasOneLane: true)
        let outcomes = try await Self.submitTogether(
            10,
            to: world,
            whileHeld: {
                let tooMuch = await result { try await world.record(world.draft()) }
                #expect(tooMuch.serviceCode == .unavailable)
            },
            each: { _ in world.draft() }
        )
        #expect(outcomes.allSatisfy { $0.isSuccess })
        #expect(try await world.total() == Amount(11))
    }

    @Test func `stopping answers everything that was accepted, and takes no more`() async throws {
        let world = try await ServiceWorld(hasOneLane: true)
        let outcomes = try await Self.submitTogether(
            50,
            to: world,
            whileHeld: {
                DispatchQueue.global().async { world.service.stop() }
            },
            each: { _ in world.draft() }
        )
        #expect(outcomes.allSatisfy { $0.isSuccess })
        world.service.stop()
        let late = await result { try await world.record(world.draft()) }
        #expect(late.serviceCode == .unavailable)
        #expect(try await Self.storedTotal(world) == 51_000_000)
    }

    // MARK: - Trouble

    @Test(
        arguments: [
            Row("a full disk", .before(.full), .unavailable),
            Row("a full disk at the commit", .atCommit(.full), .unavailable),
            Row("a busy database", .before(.busy), .unavailable),
            Row("a file that is gone", .atCommit(.unavailable), .unavailable),
            Row("a mistake of ours", .before(.unexpected), .unexpected),
        ] as [Row<FaultyDatabase.Failure, ServiceError.Code>]
    )
    func `everyone of a group that fails is told, and the next group works`(
        row: Row<FaultyDatabase.Failure, ServiceError.Code>
    ) async throws {
        let world = try await ServiceWorld(hasOneLane: true)
        // The first write is that of the command which keeps the others waiting.
        let outcomes = try await Self.submitTogether(
            10,
            to: world,
            whileHeld: {
                world.database.failNext(row.input)
            },
            each: { world.draft(key: "\($0)") }
        )
        #expect(outcomes.allSatisfy { $0.serviceCode == row.expected })
        for case .failure(let error) in outcomes {
            #expect(!"\(error)".contains("made to fail"))
        }
        #expect(try await world.total() == Amount(1))
        let again = try await Self.submitTogether(10, to: world) { world.draft(key: "\($0)") }
        #expect(again.allSatisfy { $0.isSuccess })
        #expect(try await world.total() == Amount(12))
    }

    @Test(arguments: [StorageError.Code.duplicateKey, .outOfRange])
    func `a group that cannot be taken in whole is judged one by one`(
        code: StorageError.Code
    ) async throws {
        let world = try await ServiceWorld(hasOneLane: true)
        let outcomes = try await Self.submitTogether(
            10,
            to: world,
            whileHeld: {
                world.database.failNext(.atCommit(code))
            },
            each: { world.draft(key: "\($0)") }
        )
        #expect(outcomes.allSatisfy { $0.isSuccess })
        #expect(try await world.total() == Amount(11))
    }

    @Test func `a late event that takes a day's total too far is refused alone`() async throws {
        let world = try await ServiceWorld(hasOneLane: true)
        var large = world.draft()
        large.amount = .maximumMagnitude
        large.occurredAt = ServiceWorld.noon.adding(seconds: -864_000)
        for _ in 0..<4 { try await world.record(large) }
        large.amount = Amount.maximumMagnitude.negated
        large.occurredAt = nil
        for _ in 0..<4 { try await world.record(large) }

        var late = world.draft()
        late.occurredAt = ServiceWorld.noon.adding(seconds: -432_000)
        let outcomes = try await Self.submitTogether(5, to: world) { [late] index in
            index == 2 ? late : world.draft(user: "bob")
        }
        #expect(outcomes.count(where: { $0.serviceCode == .invalid }) == 1)
        #expect(outcomes.count(where: { $0.isSuccess }) == 4)
    }

    // MARK: - Whose

    @Test func `another workspace's event cannot be taken back`() async throws {
        let world = try await ServiceWorld()
        let event = try #require(try await world.record(world.draft(5)).first)
        let stranger = await result {
            try await world.service.intake.submit(DeleteEvent(event.id), in: world.sandbox)
        }
        #expect(stranger.refusalCode == .unknownEvent)
        #expect(try await world.total() == Amount(5))
        try await world.service.intake.submit(DeleteEvent(event.id), in: world.live)
        #expect(try await world.total() == .zero)
    }

    @Test func `users whose keys collide are kept apart, in groups and in batches`() async throws {
        let narrow = UserKeyring(secret: Array(1...16), bitWidth: 6)
        let world = try await ServiceWorld(keyring: narrow, hasOneLane: true)
        let ids = (0..<16).map { "u\($0)" }
        func draft(_ id: String) -> EventDraft {
            var draft = world.draft(Int32(id.dropFirst()) ?? 0, user: id)
            draft.user = narrow.key(of: id, in: world.live)
            return draft
        }
        let drafts = ids.map(draft)
        _ = try await Self.submitTogether(ids.count, to: world) { drafts[$0] }
        let more = (16..<40).map { "u\($0)" }
        _ = try await world.service.intake.submit(RecordEvents(more.map(draft)), in: world.live)
        for id in ids + more {
            #expect(try await world.service.reading.user(id, in: world.live).user.id == id)
            let total = try await world.total(id)
            #expect(total == Amount(Int32(id.dropFirst()) ?? 0), "\(id)")
        }
    }

    // MARK: - Submitting together

    /// Submits commands of one event each while the thread that makes groups is held up by one
    /// more event, and lets it go when all of them wait.
    private static func submitTogether(
        _ count: Int,
        to world: ServiceWorld,
        whileHeld: @escaping @Sendable () async -> Void = {},
        each draft: @escaping @Sendable (Int) -> EventDraft
    ) async throws -> Outcomes {
        world.database.hold()
        let writes = world.database.writeCount
        let first = Task { _ = try await world.record(world.draft()) }
        while world.database.writeCount == writes { await Task.yield() }
        let outcomes = await withTaskGroup(of: Result<[RecordedEvent], any Error>.self) { group in
            for index in 0..<count {
                group.addTask { await result { try await world.record(draft(index)) } }
            }
            while world.service.intake.queuedEvents < count { await Task.yield() }
            await whileHeld()
            world.database.release()
            return await group.reduce(into: Outcomes()) { $0.append($1) }
        }
        try await first.value
        return outcomes
    }

    private static func storedTotal(_ world: ServiceWorld) async throws -> Int64? {
        try world.database.read { (connection) throws(StorageError) in
            try connection.firstRow(of: "SELECT sum(amount) FROM event") { $0.integer(0) }
        }
    }
}
