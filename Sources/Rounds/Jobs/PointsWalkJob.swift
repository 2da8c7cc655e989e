import Catalogue
import Engine
import ServiceRuntime
import Storage

/// Lets time begin for the users there are, where a points system has a new trigger for time or lets
/// points expire after another time.
///
/// A page of users at a time is sent through the intake, as events are. Settling twice changes
/// nothing, so after a crash the walk goes on from the place that was noted last.
struct PointsWalkJob: Job {
    let name = "points"
    let tools: JobTools

    func step() async throws -> Bool {
        let limit = RoundLimits.roundSize
        let (next, users) = try await tools.read { (connection) throws(StorageError) in
            guard let walk = try connection.pointsWalks.next() else {
                return (nil as PointsWalk?, [] as [UserRow])
            }
            let users = try connection.users.page(
                in: walk.workspace,
                oldestAfter: walk.cursor,
                limit: limit
            )
            return (walk, users)
        }
        guard let walk = next else { return false }
        try await tools.submit(users.map { (walk.workspace, SettlePoints(of: $0.key)) })
        let cursor = users.count < limit ? nil : users.last.map { UserCursor($0) }
        try await tools.write { (connection) throws(StorageError) in
            try connection.pointsWalks.advance(walk, to: cursor)
        }
        return true
    }
}
