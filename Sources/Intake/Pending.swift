import Engine

/// A command that waits for its group, and whoever waits for its outcome.
struct Pending: WaitingCommand, Sendable {
    /// The workspace that it is for.
    let workspace: WorkspaceID
    /// What is asked, and who asked.
    private(set) var request: any PendingRequest
    /// The number of its first event; those of the others follow.
    ///
    /// They are drawn once, so that an event is known again when its transaction has to be
    /// repeated.
    let firstNumber: Int64
    /// Since when it waits.
    let arrivedAt: ContinuousClock.Instant
    /// How many events it counts as.
    let eventCount: Int
    /// Whether a caller waits for this one thing.
    let isLive: Bool
    /// Whom it is about.
    private(set) var users: [CommandUser]

    /// A command that waits from now on.
    init<C: Command>(
        _ command: C,
        in workspace: WorkspaceID,
        isLive: Bool,
        firstNumber: Int64,
        continuation: CheckedContinuation<C.Outcome, any Error>
    ) {
        self.workspace = workspace
        self.isLive = isLive
        self.firstNumber = firstNumber
        request = Request(command: command, continuation: continuation)
        users = command.users
        eventCount = command.eventCount
        arrivedAt = .now
    }

    /// What it is about to do.
    var touches: [Touch] { request.touches }

    /// Changes the keys of the users whom it names by the caller's own id.
    mutating func changeKeys(_ key: (CommandUser) -> UserKey) {
        request.changeKeys(key)
        users = request.users
    }

    /// Applies the command; what it comes to is told once that is durable.
    func apply(
        in fold: Fold,
        to snapshots: inout [UserKey: Snapshot]
    ) throws(Interruption) -> Answer {
        try request.apply(in: fold, firstNumber: firstNumber, to: &snapshots)
    }

    /// Tells that nothing came of it.
    func fail(with error: any Error) {
        request.fail(with: error)
    }
}

/// What a command came to, to be told to whoever waits for it.
struct Answer {
    /// Tells it.
    let tell: () -> Void
}

/// A command of any kind with whoever waits for its outcome.
protocol PendingRequest: Sendable {
    var users: [CommandUser] { get }
    var touches: [Touch] { get }
    mutating func changeKeys(_ key: (CommandUser) -> UserKey)
    func apply(
        in fold: Fold,
        firstNumber: Int64,
        to snapshots: inout [UserKey: Snapshot]
    ) throws(Interruption) -> Answer
    func fail(with error: any Error)
}

private struct Request<C: Command>: PendingRequest {
    var command: C
    let continuation: CheckedContinuation<C.Outcome, any Error>

    var users: [CommandUser] { command.users }

    var touches: [Touch] { command.touches }

    mutating func changeKeys(_ key: (CommandUser) -> UserKey) {
        command.changeKeys(key)
    }

    func apply(
        in fold: Fold,
        firstNumber: Int64,
        to snapshots: inout [UserKey: Snapshot]
    ) throws(Interruption) -> Answer {
        let outcome = try command.apply(in: fold, firstNumber: firstNumber, to: &snapshots)
        return Answer { [continuation] in continuation.resume(returning: outcome) }
    }

    func fail(with error: any Error) {
        continuation.resume(throwing: error)
    }
}
