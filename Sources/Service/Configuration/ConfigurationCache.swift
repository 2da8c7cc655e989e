import CivilTime
import Engine
import Storage
private import Synchronization

/// What is known of the configuration, kept until the database's version of it changes.
///
/// Whoever changes the configuration, in this process or another, raises the version in the same
/// transaction. A request asks for the version when what is known is older than a few milliseconds;
/// a group of events asks in its own transaction, so no event is judged by rules that had ended.
///
/// The lock is never held while the database is asked.
final class ConfigurationCache: Sendable {
    private struct Entry {
        var workspace: Workspace
        var version: Int64
        var rulebook: Rulebook?
        var tokens: TokenVerification?
    }

    private struct State {
        var version: Int64 = -1
        var checkedAt: ContinuousClock.Instant?
        var entries: [WorkspaceID: Entry] = [:]
        var keys: [String: APIKey] = [:]
        var tenants: [Tenant: WorkspaceID] = [:]
        var publicIDs: [String: WorkspaceID] = [:]
        /// Counts the changes made here, so that what was read before one is not taken for young.
        var changeCount = 0
    }

    private struct Tenant: Hashable {
        let environment: Workspace.Environment
        /// The customer's id by its bytes: texts that only look alike are two customers.
        let customer: [UInt8]
    }

    private let limits: ServiceLimits
    private let zones: ZoneDatabase
    private let state = Mutex(State())

    init(limits: ServiceLimits, zones: ZoneDatabase) {
        self.limits = limits
        self.zones = zones
    }

    /// Forgets how old what is known is, after a change made here.
    func expire() {
        state.withLock { state in
            state.checkedAt = nil
            state.changeCount += 1
        }
    }
}

// MARK: - What is known

extension ConfigurationCache {
    /// Whether what is known is young enough to go by.
    var isYoung: Bool {
        let now = ContinuousClock.now
        return state.withLock { state in
            state.checkedAt.map { now - $0 < limits.maximumConfigurationAge } ?? false
        }
    }

    /// A workspace.
    func workspace(_ id: WorkspaceID) -> Workspace? {
        state.withLock { $0.entries[id]?.workspace }
    }

    /// The workspace that callers know by an id.
    func workspace(publicID: String) -> Workspace? {
        state.withLock { state in
            state.publicIDs[publicID].flatMap { state.entries[$0]?.workspace }
        }
    }

    /// How the tokens of a workspace are verified, if that has been read.
    func tokenVerification(of id: WorkspaceID) -> TokenVerification? {
        state.withLock { $0.entries[id]?.tokens }
    }

    /// Every workspace of an environment, oldest first.
    func workspaces(of environment: Workspace.Environment) -> [Workspace] {
        state.withLock { $0.entries.values.map(\.workspace) }
            .filter { $0.environment == environment }
            .sorted { $0.id.number < $1.id.number }
    }

    /// The workspace of a customer.
    func tenant(_ customerID: String, of environment: Workspace.Environment) -> Workspace? {
        let tenant = Tenant(environment: environment, customer: Array(customerID.utf8))
        return state.withLock { state in
            state.tenants[tenant].flatMap { state.entries[$0]?.workspace }
        }
    }

    /// Whether an environment has any tenant.
    func hasTenants(_ environment: Workspace.Environment) -> Bool {
        state.withLock { state in state.tenants.keys.contains { $0.environment == environment } }
    }

    /// The rules of a workspace, if they have been read.
    func rulebook(of id: WorkspaceID) -> Rulebook? {
        state.withLock { $0.entries[id]?.rulebook }
    }

    /// The key with a prefix, if it has been read.
    func key(prefix: String) -> APIKey? {
        state.withLock { $0.keys[prefix] }
    }
}

// MARK: - Versions of streaks

extension ConfigurationCache {
    /// Keeps that streaks have judged somebody, as it was stored without a change of configuration.
    func noteJudged(_ streaks: [WorkspaceID: [StreakDefinition]]) {
        guard !streaks.isEmpty else { return }
        state.withLock { state in
            for (workspace, streaks) in streaks {
                for streak in streaks { state.entries[workspace]?.rulebook?.noteJudged(streak) }
            }
        }
    }
}

// MARK: - Reading

