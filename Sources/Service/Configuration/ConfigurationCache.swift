import Engine
import Storage
private import Synchronization

/// What is known of the configuration, kept until the database's version of it changes.
///
/// Whoever changes the configuration, in this process or another, raises the version in the same
/// transaction. A read asks for the version when what is known is older than a few milliseconds;
/// a group of events asks in its own transaction, so no event is judged by rules that had ended.
final class ConfigurationCache: Sendable {
    private struct Entry {
        var workspace: Workspace
        var version: Int64
        var rulebook: Rulebook?
    }

    private struct State {
        var version: Int64 = -1
        var checkedAt: ContinuousClock.Instant?
        var entries: [WorkspaceID: Entry] = [:]
        var keys: [String: APIKey] = [:]
    }

    private let database: any Database
    private let limits: ServiceLimits
    private let state = Mutex(State())

    init(database: any Database, limits: ServiceLimits) {
        self.database = database
        self.limits = limits
    }

    /// A workspace that is known, at most a few milliseconds old.
    func workspace(_ id: WorkspaceID) throws(StorageError) -> Workspace? {
        try fresh { (state, _) throws(StorageError) in state.entries[id]?.workspace }
    }

    /// Every workspace of an environment, oldest first.
    func workspaces(of environment: Workspace.Environment) throws(StorageError) -> [Workspace] {
        let all = try fresh { (state, _) throws(StorageError) in
            state.entries.values.map(\.workspace)
        }
        return all.filter { $0.environment == environment }.sorted { $0.id.number < $1.id.number }
    }

    /// The rules of a workspace, at most a few milliseconds old.
    func rulebook(of id: WorkspaceID) throws(StorageError) -> Rulebook {
        try fresh { (state, connection) throws(StorageError) in
            try Self.rulebook(of: id, in: &state, connection)
        }
    }

    /// The key with a prefix, at most a few milliseconds old.
    func key(prefix: String) throws(StorageError) -> APIKey? {
        let limit = limits.maximumRememberedKeys
        return try fresh { (state, connection) throws(StorageError) in
            if let key = state.keys[prefix] { return key }
            // A prefix that no key has is not remembered: a caller can invent any number of them.
            guard let key = try connection().apiKeys.find(prefix: prefix) else { return nil }
            if state.keys.count >= limit { state.keys.removeAll() }
            state.keys[prefix] = key
            return key
        }
    }

    /// The workspaces and rules as they are inside a transaction.
    func current(
        _ ids: Set<WorkspaceID>,
        on connection: any Connection
    ) throws(StorageError) -> [WorkspaceID: (workspace: Workspace, rulebook: Rulebook)] {
        try locked { (state) throws(StorageError) in
            try Self.refresh(&state, connection)
            // What a group has just seen need not be asked for again by the requests around it.
            state.checkedAt = .now
            var current: [WorkspaceID: (workspace: Workspace, rulebook: Rulebook)] = [:]
            for id in ids {
                guard let workspace = state.entries[id]?.workspace else { continue }
                current[id] = (workspace, try Self.rulebook(of: id, in: &state) { connection })
            }
            return current
        }
    }

    /// Forgets how old what is known is, after a change made here.
    func expire() {
        state.withLock { $0.checkedAt = nil }
    }
}

// MARK: - Freshness

extension ConfigurationCache {
    /// Lends the state once it is young enough, and a way to the database if more has to be read.
    private func fresh<Value: Sendable>(
        _ body: (inout State, () throws(StorageError) -> any Connection) throws(StorageError) ->
            Value
    ) throws(StorageError) -> Value {
        let now = ContinuousClock.now
        let isYoung = state.withLock { state in
            state.checkedAt.map { now - $0 < limits.maximumConfigurationAge } ?? false
        }
        if isYoung, let value = try rememberedValue(body) { return value }
        return try database.read { (connection) throws(StorageError) in
            try locked { (state) throws(StorageError) in
                try Self.refresh(&state, connection)
                state.checkedAt = now
                return try body(&state) { connection }
            }
        }
    }

    /// The value if it can be had without the database, which is the usual case.
    private func rememberedValue<Value: Sendable>(
        _ body: (inout State, () throws(StorageError) -> any Connection) throws(StorageError) ->
            Value
    ) throws(StorageError) -> Value? {
        let notRemembered = StorageError(.unavailable, "not remembered")
        do {
            return try locked { (state) throws(StorageError) in
                try body(&state) { () throws(StorageError) in throw notRemembered }
            }
        } catch {
            return nil
        }
    }

    private func locked<Value: Sendable>(
        _ body: (inout State) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        let result = state.withLock { state in
            Result { () throws(StorageError) in try body(&state) }
        }
        return try result.get()
    }

    private static func refresh(
        _ state: inout State,
        _ connection: any Connection
    ) throws(StorageError) {
        let version = try connection.installation.configurationVersion()
        guard version != state.version else { return }
        var entries: [WorkspaceID: Entry] = [:]
        for (workspace, version) in try connection.workspaces.all() {
            let known = state.entries[workspace.id]
            entries[workspace.id] = Entry(
                workspace: workspace,
                version: version,
                rulebook: known?.version == version ? known?.rulebook : nil
            )
        }
        state.entries = entries
        state.keys.removeAll()
        state.version = version
    }

    private static func rulebook(
        of id: WorkspaceID,
        in state: inout State,
        _ connection: () throws(StorageError) -> any Connection
    ) throws(StorageError) -> Rulebook {
        if let rulebook = state.entries[id]?.rulebook { return rulebook }
        let connection = try connection()
        let workspace = state.entries[id]?.workspace
        let settings = WorkspaceSettings(stored: workspace?.settings ?? "{}")
        let rulebook = Rulebook(
            metrics: try connection.metrics.active(in: id),
            attributes: try connection.attributes.active(in: id),
            defaultZone: workspace?.defaultZone ?? "UTC",
            controlPercentage: settings.controlRatio
        )
        state.entries[id]?.rulebook = rulebook
        return rulebook
    }
}
