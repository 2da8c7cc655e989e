public import Engine
import ServiceRuntime
public import Storage

/// A tenant to be created.
public struct TenantDraft: Hashable, Sendable {
    /// The caller's own id of the customer.
    public let customerID: String
    /// What people call it.
    public let name: String

    /// A tenant to be created.
    public init(customerID: String, name: String) {
        self.customerID = customerID
        self.name = name
    }
}

/// What is to change of a tenant.
public struct TenantChange: Hashable, Sendable {
    /// The tenant's UUID.
    public let publicID: String
    /// The caller's new id of the customer.
    public var customerID: String?
    /// What people will call it.
    public var name: String?
    /// Whether it is to take requests: an archived one comes back as it was.
    public var status: Workspace.Status?

    /// A change of nothing yet.
    public init(publicID: String) {
        self.publicID = publicID
    }
}

extension LaurelService {
    /// The tenants of the environment that a workspace belongs to, oldest first.
    public func tenants(of home: WorkspaceID) async throws -> [Workspace] {
        let environment = try await view(of: home).workspace.environment
        return configuration.workspaces(of: environment).filter { $0.customerID != nil }
    }

    /// Creates tenants, each a workspace with configuration and users of its own.
    public func createTenants(
        _ drafts: [TenantDraft],
        home: WorkspaceID
    ) async throws -> [Result<Workspace, ItemIssue>] {
        let environment = try await view(of: home).workspace.environment
        let now = clock.now()
        return try await changeConfiguration(of: home) { (connection) throws(StorageError) in
            var tenants = try Self.tenants(of: environment, connection)
            var results: [Result<Workspace, ItemIssue>] = []
            for draft in drafts {
                if let problem = draft.customerID.problemInAddresses {
                    results.append(.failure(ItemIssue("customerId \(problem). Choose another.")))
                    continue
                }
                if let known = tenants.first(where: { $0.customerID == draft.customerID }) {
                    results.append(.failure(.customerExists(known)))
                    continue
                }
                let tenant = Workspace(
                    id: try connection.workspaces.nextID(),
                    publicID: PublicID.make(at: now),
                    environment: environment,
                    customerID: draft.customerID,
                    name: draft.name,
                    settings: WorkspaceSettings.ofNewWorkspace.storedText,
                    createdAt: now,
                    updatedAt: now
                )
                try connection.workspaces.insert(tenant)
                tenants.append(tenant)
                results.append(.success(tenant))
            }
            return results
        }
    }

    /// Changes tenants.
    public func updateTenants(
        _ changes: [TenantChange],
        home: WorkspaceID
    ) async throws -> [Result<Workspace, ItemIssue>] {
        try await changeTenants(changes.map(\.publicID), home: home) { index, tenant, others in
            let change = changes[index]
            if let customerID = change.customerID, customerID != tenant.customerID {
                if let problem = customerID.problemInAddresses {
                    return ItemIssue("customerId \(problem). Choose another.")
                }
                if let known = others.first(where: { $0.customerID == customerID }) {
                    return .customerExists(known)
                }
                tenant.customerID = customerID
            }
            tenant.name = change.name ?? tenant.name
            tenant.status = change.status ?? tenant.status
            return nil
        }
    }

    /// Archives tenants: they take no more requests, and nothing of them is lost.
    public func archiveTenants(
        _ publicIDs: [String],
        home: WorkspaceID
    ) async throws -> [Result<Workspace, ItemIssue>] {
        try await changeTenants(publicIDs, home: home) { _, tenant, _ in
            tenant.status = .archived
            return nil
        }
    }

    private func changeTenants(
        _ publicIDs: [String],
        home: WorkspaceID,
        _ change: @escaping @Sendable (Int, inout Workspace, [Workspace]) -> ItemIssue?
    ) async throws -> [Result<Workspace, ItemIssue>] {
        let environment = try await view(of: home).workspace.environment
        let now = clock.now()
        return try await changeConfiguration(of: home) { (connection) throws(StorageError) in
            var tenants = try Self.tenants(of: environment, connection)
            var results: [Result<Workspace, ItemIssue>] = []
            for (index, publicID) in publicIDs.enumerated() {
                guard let place = tenants.firstIndex(where: { $0.publicID == publicID }) else {
                    results.append(.failure(.tenantNotFound))
                    continue
                }
                let others = tenants
                if let issue = change(index, &tenants[place], others) {
                    results.append(.failure(issue))
                    continue
                }
                tenants[place].updatedAt = now
                try connection.workspaces.update(tenants[place])
                results.append(.success(tenants[place]))
            }
            return results
        }
    }

    private static func tenants(
        of environment: Workspace.Environment,
        _ connection: any Connection
    ) throws(StorageError) -> [Workspace] {
        try connection.workspaces.all().map(\.workspace).filter {
            $0.environment == environment && $0.customerID != nil
        }
    }
}

extension ItemIssue {
    /// The id of a customer is taken; by an archived tenant, it can be had back.
    static func customerExists(_ tenant: Workspace) -> ItemIssue {
        let taken =
            "Customer ID \"\(tenant.customerID ?? "")\" already exists in this environment"
        guard tenant.status == .archived else { return ItemIssue(taken) }
        return ItemIssue(
            taken + ", archived. Bring it back with PATCH /admin/v1/tenants: "
                + "{\"id\": \"\(tenant.publicID)\", \"status\": \"active\"}"
        )
    }
}
