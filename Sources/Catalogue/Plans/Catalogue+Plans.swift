public import Engine
import ServiceRuntime
public import Storage
private import Synchronization

extension Catalogue {
    /// Brings the configuration of a workspace to what somebody wants, in one transaction: all of it
    /// or, when anything is refused, nothing.
    ///
    /// As a trial it does the same and takes all of it back, so that a plan is what carrying it out
    /// will come to.
    public func bring<Value: Sendable>(
        _ workspace: WorkspaceID,
        isTrial: Bool,
        _ body: @escaping @Sendable (ConfigurationBench) throws -> Value
    ) async throws -> Value {
        let kept = Kept<Value>()
        do {
            return try await changeConfiguration(of: workspace) {
                [secrets] (change) throws(StorageError) in
                let bench = ConfigurationBench(
                    change: change,
                    workspace: workspace,
                    secrets: secrets,
                    isTrial: isTrial
                )
                let result = Result { try body(bench) }
                guard !isTrial, case .success(let value) = result else {
                    if case .failure(let error as StorageError) = result { throw error }
                    kept.result.withLock { $0 = result }
                    // Whatever was written is taken back.
                    throw StorageError(.unexpected, "the change was taken back")
                }
                return value
            }
        } catch {
            guard let result = kept.result.withLock({ $0 }) else { throw error }
            return try result.get()
        }
    }

    /// The last changes of a workspace's configuration that somebody else has made since a command
    /// was last carried out; nothing where it never was.
    ///
    /// What the server does by itself, such as disabling a webhook, is none of them.
    public func changes(
        in workspace: WorkspaceID,
        since command: String,
        limit: Int
    ) async throws -> [AuditEntry] {
        var filter = AuditFilter()
        filter.author = command
        let last = try await audit(of: workspace, that: filter, limit: 1).first
        guard let last, last.author.kind == .command else { return [] }
        let entries = try await audit(of: workspace, limit: limit)
        return entries.filter { entry in
            entry.number > last.number && ConfigurationBench.kinds.contains(entry.kind)
                && entry.author != last.author && entry.author.kind != .system
        }
    }
}

/// What a change came to that was taken back.
private final class Kept<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
}
