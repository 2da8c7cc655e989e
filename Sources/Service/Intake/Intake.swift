private import Dispatch
public import Engine
import Storage

/// Takes commands in: those that arrive together share one durable transaction.
///
/// A caller is answered after the commit that made its command durable, and with its own refusal
/// if only its command is bad. So nothing that was answered can be lost, and an idempotency key,
/// which is stored in the same transaction, makes a repeated command happen once.
public final class Intake: Sendable {
    private let queue: IntakeQueue
    private let processor: GroupProcessor
    private let limits: ServiceLimits
    private let thread = DispatchQueue(label: "laurel.intake")
    private let finished = DispatchSemaphore(value: 0)

    init(processor: GroupProcessor, limits: ServiceLimits) {
        self.processor = processor
        self.limits = limits
        queue = IntakeQueue(maximumWeight: limits.maximumQueuedEvents)
    }

    /// How many events wait to be taken in.
    var queuedEvents: Int { queue.weight }

    /// Starts the thread that makes groups.
    func start() {
        // A serial dispatch queue that never returns is a thread of its own.
        thread.async { [queue, processor, limits, finished] in
            while let group = queue.nextGroup(maximumWeight: limits.maximumGroupEvents) {
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

    /// Has a command taken in, and returns when its outcome is durable.
    public func submit(_ command: Command, in workspace: WorkspaceID) async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            let pending = Pending(
                workspace: workspace,
                command: command,
                continuation: continuation
            )
            guard queue.append(pending) else {
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
}
