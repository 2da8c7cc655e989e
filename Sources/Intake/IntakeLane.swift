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
    /// How long a slice of batches should take.
    private let sliceTime: Duration
    private let finished = DispatchSemaphore(value: 0)
    private let work = Mutex(Work())

    private struct Work {
        /// Since when the group is at work that is.
        var busySince: ContinuousClock.Instant?
        /// What groups before it have done.
        var done = WorkDone()
    }

    init(
        processor: GroupProcessor,
        maximumGroupWeight: Int,
        maximumQueueWeight: Int,
        sharesWriter: Bool,
        sliceTime: Duration
    ) {
        self.processor = processor
        self.sharesWriter = sharesWriter
        self.sliceTime = sliceTime
        self.maximumGroupWeight = maximumGroupWeight
        queue = IntakeQueue(maximumWeight: maximumQueueWeight)
    }

    /// How many events wait to be taken in.
    var queuedEvents: Int { queue.weight }

    /// What was done so far.
    var workDone: WorkDone { work.withLock(\.done) }

    /// Adds a command unless there is no room.
    func append(_ pending: Pending) -> Bool {
        queue.append(pending)
    }

    /// Starts the thread.
    func start() {
        SystemThread.start { [self] in
            var pace = BatchPace()
            var gathering = GatheringPace()
            var unrested = Duration.zero
            while let group = queue.nextGroup(
                maximumWeight: maximumGroupWeight,
                slice: pace.events(in: sliceTime),
                gathering: &gathering
            ) {
                let started = ContinuousClock.now
                work.withLock { $0.busySince = started }
                let isOfBatches = group.contains { !$0.isLive }
                let eventCount = group.reduce(0) { $0 + $1.eventCount }
                processor.process(group)
                let duration = ContinuousClock.now - started
                noteDone(WorkDone(time: duration, turnCount: 1, itemCount: eventCount))
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

    private func noteDone(_ group: WorkDone) {
        work.withLock { work in
            work.busySince = nil
            work.done = work.done + group
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
        guard let since = work.withLock(\.busySince), since <= latest else { return }
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
