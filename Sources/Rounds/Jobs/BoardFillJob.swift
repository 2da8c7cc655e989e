import Catalogue
import Engine
import ServiceRuntime
import Storage

/// Gives the users there are the scores that follow from what they did before a leaderboard was
/// opened.
///
/// A page of users at a time is sent through the intake, as events are. Filling twice changes nothing,
/// so after a crash the walk goes on from the place that was noted last.
struct BoardFillJob: Job {
    let name = "leaderboard fill"
    let tools: JobTools

    func step() async throws -> Bool {
        let limit = RoundLimits.filledAtOnce
        let (next, users) = try await tools.read { (connection) throws(StorageError) in
            guard let fill = try connection.boardFills.next() else {
                return (nil as BoardFill?, [] as [UserRow])
            }
            let users = try connection.users.page(
                in: fill.workspace,
                oldestAfter: fill.cursor,
                limit: limit
            )
            return (fill, users)
        }
        guard let fill = next else { return false }
        try await tools.submit(
            users.map { (fill.workspace, FillBoards(of: $0.key, for: [fill.board])) }
        )
        let cursor = users.count < limit ? nil : users.last.map { UserCursor($0) }
        try await tools.write { (connection) throws(StorageError) in
            try connection.boardFills.advance(fill, to: cursor)
        }
        return true
    }
}
