import Catalogue
import Engine
import Reading
import ServiceRuntime
import Storage

/// Judges users by an amnesty that was set up or revoked, and counts what that changes; or, of a
/// question, counts it alone.
///
/// Whose run had ended before the amnesty is read and left alone.
struct AmnestyJob: Job {
    let name = "amnesties"
    let tools: JobTools

    func step() async throws -> Bool {
        let next = try await tools.read { (connection) throws(StorageError) in
            try connection.streakAmnesties.next()
        }
        guard let stored = next else { return false }
        var reached = stored
        var isLast = true
        if let view = try await tools.view(stored.workspace) {
            let zones = tools.zones
            let page = try await tools.read { (connection) throws(StorageError) in
                let reader = StreakReader(connection, view, zones)
                return try AmnestyWalk(reader: reader, view: view, stored: stored)
                    .page(limit: RoundLimits.roundSize)
            }
            (reached, isLast) = (page.reached, page.isLast)
            if !stored.isPreview {
                try await tools.submit(
                    page.touched.map {
                        (stored.workspace, SettleStreak($0.definition, of: $0.user))
                    }
                )
            }
        }
        if isLast { reached.walkedAt = tools.clock.now() }
        let new = reached
        try await tools.write { (connection) throws(StorageError) in
            try connection.streakAmnesties.advance(stored, to: new)
        }
        return true
    }
}
