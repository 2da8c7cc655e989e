public import CivilTime
public import Engine
public import JSONText
public import Storage

/// A change of configuration while its transaction runs.
///
/// Everything that is set up is stored by way of it or of an `Editor`, which records who changed
/// what in the same transaction.
public struct ConfigurationChange {
    /// Its transaction.
    public let connection: any Connection
    /// What time it is by the system's clock.
    public let now: Instant
    /// Who makes the change.
    let author: Author
    let zones: ZoneDatabase
    let limits: CatalogueLimits

    /// Records what was done to something; one that is as it was before has not been changed.
    public func record(
        _ action: AuditAction,
        _ kind: ItemKind,
        _ item: String,
        in workspace: WorkspaceID,
        before: String? = nil,
        after: String? = nil
    ) throws(StorageError) {
        guard action != .changed || before != after else { return }
        try connection.audit.insert([
            AuditEntry(
                workspace: workspace,
                at: now,
                author: author,
                kind: kind,
                item: item,
                action: action,
                before: before,
                after: after
            )
        ])
    }

    /// A document whose fields a closure writes.
    public static func document(_ write: (inout JSONObjectWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.object(write)
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}
