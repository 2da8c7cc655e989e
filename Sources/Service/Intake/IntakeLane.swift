private import Dispatch
import Engine
import OperatingSystem

/// A queue of commands, and the thread that takes them in, one group after the other.
final class IntakeLane: Sendable {
    private let queue: IntakeQueue
    private let processor: GroupProcessor
    private let maximumGroupWeight: Int
    private let finished = DispatchSemaphore(value: 0)

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
        SystemThread.start { [queue, processor, maximumGroupWeight, finished] in
            while let group = queue.nextGroup(maximumWeight: maximumGroupWeight) {
                processor.process(group)
            }
            finished.signal()
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
