public import Engine
import ServiceRuntime
public import Storage

/// What the name of a tenant comes to.
public enum TenantName: Sendable {
    /// A tenant.
    case named(Workspace)
    /// There are tenants, and none of that name.
    case unknown
    /// The environment has no tenants.
    case meaningless
}

extension Catalogue {
    /// A workspace with its rules, as of now.
    public func view(of id: WorkspaceID) async throws -> WorkspaceView {
        guard let view = try await viewIfExists(of: id) else { throw ServiceError.noSuchWorkspace }
        return view
    }

    /// A workspace with its rules, as of now, if there is one with that number.
    public func viewIfExists(of id: WorkspaceID) async throws -> WorkspaceView? {
        let ruled = try await configured(
            { $0.ruled(id) },
            orRead: { (reader) throws(StorageError) in
                try reader.ruled(id)
            }
        )
        return ruled.map { ruled in
            WorkspaceView(
                workspace: ruled.workspace,
                rulebook: ruled.rulebook,
                now: ruled.workspace.clockAt ?? clock.now()
            )
        }
    }

    /// The environment's own workspace.
    public func homeWorkspace(of environment: Workspace.Environment) async throws -> WorkspaceID {
        let home = try await configured(
            { $0.home(of: environment) },
            orRead: {
                (reader) throws(StorageError) in try reader.home(of: environment)
            }
        )
        guard let home else {
            throw ServiceError(.notFound, "This database has no \(environment.rawValue) workspace.")
        }
        return home.id
    }

    /// Whether an environment has any tenant.
    public func hasTenants(_ environment: Workspace.Environment) async throws -> Bool {
        let hasTenants = try await configured(
            { $0.hasTenants(environment) },
            orRead: {
                (reader) throws(StorageError) in try reader.hasTenants(environment)
            }
        )
        return hasTenants == true
    }

    /// The tenant of an environment that callers name.
    public func tenant(
        _ customerID: String,
        of environment: Workspace.Environment
    ) async throws -> TenantName {
        let name = try await configured(
            { known -> TenantName? in
                if let tenant = known.tenant(customerID, of: environment) { return .named(tenant) }
                return known.hasTenants(environment) == false ? .meaningless : nil
            },
            orRead: { (reader) throws(StorageError) -> TenantName? in
                if let tenant = try reader.tenant(customerID, of: environment) {
                    return .named(tenant)
                }
                return try reader.hasTenants(environment) ? .unknown : .meaningless
            }
        )
        return name ?? .unknown
    }

    /// The workspace that callers know by an id.
    public func workspace(publicID: String) async throws -> WorkspaceID {
        guard let workspace = try await workspaces(publicIDs: [publicID]).first else {
            throw ServiceError(.notFound, "This database has no workspace \(publicID.excerpt).")
        }
        return workspace.id
    }

    /// Those workspaces that callers know by some ids.
    public func workspaces(publicIDs: [String]) async throws -> [Workspace] {
        let found = try await configured(
            { known -> [Workspace]? in
                let found = publicIDs.compactMap { known.workspace(publicID: $0) }
                return found.count == publicIDs.count ? found : nil
            },
            orRead: {
                (reader) throws(StorageError) in try reader.workspaces(publicIDs: publicIDs)
            }
        )
        return found ?? []
    }

    /// Those workspaces that are in memory and young, of some that callers know by their ids.
    public func rememberedWorkspaces(publicIDs: [String]) -> [Workspace] {
        cache.young { known in publicIDs.compactMap { known.workspace(publicID: $0) } } ?? []
    }

    /// The key with a prefix.
    public func key(prefix: String) async throws -> APIKey? {
        try await configured(
            { $0.key(prefix: prefix) },
            orRead: { (reader) throws(StorageError) in
                try reader.key(prefix: prefix)
            }
        )
    }

    /// How the tokens of a workspace are verified.
    public func tokenVerification(of id: WorkspaceID) async throws -> TokenVerification {
        let found = try await configured(
            { $0.tokenVerification(of: id) },
            orRead: {
                (reader) throws(StorageError) in try reader.tokenVerification(of: id)
            }
        )
        guard let found else { throw ServiceError.noSuchWorkspace }
        return found
    }

    /// A part of the configuration: from memory where that is young, which is the usual case, or
    /// with one read.
    private func configured<Value: Sendable>(
        _ find: (inout KnownConfiguration) -> Value?,
        orRead read: @escaping @Sendable (ConfigurationReader) throws(StorageError) -> Value?
    ) async throws -> Value? {
        if let known = cache.young(find) { return known }
        return try await database.read { [cache] (connection) throws(StorageError) in
            try read(try cache.reader(on: connection))
        }
    }
}

extension ServiceError {
    fileprivate static var noSuchWorkspace: ServiceError {
        ServiceError(.notFound, "This workspace does not exist.")
    }
}

// MARK: - In a transaction

extension Catalogue {
    /// Some workspaces with their rules, as a transaction sees them; those that do not exist are
    /// left out.
    public func ruled(
        _ workspaces: Set<WorkspaceID>,
        on connection: any Connection
    ) throws(StorageError) -> [RuledWorkspace] {
        let reader = try cache.reader(on: connection)
        var ruled: [RuledWorkspace] = []
        for id in workspaces {
            if let workspace = try reader.ruled(id) { ruled.append(workspace) }
        }
        return ruled
    }

    /// Keeps that streaks have judged somebody, as it was stored without a change of configuration.
    public func noteJudged(_ streaks: [WorkspaceID: [StreakDefinition]]) {
        cache.noteJudged(streaks)
    }

    /// What has been read from the database, and how many workspaces are remembered.
    public var figures: ConfigurationFigures { cache.figures }
}
