import Engine
import Storage

/// The configuration as a transaction sees it: what is known of it, and the rest from the database.
struct ConfigurationReader {
    let cache: ConfigurationCache
    let connection: any Connection
    /// The version of the configuration that the transaction sees.
    let version: Int64

    /// A workspace.
    func workspace(_ id: WorkspaceID) throws(StorageError) -> Workspace? {
        if let known = cache.known({ $0.workspace(id) }) { return known }
        return kept(try connection.workspaces.find(id))
    }

    /// Those workspaces that callers know by some ids.
    func workspaces(publicIDs: [String]) throws(StorageError) -> [Workspace] {
        var found: [Workspace] = []
        var unknown: [String] = []
        for publicID in publicIDs {
            if let known = cache.known({ $0.workspace(publicID: publicID) }) {
                found.append(known)
            } else {
                unknown.append(publicID)
            }
        }
        for workspace in try connection.workspaces.find(publicIDs: unknown) {
            found.append(kept(workspace))
        }
        return found
    }

    /// The environment's own workspace.
    func home(of environment: Workspace.Environment) throws(StorageError) -> Workspace? {
        if let known = cache.known({ $0.home(of: environment) }) { return known }
        return kept(try connection.workspaces.home(of: environment))
    }

    /// The workspace of a customer.
    ///
    /// One that there is not is not remembered: a caller can invent any number of them.
    func tenant(
        _ customerID: String,
        of environment: Workspace.Environment
    ) throws(StorageError) -> Workspace? {
        if let known = cache.known({ $0.tenant(customerID, of: environment) }) { return known }
        guard try hasTenants(environment) else { return nil }
        return kept(try connection.workspaces.tenant(customerID, of: environment))
    }

    /// Whether an environment has any tenant.
    func hasTenants(_ environment: Workspace.Environment) throws(StorageError) -> Bool {
        if let known = cache.known({ $0.hasTenants(environment) }) { return known }
        let hasTenants = try connection.workspaces.hasTenants(environment)
        cache.keep(readAt: version, \.workspaces) {
            $0.keep(hasTenants: hasTenants, of: environment)
        }
        return hasTenants
    }

    /// A workspace with its rules.
    func ruled(_ id: WorkspaceID) throws(StorageError) -> RuledWorkspace? {
        if let known = cache.known({ $0.ruled(id) }) { return known }
        guard let workspace = try workspace(id) else { return nil }
        let settings = WorkspaceSettings(of: workspace)
        let experiments = try connection.experiments.index(of: id, zones: cache.zones)
        let rulebook = Rulebook(
            metrics: try connection.metrics.active(in: id),
            attributes: try connection.attributes.active(in: id),
            achievements: try connection.achievements.active(in: id),
            streaks: try connection.streakDefinitions.inUse(in: id, zones: cache.zones),
            points: try connection.pointsItems.index(of: id, experiments),
            boards: try connection.boards.index(of: id),
            experiments: experiments,
            defaultStays: settings.zoneStays(through: workspace.defaultZone),
            controlPercentage: settings.controlRatio,
            amnesties: try connection.streakAmnesties.all(in: id)
        )
        cache.keep(readAt: version, \.rulebooks) { $0.keep(rulebook, of: id) }
        return RuledWorkspace(workspace: workspace, rulebook: rulebook)
    }

    /// How the tokens of a workspace are verified; nothing when the workspace does not exist.
    func tokenVerification(of id: WorkspaceID) throws(StorageError) -> TokenVerification? {
        if let known = cache.known({ $0.tokenVerification(of: id) }) { return known }
        guard let workspace = try workspace(id) else { return nil }
        let tokens = try TokenVerification(
            of: workspace,
            stored: try connection.tokenKeys.active(in: id),
            maximumRemembered: cache.limits.maximumRememberedTokens
        )
        cache.keep(readAt: version, \.tokenKeys) { $0.keep(tokens, of: id) }
        return tokens
    }

    /// The key with a prefix.
    ///
    /// One that no key has is not remembered: a caller can invent any number of them.
    func key(prefix: String) throws(StorageError) -> APIKey? {
        if let known = cache.known({ $0.key(prefix: prefix) }) { return known }
        guard let key = try connection.apiKeys.find(prefix: prefix) else { return nil }
        // A key is known as long as its workspace is.
        _ = try workspace(key.workspace)
        cache.keep(readAt: version, \.keys) { $0.keep(key) }
        return key
    }

    private func kept(_ workspace: Workspace) -> Workspace {
        cache.keep(readAt: version, \.workspaces) { $0.keep(workspace) }
        return workspace
    }

    private func kept(_ workspace: Workspace?) -> Workspace? {
        workspace.map { kept($0) as Workspace }
    }
}
