import Catalogue
import Engine
import ServiceRuntime
import Storage

/// Does what time has brought: a part of what is due, whatever it is and in whichever workspace.
struct DueJob: Job {
    let name = "due"
    let tools: JobTools

    private typealias Handler = @Sendable ([DueEntry], JobTools) async throws -> Void

    /// What is done about the entries of each kind; one that is not here is another version's.
    private static let handlers: [DueEntry.Kind: Handler] =
        [
            .streak: { entries, tools in
                try await tools.submit(
                    entries.map { entry in
                        let streak = StreakDefinitionID(entry.subject)
                        return (entry.workspace, SettleStreak(streak, of: entry.user))
                    }
                )
            },
            .points: { entries, tools in
                try await tools.submit(
                    entries.map { ($0.workspace, SettlePoints(of: $0.user)) }
                )
            },
            .board: { entries, tools in
                try await tools.submit(
                    entries.map { ($0.workspace, SlideBoard(BoardID($0.subject), of: $0.user)) }
                )
            },
            .boost: { entries, tools in try await tools.catalogue.tellBoosts(entries) },
        ]

    func step() async throws -> Bool {
        let now = tools.clock.now()
        let due = try await tools.read { (connection) throws(StorageError) in
            try connection.due.due(
                Array(Self.handlers.keys),
                at: now,
                limit: RoundLimits.roundSize
            )
        }
        guard !due.isEmpty else { return false }
        for (kind, entries) in Dictionary(grouping: due, by: \.kind) {
            try await Self.handlers[kind]?(entries, tools)
        }
        // Each that was alive has been followed by a new one.
        try await tools.write { (connection) throws(StorageError) in
            try connection.due.remove(due)
        }
        return true
    }
}
