public import Catalogue
import CivilTime
public import Engine
import JSONText
public import ServiceRuntime
import Storage

/// The amnesties of workspaces (R17); see `AmnestyJob`, by which users are judged by them.
public struct StreakAmnesties: Sendable {
    let database: AsyncDatabase
    let catalogue: Catalogue

    /// The amnesties that a database holds.
    public init(database: AsyncDatabase, catalogue: Catalogue) {
        self.database = database
        self.catalogue = catalogue
    }

    /// Sets an amnesty up; nothing where a workspace has as many as it may.
    public func create(
        _ draft: AmnestyDraft,
        in workspace: WorkspaceID
    ) async throws -> ShownAmnesty? {
        try await catalogue.changeConfiguration(of: workspace) { (change) throws(StorageError) in
            let table = change.connection.streakAmnesties
            let known = try table.all(in: workspace)
            guard known.count < RoundLimits.maximumAmnesties else { return nil }
            let stored = try draft.stored(
                in: workspace,
                at: try change.moment(after: known, in: workspace),
                change.connection
            )
            try table.insert(stored)
            try change.record(
                .created,
                .amnesty,
                stored.amnesty.publicID,
                in: workspace,
                after: stored.amnesty.record
            )
            return try ShownAmnesty(stored, on: change.connection)
        }
    }

    /// Begins to count whom an amnesty would touch; a workspace has one such count, the newest.
    public func preview(
        _ draft: AmnestyDraft,
        in workspace: WorkspaceID
    ) async throws -> ShownAmnesty {
        let now = try await catalogue.view(of: workspace).now
        return try await database.write { (connection) throws(StorageError) in
            let stored = try draft.stored(in: workspace, at: now, isPreview: true, connection)
            try connection.streakAmnesties.insert(stored)
            return try ShownAmnesty(stored, on: connection)
        }
    }

    /// Some of a workspace's amnesties, newest first.
    public func list(
        in workspace: WorkspaceID,
        skip: Int,
        limit: Int
    ) async throws -> [ShownAmnesty] {
        try await database.read { (connection) throws(StorageError) in
            let page = try connection.streakAmnesties.page(in: workspace, skip: skip, limit: limit)
            var shown: [ShownAmnesty] = []
            for stored in page { shown.append(try ShownAmnesty(stored, on: connection)) }
            return shown
        }
    }

    /// An amnesty, or a count of whom one would touch.
    public func find(
        _ publicID: String,
        in workspace: WorkspaceID
    ) async throws -> ShownAmnesty? {
        try await database.read { (connection) throws(StorageError) in
            let stored = try connection.streakAmnesties.find(publicID, in: workspace)
            guard let stored else { return nil }
            return try ShownAmnesty(stored, on: connection)
        }
    }

    /// Has an amnesty count no more, or forgets a count; false when there is none, or it counts no
    /// more already.
    public func revoke(_ publicID: String, in workspace: WorkspaceID) async throws -> Bool {
        try await catalogue.changeConfiguration(of: workspace) { (change) throws(StorageError) in
            let table = change.connection.streakAmnesties
            guard var stored = try table.find(publicID, in: workspace),
                stored.amnesty.revokedAt == nil
            else { return false }
            guard !stored.isPreview else {
                try table.removePreview(publicID, in: workspace)
                return true
            }
            let before = stored.amnesty.record
            let known = try table.all(in: workspace)
            stored.amnesty.revokedAt = try change.moment(after: known, in: workspace)
            stored.total = try change.connection.userCounts.count(in: workspace)
            stored.result = LengthChanges().storedText
            try table.revoke(stored)
            try change.record(.archived, .amnesty, publicID, in: workspace, before: before)
            return true
        }
    }
}

extension ConfigurationChange {
    /// The workspace's now, after all that was set up before: what changed in which order is known by
    /// its moments, also while a clock is held.
    fileprivate func moment(
        after amnesties: [StreakAmnesty],
        in workspace: WorkspaceID
    ) throws(StorageError) -> Instant {
        let clock = try connection.workspaces.find(workspace)?.clockAt ?? now
        let last = amnesties.flatMap { [$0.createdAt, $0.revokedAt ?? $0.createdAt] }.max()
        return max(clock, last?.adding(microseconds: 1) ?? clock)
    }
}

extension AmnestyDraft {
    fileprivate func stored(
        in workspace: WorkspaceID,
        at moment: Instant,
        isPreview: Bool = false,
        _ connection: any Connection
    ) throws(StorageError) -> StoredAmnesty {
        StoredAmnesty(
            StreakAmnesty(
                number: try connection.streakAmnesties.nextNumber(),
                publicID: PublicID.make(at: moment),
                instants: instants,
                definitions: definitions,
                reason: reason,
                zones: zones,
                filter: filter,
                createdAt: moment
            ),
            in: workspace,
            isPreview: isPreview,
            total: try connection.userCounts.count(in: workspace),
            result: LengthChanges().storedText
        )
    }
}

extension StreakAmnesty {
    /// What a record of changes tells of it.
    fileprivate var record: String {
        ConfigurationChange.document { object in
            object.field("from", instants.lowerBound.iso8601)
            object.field("to", instants.upperBound.iso8601)
            object.field("reason", reason)
            object.array("timezones") { array in
                for zone in zones.sorted() { array.element(zone) }
            }
        }
    }
}
