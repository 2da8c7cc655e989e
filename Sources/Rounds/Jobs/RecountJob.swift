import CivilTime
import Engine
import Storage

/// Counts the streaks of some users by rules that have changed since.
struct RecountJob: Job {
    let name = "recounts"
    let tools: JobTools

    func step() async throws -> Bool {
        let open = try await tools.read { (connection) throws(StorageError) in
            try connection.streakDefinitions.recounts(limit: RoundLimits.recountsAtOnce)
        }
        for recount in open { try await go(on: recount) }
        return !open.isEmpty
    }

    private func go(on recount: StreakRecount) async throws {
        let users = try await tools.read { (connection) throws(StorageError) in
            try connection.users.oldest(
                in: recount.workspace,
                after: recount.cursor,
                // Whoever was seen later has been counted by the new rules from the beginning.
                seenBy: recount.changedAt,
                limit: RoundLimits.roundSize
            )
        }
        try await tools.submit(
            users.map { user in
                (recount.workspace, SettleStreak(recount.definition, of: UserKey(user.key)))
            }
        )
        try await tools.write { (connection) throws(StorageError) in
            guard let last = users.last else {
                return try connection.streakDefinitions.finish(recount)
            }
            try connection.streakDefinitions.note(recount, through: last)
        }
    }
}
