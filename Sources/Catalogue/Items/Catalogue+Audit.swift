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

    /// Forgets changes that were made longer ago than they are kept.
    public func forgetAudit() async throws {
        let moment = clock.now() - limits.auditRetention
        try await database.write { (connection) throws(StorageError) in
            try connection.allow(.round)
            try connection.audit.remove(madeBefore: moment)
        }
    }
}
