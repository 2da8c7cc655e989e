import Catalogue
import CivilTime
import Engine
import Storage

/// What is to be written of some users: their sheets, and what these change.
struct RollUpDraft: Sendable {
    /// The roll-ups that a change goes to.
    private struct Target: Hashable {
        let workspace: WorkspaceID
        let generation: Int64
    }

    private let version: Int64
    private var sheets: [StoredSheet] = []
    private var removed: [UserKey] = []
    private var changes: [Target: [RollUpKey: RollUpValue]] = [:]

    /// Reads some users, and what they have added before; everything of one moment.
    init(
        of users: [UserKey],
        _ views: [WorkspaceID: WorkspaceView],
        _ zones: ZoneDatabase,
        on connection: any Connection,
        at now: Instant
    ) throws(StorageError) {
        version = try connection.analyticsStates.version().written
        let rows = Dictionary(grouping: try connection.users.rows(of: users), by: \.workspace)
        let stored = try connection.analyticsSheets.sheets(of: users)
        for (workspace, rows) in rows {
            guard let view = views[workspace] else { continue }
            let state =
                try connection.analyticsStates.find(workspace) ?? AnalyticsState(of: workspace)
            let target = Target(workspace: workspace, generation: state.writtenGeneration)
            let new = try SheetReader(connection, view, zones).sheets(of: rows)
            for row in rows { add(row.key, from: stored[row.key], to: new[row.key], in: target) }
        }
    }

    private mutating func add(
        _ user: UserKey,
        from stored: StoredSheet?,
        to sheet: UserSheet?,
        in target: Target
    ) {
        let old = stored.flatMap { $0.generation == target.generation ? $0.sheet : nil }
        guard old != sheet || stored?.generation != target.generation else { return }
        if let sheet {
            sheets.append(
                StoredSheet(
                    user: user,
                    workspace: target.workspace,
                    generation: target.generation,
                    sheet: sheet
                )
            )
        } else if stored != nil {
            removed.append(user)
        }
        var sum = changes[target] ?? [:]
        changes[target] = nil
        for (key, value) in UserSheet.difference(from: old, to: sheet) {
            sum[key, default: .zero] += value
        }
        changes[target] = sum
    }

    /// Writes; false when somebody else has written since it was read.
    func store(on connection: any Connection) throws(StorageError) -> Bool {
        guard try connection.analyticsStates.advance(from: version) else { return false }
        try connection.analyticsSheets.store(sheets)
        try connection.analyticsSheets.remove(removed)
        for (target, changes) in changes {
            try connection.rollUps.add(
                changes.filter { $0.value != .zero },
                in: target.workspace,
                generation: target.generation
            )
        }
        return true
    }
}
