import CivilTime
import Engine
public import ServiceRuntime
public import Storage

/// One process's part in the work of a follower: waits for the lease, works while it holds it, and
/// waits again when it has lost it.
public final class FollowerRun: Sendable {
    private let follower: any Follower
    private let reader: FactReader
    private let clock: any Clock
    private let workers: Workers
    /// How this process is called in the row of the lease.
    private let holder: String
    /// Where a follower begins that is new: at the first fact that is kept, or at the next one.
    private let beginsAtPresent: Bool
    /// How long facts gather before they are read.
    private let gathering: Duration
    private let bell = Bell()

    /// A part in the work of a follower, on a database that `prepare` has made ready.
    public init(
        _ follower: any Follower,
        on database: any Database,
        beginsAtPresent: Bool = false,
        gathering: Duration = .zero,
        clock: any Clock = SystemClock(),
        limits: DeliveryLimits = .standard
    ) {
        self.follower = follower
        self.beginsAtPresent = beginsAtPresent
        self.gathering = gathering
        self.clock = clock
        reader = FactReader(database: database, pageSize: limits.feedPageSize)
        // One may wait for the database while the other renews the lease.
        workers = Workers(count: 2, maximumJobs: DeliveryLimits.maximumQueuedQuestions)
        holder = UInt64.random(in: 1...(.max)).description
    }

    deinit {
        workers.stop()
    }

    /// Facts have been committed: they are looked for now.
    public func ring() {
        bell.ring()
    }

    /// Follows until the task is cancelled, or the follower throws.
    public func run() async throws {
        while !Task.isCancelled {
            guard let (place, lease) = try await acquire() else { break }
            follower.note(.working)
            let companion = Task.detached { [follower, holder] in
                await follower.accompany(
                    FollowerLease(name: follower.name, holder: holder, held: lease)
                )
            }
            let result = await Self.result { try await self.work(from: place, lease) }
            companion.cancel()
            await companion.value
            // Also where the task has been cancelled.
            await Task.detached { await self.release() }.value
            try result.get()
            if !Task.isCancelled { follower.note(.leaseLost) }
        }
    }

    private static func result(
        _ body: () async throws -> Void
    ) async -> Result<Void, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    /// Waits; says whether the task goes on.
    private func pause(_ duration: Duration) async -> Bool {
        try? await Task.sleep(for: duration)
        return !Task.isCancelled
    }

    /// Runs a closure on the database; nothing when that fails, which passes.
    private func run<Value: Sendable>(
        _ body: @escaping @Sendable (any Database) throws(StorageError) -> Value
    ) async throws -> Value? {
        do {
            return try await workers.run { [reader] in try body(reader.database) }
        } catch let error as StorageError {
            follower.note(.databaseFailed(error))
            return nil
        }
    }
}

// MARK: - The lease

extension FollowerRun {
    /// Waits until this process holds the lease; nothing when the task was cancelled.
    private func acquire() async throws -> (StoredFollower, HeldLease)? {
        var watch = LeaseWatch()
        var isWaiting = false
        while !Task.isCancelled {
            if let seen = try await look() {
                let now = ContinuousClock.now
                let isFree = watch.isFree(
                    holder: seen.holder,
                    renewalCount: seen.renewalCount,
                    at: now
                )
                if isFree {
                    if try await take(seen) { return (seen, HeldLease(takenAt: now)) }
                } else if !isWaiting {
                    isWaiting = true
                    follower.note(.waiting)
                }
            }
            guard await pause(DeliveryLimits.leaseLookInterval) else { break }
        }
        return nil
    }

    /// The row of the follower, which is made if it is missing.
    private func look() async throws -> StoredFollower? {
        let (name, now) = (follower.name, clock.now())
        return try await run { [reader, beginsAtPresent] (database) throws(StorageError) in
            if let found = try database.find(name) { return found }
            let order = try reader.order()
            try database.write { (connection) throws(StorageError) in
                try connection.followers.create(
                    name,
                    at: beginsAtPresent ? order.newest : .start,
                    of: order.epoch,
                    now: now
                )
            }
            return try database.find(name)
        } ?? nil
    }

    private func take(_ seen: StoredFollower) async throws -> Bool {
        let (holder, now) = (holder, clock.now())
        return try await run { (database) throws(StorageError) in
            try database.write { (connection) throws(StorageError) in
                try connection.followers.take(seen, by: holder, now: now)
            }
        } ?? false
    }

