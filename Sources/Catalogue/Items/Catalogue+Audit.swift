import CivilTime
public import Engine
import ServiceRuntime
public import Storage

extension Catalogue {
    /// Changes of a workspace's configuration that pass a filter, the newest first, before one that
    /// was seen.
    public func audit(
        of workspace: WorkspaceID,
        that filter: AuditFilter = AuditFilter(),
        before seen: Int64? = nil,
        limit: Int
    ) async throws -> [AuditEntry] {
        try await database.readSlowly { (connection) throws(StorageError) in
            try connection.audit.page(in: workspace, that: filter, before: seen, limit: limit)
        }
    }

    /// Records that somebody who signed in did something for a user.
    ///
    /// It is no change of the configuration, so nobody is told of it, and nothing is read anew.
    public func noteUserAction(
        _ action: String,
        for user: String,
        because reason: String?,
        in workspace: WorkspaceID
    ) async throws {
        try await changeConfiguration { (change) throws(StorageError) in
            try change.recordUserAction(action, for: user, because: reason, in: workspace)
        }
    }

    /// Forgets changes that were made longer ago than they are kept.
    public func forgetAudit() async throws {
        let moment = clock.now() - limits.auditRetention
        try await database.write { (connection) throws(StorageError) in
            try connection.allow(.round)
            try connection.audit.remove(madeBefore: moment)
        }
    }
}