extension ConfigurationCache {
    /// Makes what is known as young as a transaction, and says which version that sees.
    ///
    /// What is read in the transaction afterwards belongs to that version, and may be kept only as
    /// long as it is the current one: somebody whose transaction began later may be quicker.
    @discardableResult
    func refresh(on connection: any Connection) throws(StorageError) -> Int64 {
        let started = ContinuousClock.now
        let changeCount = state.withLock(\.changeCount)
        let version = try connection.installation.configurationVersion()
        let isCurrent = state.withLock { state in
            if state.version == version, state.changeCount == changeCount {
                state.checkedAt = started
            }
            return state.version == version
        }
        guard !isCurrent else { return version }
        let workspaces = try connection.workspaces.all()
        state.withLock { state in
            guard version > state.version else { return }
            Self.replace(&state, version: version, workspaces: workspaces)
            if state.changeCount == changeCount { state.checkedAt = started }
        }
        return version
    }

    private static func replace(
        _ state: inout State,
        version: Int64,
        workspaces: [(workspace: Workspace, version: Int64)]
    ) {
        let known = state.entries
        state.entries = [:]
        state.tenants = [:]
        state.publicIDs = [:]
        for (workspace, version) in workspaces {
            if let customerID = workspace.customerID {
                let customer = Array(customerID.utf8)
                let tenant = Tenant(environment: workspace.environment, customer: customer)
                state.tenants[tenant] = workspace.id
            }
            state.publicIDs[workspace.publicID] = workspace.id
            let entry = known[workspace.id]
            let isSame = entry?.version == version
            state.entries[workspace.id] = Entry(
                workspace: workspace,
                version: version,
                rulebook: isSame ? entry?.rulebook : nil,
                tokens: isSame ? entry?.tokens : nil
            )
        }
        state.keys.removeAll()
        state.version = version
    }

    /// The rules of a workspace, read if need be in a transaction that sees a version.
    func loadRulebook(
        of id: WorkspaceID,
        on connection: any Connection,
        seeing version: Int64
    ) throws(StorageError) -> Rulebook {
        let entry = state.withLock { $0.entries[id] }
        if let rulebook = entry?.rulebook { return rulebook }
        let settings = WorkspaceSettings(stored: entry?.workspace.settings ?? "{}")
        let rulebook = Rulebook(
            metrics: try connection.metrics.active(in: id),
            attributes: try connection.attributes.active(in: id),
            achievements: try connection.achievements.active(in: id),
            streaks: try connection.streaksInUse(in: id, zones: zones),
            defaultStays: settings.zoneStays(through: entry?.workspace.defaultZone ?? "UTC"),
            controlPercentage: settings.controlRatio
        )
        state.withLock { state in
            guard state.version == version else { return }
            state.entries[id]?.rulebook = rulebook
        }
        return rulebook
    }

    /// How the tokens of a workspace are verified, read if need be in a transaction that sees a
    /// version; nothing when the workspace does not exist.
    func loadTokenVerification(
        of id: WorkspaceID,
        on connection: any Connection,
        seeing version: Int64
    ) throws(StorageError) -> TokenVerification? {
        let entry = state.withLock { $0.entries[id] }
        if let tokens = entry?.tokens { return tokens }
        guard let workspace = entry?.workspace else { return nil }
        let tokens = try TokenVerification(
            of: workspace,
            stored: try connection.tokenKeys.active(in: id),
            maximumRemembered: limits.maximumRememberedTokens
        )
        state.withLock { state in
            guard state.version == version else { return }
            state.entries[id]?.tokens = tokens
        }
        return tokens
    }

    /// The key with a prefix, read if need be in a transaction that sees a version.
    func loadKey(
        prefix: String,
        on connection: any Connection,
        seeing version: Int64
    ) throws(StorageError) -> APIKey? {
        if let key = key(prefix: prefix) { return key }
        // A prefix that no key has is not remembered: a caller can invent any number of them.
        guard let key = try connection.apiKeys.find(prefix: prefix) else { return nil }
        state.withLock { state in
            guard state.version == version else { return }
            if state.keys.count >= limits.maximumRememberedKeys { state.keys.removeAll() }
            state.keys[prefix] = key
        }
        return key
    }

    /// Workspaces and rules as they are inside a transaction.
    func current(
        _ ids: Set<WorkspaceID>,
        on connection: any Connection
    ) throws(StorageError) -> [WorkspaceID: (workspace: Workspace, rulebook: Rulebook)] {
        let version = try refresh(on: connection)
        var current: [WorkspaceID: (workspace: Workspace, rulebook: Rulebook)] = [:]
        for id in ids {
            guard let workspace = workspace(id) else { continue }
            let rulebook = try loadRulebook(of: id, on: connection, seeing: version)
            current[id] = (workspace, rulebook)
        }
        return current
    }
}
