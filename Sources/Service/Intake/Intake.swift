public import Engine
import ServiceRuntime
import Storage

/// Takes commands in: those that arrive together share one durable transaction.
///
/// A caller is answered after the commit that made its command durable, and with its own refusal
/// if only its command is bad. So nothing that was answered can be lost, and an idempotency key,
/// which is stored in the same transaction, makes a repeated command happen once.
public final class Intake: Sendable {
    private let lanes: [IntakeLane]
    private let numbers: EventNumbers
    private let clock: any Clock

    /// An intake with as many lanes as the database likes.
    init(
        processor: GroupProcessor,
        clock: any Clock,
        numbers: EventNumbers,
        limits: ServiceLimits
    ) {
        let laneCount = processor.database.laneCount
        self.numbers = numbers
        self.clock = clock
        let slots = CounterSlots(process: numbers.process, laneCount: laneCount)
        lanes = (0..<laneCount).map { lane in
            var processor = processor
            processor.slot = slots.slot(of: lane)
            return IntakeLane(
                processor: processor,
                maximumGroupWeight: limits.maximumGroupEvents,
                maximumQueueWeight: limits.maximumQueuedEvents / laneCount
            )
        }
    }

    /// How many events wait to be taken in.
    var queuedEvents: Int { lanes.reduce(0) { $0 + $1.queuedEvents } }

    /// Starts the threads that make groups.
    func start() {
        for lane in lanes { lane.start() }
    }

    /// Refuses what has waited too long behind a group that the database does not let go of.
    func refuseOverdue(at now: ContinuousClock.Instant) {
        for lane in lanes { lane.refuseOverdue(at: now) }
    }

    /// Has every command that waits taken in, and takes no more.
    func stop() {
        for lane in lanes { lane.stop() }
    }

    /// Has a command taken in, and returns when its outcome is durable.
    public func submit(_ command: Command, in workspace: WorkspaceID) async throws -> Outcome {
        let number = numbers.next(at: clock.now(), count: command.weight)
        return try await withCheckedThrowingContinuation { continuation in
            let pending = Pending(
                workspace: workspace,
                command: command,
                firstNumber: number,
                arrivedAt: .now,
                continuation: continuation
            )
            guard lane(for: command).append(pending) else {
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
    private func lane(for command: Command) -> IntakeLane {
        let key = command.userKeys.first?.number ?? 0
        return lanes[Int(key % Int64(lanes.count))]
    }
}
