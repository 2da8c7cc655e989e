private import Dispatch
import Engine
import OperatingSystem
import ServiceRuntime
private import Synchronization

/// A queue of commands, and the thread that takes them in, one group after the other.
final class IntakeLane: Sendable {
    private let queue: IntakeQueue
    private let processor: GroupProcessor
    private let maximumGroupWeight: Int
    private let finished = DispatchSemaphore(value: 0)
    /// Since when the group is at work that is.
    private let busySince = Mutex<ContinuousClock.Instant?>(nil)

    init(
        processor: GroupProcessor,
        maximumGroupWeight: Int,
        maximumQueueWeight: Int
    ) {
        self.processor = processor
        self.maximumGroupWeight = maximumGroupWeight
        queue = IntakeQueue(maximumWeight: maximumQueueWeight)
    }

    /// How many events wait to be taken in.
    var queuedEvents: Int { queue.weight }

    /// Adds a command unless there is no room.
    func append(_ pending: Pending) -> Bool {
        queue.append(pending)
    }

    /// Starts the thread.
    func start() {
        SystemThread.start { [self] in
            while let group = queue.nextGroup(maximumWeight: maximumGroupWeight) {
                busySince.withLock { $0 = .now }
                processor.process(group)
                busySince.withLock { $0 = nil }
            }
            finished.signal()
        }
    }

    /// Refuses what has waited too long, when the group before it has taken too long as well.
    ///
    /// A long queue that gets on is not refused: its callers get their turn.
    func refuseOverdue(at now: ContinuousClock.Instant) {
        let latest = now - IntakeLimits.patience
        guard let since = busySince.withLock({ $0 }), since <= latest else { return }
        for pending in queue.takeArrived(by: latest) {
            pending.fail(with: ServiceError.overdue)
        }
    }

    /// Has every command that waits taken in, and takes no more.
    func stop() {
        queue.close()
        finished.wait()
        // Whoever stops again, or at the same time, passes too.
        finished.signal()
    }
}
