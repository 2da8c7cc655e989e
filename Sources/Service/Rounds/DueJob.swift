import Engine
import ServiceRuntime
import Storage

/// Does what time has brought: a part of what is due, whatever it is and in whichever workspace.
struct DueJob: Job {
    let name = "due"
    let tools: JobTools

    /// What is done about an entry of each kind; one that is not here is another version's.
    private static let commands: [DueEntry.Kind: @Sendable (DueEntry) -> Command] = [
        .streak: { .settleStreak(StreakDefinitionID($0.subject), of: $0.user) }
    ]

    func step() async throws -> Bool {
        let now = tools.clock.now()
        let due = try await tools.read { (connection) throws(StorageError) in
            try connection.due.due(
                Array(Self.commands.keys),
                at: now,
                limit: ServiceLimits.roundSize
            )
        }
        guard !due.isEmpty else { return false }
        try await tools.submit(
            due.compactMap { entry in
                Self.commands[entry.kind].map { (entry.workspace, $0(entry)) }
            }
        )
        // Each that was alive has been followed by a new one.
        try await tools.write { (connection) throws(StorageError) in
            try connection.due.remove(due)
        }
        return true
    }
}
