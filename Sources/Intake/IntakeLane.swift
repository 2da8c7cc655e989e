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
    /// Whether somebody else may wait for the one writer of the database.
    private let sharesWriter: Bool
    private let finished = DispatchSemaphore(value: 0)
    /// Since when the group is at work that is.
    private let busySince = Mutex<ContinuousClock.Instant?>(nil)

    init(
        processor: GroupProcessor,
        maximumGroupWeight: Int,
        maximumQueueWeight: Int,
        sharesWriter: Bool
    ) {
        self.processor = processor
        self.sharesWriter = sharesWriter
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
            var pace = BatchPace()
            var unrested = Duration.zero
            while let group = queue.nextGroup(
                maximumWeight: maximumGroupWeight,
                slice: pace.events(in: IntakeLimits.sliceTime)
            ) {
                let started = ContinuousClock.now
                busySince.withLock { $0 = started }
                let isOfBatches = group.contains { !$0.isLive }
                let eventCount = group.reduce(0) { $0 + $1.eventCount }
                processor.process(group)
                busySince.withLock { $0 = nil }
                let duration = ContinuousClock.now - started
                if isOfBatches { pace.note(events: eventCount, duration: duration) }
                unrested += duration
                if sharesWriter, unrested >= IntakeLimits.restAfter {
                    rest()
                    unrested = .zero
                }
            }
            finished.signal()
        }
    }

    /// Lets go of the writer for long enough that another process, which looks for it now and then,
    /// finds it free; otherwise that one would wait until there is nothing to do.
    private func rest() {
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + IntakeLimits.rest)
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
