public import Catalogue
import CivilTime
public import Engine
import ServiceRuntime
import Storage

/// What would change with a trigger that counts what users did before it, now.
public struct PointsPreview: Hashable, Sendable {
    /// How many users would be given something, or lose something.
    public internal(set) var changedUsers = 0
    /// How much in all, besides what the trigger has given already.
    public internal(set) var points: Int64 = 0
    /// How many users were looked at.
    public internal(set) var users = 0

    /// A preview that has looked at nobody, unless said otherwise.
    public init(changedUsers: Int = 0, points: Int64 = 0, users: Int = 0) {
        self.changedUsers = changedUsers
        self.points = points
        self.users = users
    }
}

extension Reading {
    /// Says what a trigger would give that counts what was before, without storing anything.
    public func previewPoints(
        of trigger: PointsTrigger,
        in view: WorkspaceView
    ) async throws -> PointsPreview {
        let fold = Fold(rulebook: view.rulebook, zones: zones, now: view.now)
        var preview = PointsPreview()
        var cursor: UserCursor? = .start
        let limit = limits.maximumPreviewedUsers
        while let newest = cursor {
            let page = try await database.readSlowly { (connection) throws(StorageError) in
                let rows = try connection.users.page(in: view.id, oldestAfter: newest, limit: limit)
                let source = SectionSource(connection) { _, carried in
                    view.rulebook.eventAttributes(carried)
                }
                return (rows: rows, amounts: try source.amounts(of: trigger, rows, fold))
            }
            preview.users += page.rows.count
            preview.changedUsers += page.amounts.count { $0 != 0 }
            for amount in page.amounts { preview.add(amount) }
            cursor = page.rows.last.map { UserCursor($0) }
        }
        return preview
    }
}

extension PointsPreview {
    /// Adds what one user would be given; of more than can be counted, as much as can be.
    fileprivate mutating func add(_ amount: Int64) {
        let (sum, overflows) = points.addingReportingOverflow(amount)
        points = overflows ? (amount > 0 ? .max : .min) : sum
    }
}

extension SectionSource {
    /// What a trigger would give each of some users for what was before.
    fileprivate func amounts(
        of trigger: PointsTrigger,
        _ rows: [UserRow],
        _ fold: Fold
    ) throws(StorageError) -> [Int64] {
        var snapshots: [UserKey: Snapshot] = [:]
        for row in rows {
            snapshots[row.key] = Snapshot(key: row.key, workspace: row.workspace, user: row.user)
        }
        let found = try ask(&snapshots) { snapshot throws(Interruption) in
            try fold.pointsOfPast(for: trigger, snapshot)
        }
        return Array(found.values)
    }
}
