public import CivilTime
public import Engine
public import ServiceRuntime
public import Storage

/// Takes commands in: those that arrive together share one durable transaction.
///
/// A caller is answered after the commit that made its command durable, and with its own refusal
/// if only its command is bad. So nothing that was answered can be lost, and an idempotency key,
/// which is stored in the same transaction, makes a repeated command happen once.
public final class Intake: Sendable {
    private let lanes: [IntakeLane]
    private let keyring: UserKeyring
    private let numbers: EventNumbers
    private let clock: any Clock

    /// An intake with as many lanes as the database likes.
    public init(
        database: any Database,
        host: any IntakeHost,
        keyring: UserKeyring,
        zones: ZoneDatabase,
        clock: any Clock,
        numbers: EventNumbers,
        limits: IntakeLimits
    ) {
        self.keyring = keyring
        self.numbers = numbers
        self.clock = clock
        let laneCount = database.laneCount
        let slots = CounterSlots(process: numbers.process, laneCount: laneCount)
        lanes = (0..<laneCount).map { lane in
            IntakeLane(
                processor: GroupProcessor(
                    database: database,
                    host: host,
                    keyring: keyring,
                    zones: zones,
                    clock: clock,
                    numbers: numbers,
                    prefetches: limits.prefetches,
                    slot: slots.slot(of: lane)
                ),
                maximumGroupWeight: limits.maximumGroupEvents,
                maximumQueueWeight: limits.maximumQueuedEvents / laneCount,
                sharesWriter: laneCount == 1,
                sliceTime: limits.sliceTime
            )
        }
    }

    /// The key under which a user is stored, unless that turns out to be somebody else's.
    public func userKey(of id: String, in workspace: WorkspaceID) -> UserKey {
        keyring.key(of: id, in: workspace)
    }

    /// How many events wait to be taken in.
    public var queuedEvents: Int { lanes.reduce(0) { $0 + $1.queuedEvents } }

    /// What groups have done so far, in the time of the average lane.
    public var workDone: WorkDone {
        var done = lanes.reduce(WorkDone()) { $0 + $1.workDone }
        done.time = done.time / lanes.count
        return done
    }

    /// Starts the threads that make groups.
    public func start() {
        for lane in lanes { lane.start() }
    }

    /// Refuses what has waited too long behind a group that the database does not let go of.
    public func refuseOverdue(at now: ContinuousClock.Instant) {
        for lane in lanes { lane.refuseOverdue(at: now) }
    }

    /// Has every command that waits taken in, and takes no more.
    public func stop() {
        for lane in lanes { lane.stop() }
    }

    /// Has a command taken in, and returns when its outcome is durable.
    ///
    /// A command of one event goes before batches, unless nobody waits for it in particular.
    public func submit<C: Command>(
        _ command: C,
        in workspace: WorkspaceID,
        isInBackground: Bool = false
    ) async throws -> C.Outcome {
        let number = numbers.next(at: clock.now(), count: command.eventCount)
        return try await withCheckedThrowingContinuation { continuation in
            let pending = Pending(
                command,
                in: workspace,
                isLive: !isInBackground && command.eventCount == 1,
                firstNumber: number,
                continuation: continuation
            )
            guard lane(for: pending).append(pending) else {
                continuation.resume(
                    throwing: ServiceError(
                        .unavailable,
                        "The server has more events waiting than it may keep. Nothing was stored; "
                            + "try again in a second."
                    )
                )
                return
            }
        }
    }

    /// A user's commands take one lane, so that groups that run side by side share no user; only a
    /// batch may reach into another lane, and waits for the rows there.
    private func lane(for pending: Pending) -> IntakeLane {
        let key = pending.users.first?.key.number ?? 0
        return lanes[Int(key % Int64(lanes.count))]
    }
}