    /// Shows again and again that this process lives, until it is cancelled or the lease is lost.
    private func keep(_ lease: HeldLease) async {
        let (name, holder) = (follower.name, holder)
        while await pause(DeliveryLimits.leaseRenewalInterval) {
            let (begun, now) = (ContinuousClock.now, clock.now())
            let renewed = try? await run { (database) throws(StorageError) in
                try database.write { (connection) throws(StorageError) in
                    try connection.followers.renew(name, by: holder, now: now)
                }
            }
            // A database that is away says nothing; the lease runs out by itself.
            guard let hasSucceeded = renewed else { continue }
            lease.noteRenewal(hasSucceeded, begunAt: begun)
            if !hasSucceeded { return }
        }
    }

    private func release() async {
        let (name, holder, now) = (follower.name, holder, clock.now())
        _ = try? await run { (database) throws(StorageError) in
            try database.write { (connection) throws(StorageError) in
                try connection.followers.release(name, by: holder, now: now)
            }
        }
    }
}

// MARK: - The work

extension FollowerRun {
    /// Works until the lease is lost or the task is cancelled.
    private func work(from start: StoredFollower, _ lease: HeldLease) async throws {
        let keeper = Task.detached { await self.keep(lease) }
        defer { keeper.cancel() }
        var position = FactPosition(epoch: start.epoch, place: start.place)
        noteMissing(after: position.place)
        while !Task.isCancelled, lease.isHeld() {
            let reading = try await run { [reader, position] _ throws(StorageError) in
                try reader.next(after: position)
            }
            switch reading {
            case nil:
                _ = await pause(DeliveryLimits.followInterval)
            case .otherOrder(let epoch):
                // What is kept comes again, in the order that holds now.
                follower.note(.orderChanged)
                position = FactPosition(epoch: epoch, place: .start)
                _ = await pause(DeliveryLimits.followInterval)
            case .page(let page):
                guard let last = page.facts.last?.place else {
                    await rest(page.hasUnsettled)
                    continue
                }
                guard lease.isHeld() else { return }
                let next = FactPosition(epoch: position.epoch, place: last)
                guard try await handle(page.facts, movingTo: next) else { return }
                position = next
                if !page.hasMore, gathering > .zero { _ = await pause(gathering) }
            }
        }
    }

    /// Waits for facts: not for long where some wait for a transaction before them.
    private func rest(_ hasUnsettled: Bool) async {
        guard !hasUnsettled else {
            _ = await pause(max(DeliveryLimits.settlingInterval, gathering))
            return
        }
        await bell.wait(atMost: DeliveryLimits.followInterval)
        if gathering > .zero { _ = await pause(gathering) }
    }

    /// Does the work about some facts; false when somebody else holds the lease.
    private func handle(
        _ facts: [PlacedFact],
        movingTo position: FactPosition
    ) async throws -> Bool {
        let wanted = facts.filter { follower.kinds?.contains($0.stored.fact.kind) != false }
        if !wanted.isEmpty { try await follower.deliver(wanted) }
        return try await move(to: position, after: wanted)
    }

    /// Records what was done and moves the place; false when somebody else holds the lease.
    private func move(
        to position: FactPosition,
        after facts: [PlacedFact]
    ) async throws -> Bool {
        let (name, holder) = (follower.name, holder)
        while true {
            let now = clock.now()
            let hasMoved = try await run { [follower] (database) throws(StorageError) in
                try database.write { (connection) throws(StorageError) in
                    guard
                        try connection.followers.move(
                            name,
                            by: holder,
                            to: position.place,
                            of: position.epoch,
                            now: now
                        )
                    else { return false }
                    if !facts.isEmpty { try follower.record(facts, on: connection) }
                    return true
                }
            }
            if let hasMoved {
                if hasMoved { follower.noteRecorded() }
                return hasMoved
            }
            // What was delivered need not be delivered again as long as the lease is not lost.
            guard await pause(DeliveryLimits.followInterval) else { return false }
        }
    }

    private func noteMissing(after place: FactPlace) {
        let horizon = clock.now() - DeliveryLimits.factRetention
        if place > .start, place.toldAt < horizon { follower.note(.factsMissing) }
    }
}

extension Database {
    fileprivate func find(_ name: String) throws(StorageError) -> StoredFollower? {
        try read { (connection) throws(StorageError) in try connection.followers.find(name) }
    }
}
