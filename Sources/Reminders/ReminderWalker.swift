import Catalogue
import Delivery
import Engine
import ServiceRuntime
import Storage

/// Plans for all users of a workspace whose settings have changed, a page at a time.
struct ReminderWalker: Sendable {
    let tools: ReminderTools

    /// Plans for some more; false when nobody is left.
    func step(under lease: FollowerLease) async throws -> Bool {
        let limit = tools.limits.plannedAtOnce
        let walk = try await tools.database.readSlowly { (connection) throws(StorageError) in
            try connection.allow(.round)
            return try connection.reminderWalks.next()
        }
        guard let walk else { return false }
        let view = try await tools.catalogue.viewIfExists(of: walk.workspace)
        let (entries, cursor) = try await tools.database.readSlowly {
            [tools] (connection) throws(StorageError) in
            guard let view else { return ([DueEntry](), UserCursor?.none) }
            let rows = try connection.users.page(
                in: view.id,
                oldestAfter: walk.cursor,
                limit: limit
            )
            let scene = try ReminderScene(rows.map(\.key), in: view, tools.zones, on: connection)
            let entries = rows.flatMap { scene.plan($0.key, ReminderKind.allCases) }
            return (entries, rows.count < limit ? nil : rows.last.map { UserCursor($0) })
        }
        return try await tools.write(under: lease) { (connection, _) throws(StorageError) in
            try connection.due.insertOnce(entries)
            try connection.reminderWalks.advance(walk, to: cursor)
        }
    }
}
