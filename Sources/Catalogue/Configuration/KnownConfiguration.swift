public import Engine
public import Storage
import Tokens

/// What is known of the configuration as of one version of it: a bounded number of workspaces, each
/// with what belongs to it as far as somebody has needed it.
///
/// A workspace that has changed, or that has not been used for long, is forgotten with all of that.
struct KnownConfiguration: Sendable {
    private struct Entry: Sendable {
        let workspace: Workspace
        /// Tells this entry from earlier ones of the same workspace.
        let number: UInt64
        var rulebook: Rulebook?
        var tokens: TokenVerification?
    }

    private struct KnownKey: Sendable {
        let key: APIKey
        /// The entry of its workspace that it was read beside.
        let entryNumber: UInt64
    }

    private struct Tenant: Hashable, Sendable {
        let environment: Workspace.Environment
        /// The customer's id by its bytes: texts that only look alike are two customers.
        let customer: [UInt8]

        init(_ customerID: String, of environment: Workspace.Environment) {
            self.environment = environment
            customer = Array(customerID.utf8)
        }
    }

    /// The version of the configuration that it is as of; none before anything has been read.
    private(set) var version: Int64 = -1

    private var entries: RecentlyUsed<WorkspaceID, Entry>
    private var keys: RecentlyUsed<String, KnownKey>
    private var tenants: [Tenant: WorkspaceID] = [:]
    private var publicIDs: [String: WorkspaceID] = [:]
    private var homes: [Workspace.Environment: WorkspaceID] = [:]
    private var tenancies: [Workspace.Environment: Bool] = [:]
    private var entryCount: UInt64 = 0

    init(limits: CatalogueLimits) {
        entries = RecentlyUsed(capacity: limits.maximumRememberedWorkspaces)
        keys = RecentlyUsed(capacity: limits.maximumRememberedKeys)
    }

    /// How many workspaces are known.
    var workspaceCount: Int { entries.count }
}

// MARK: - Asking

extension KnownConfiguration {
    /// A workspace.
    mutating func workspace(_ id: WorkspaceID) -> Workspace? { entries.use(id)?.workspace }

    /// The workspace that callers know by an id.
    mutating func workspace(publicID: String) -> Workspace? {
        publicIDs[publicID].flatMap { workspace($0) }
    }

    /// The environment's own workspace.
    mutating func home(of environment: Workspace.Environment) -> Workspace? {
        homes[environment].flatMap { workspace($0) }
    }

    /// The workspace of a customer.
    mutating func tenant(
        _ customerID: String,
        of environment: Workspace.Environment
    ) -> Workspace? {
        tenants[Tenant(customerID, of: environment)].flatMap { workspace($0) }
    }

    /// Whether an environment has any tenant, if somebody has looked.
    func hasTenants(_ environment: Workspace.Environment) -> Bool? { tenancies[environment] }

    /// The rules of a workspace, if they have been read.
    mutating func rulebook(of id: WorkspaceID) -> Rulebook? { entries.use(id)?.rulebook }

    /// A workspace with its rules, if they have been read.
    mutating func ruled(_ id: WorkspaceID) -> RuledWorkspace? {
        guard let entry = entries.use(id), let rulebook = entry.rulebook else { return nil }
        return RuledWorkspace(workspace: entry.workspace, rulebook: rulebook)
    }

    /// How the tokens of a workspace are verified, if that has been read.
    mutating func tokenVerification(of id: WorkspaceID) -> TokenVerification? {
        entries.use(id)?.tokens
    }

    /// The key with a prefix, if it has been read and its workspace has not changed since.
    mutating func key(prefix: String) -> APIKey? {
        guard let known = keys.use(prefix) else { return nil }
        guard entries.use(known.key.workspace)?.number == known.entryNumber else {
            keys.remove(prefix)
            return nil
        }
        return known.key
    }
}

// MARK: - Learning

extension KnownConfiguration {
    /// Keeps a workspace.
    mutating func keep(_ workspace: Workspace) {
        guard entries.use(workspace.id) == nil else { return }
        entryCount += 1
        let entry = Entry(workspace: workspace, number: entryCount)
        if let evicted = entries.keep(entry, for: workspace.id) { unlist(evicted.workspace) }
        publicIDs[workspace.publicID] = workspace.id
        if let customerID = workspace.customerID {
            tenants[Tenant(customerID, of: workspace.environment)] = workspace.id
        } else {
            homes[workspace.environment] = workspace.id
        }
    }

    /// Keeps the rules of a workspace that is known.
    mutating func keep(_ rulebook: Rulebook, of id: WorkspaceID) {
        entries.change(id) { $0.rulebook = rulebook }
    }

    /// Keeps how the tokens of a workspace that is known are verified.
    mutating func keep(_ tokens: TokenVerification, of id: WorkspaceID) {
        entries.change(id) { $0.tokens = tokens }
    }

    /// Keeps a key of a workspace that is known.
    mutating func keep(_ key: APIKey) {
        guard let entry = entries.use(key.workspace) else { return }
        _ = keys.keep(KnownKey(key: key, entryNumber: entry.number), for: key.prefix)
    }

    /// Keeps whether an environment has any tenant.
    mutating func keep(hasTenants: Bool, of environment: Workspace.Environment) {
        tenancies[environment] = hasTenants
    }

    /// Keeps that streaks have judged somebody, as it was stored without a change of configuration.
    mutating func noteJudged(_ streaks: [StreakDefinition], of id: WorkspaceID) {
        entries.change(id) { $0.rulebook = $0.rulebook?.noting(judged: streaks) }
    }
}

// MARK: - Forgetting

extension KnownConfiguration {
    /// Is as of a newer version, in which some workspaces are not what they were.
    mutating func move(to version: Int64, changed: [WorkspaceID]) {
        self.version = version
        for id in changed {
            if let entry = entries.remove(id) { unlist(entry.workspace) }
        }
        // A tenant that is new has changed.
        tenancies = tenancies.filter(\.value)
    }

    private mutating func unlist(_ workspace: Workspace) {
        publicIDs[workspace.publicID] = nil
        if let customerID = workspace.customerID {
            tenants[Tenant(customerID, of: workspace.environment)] = nil
        } else {
            homes[workspace.environment] = nil
        }
    }
}

/// A workspace with its rules.
public struct RuledWorkspace: Sendable {
    /// The workspace.
    public let workspace: Workspace
    /// Its metrics, attributes and rules.
    public let rulebook: Rulebook
}
