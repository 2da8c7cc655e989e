import Engine

/// A command that waits for its group, and whoever waits for its outcome.
struct Pending: Sendable {
    /// The workspace that it is for.
    let workspace: WorkspaceID
    /// What is asked.
    var command: Command
    /// The number of its first event; those of the others follow.
    ///
    /// They are drawn once, so that an event is known again when its transaction has to be
    /// repeated.
    let firstNumber: Int64
    /// Since when it waits.
    let arrivedAt: ContinuousClock.Instant
    /// Who is told the outcome, once it is durable.
    let continuation: CheckedContinuation<Outcome, any Error>

    /// How much of a group it takes.
    var weight: Int { command.weight }
}
