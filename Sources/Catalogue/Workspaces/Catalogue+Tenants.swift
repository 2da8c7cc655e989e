public import Engine
import JSONText
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

extension Catalogue {
    /// The tenants of the environment that a workspace belongs to, oldest first.
    public func tenants(of home: WorkspaceID) async throws -> [Workspace] {
        let environment = try await view(of: home).workspace.environment
        return try await database.readSlowly { (connection) throws(StorageError) in
            try connection.workspaces.tenants(of: environment)
        }
    }

    /// Creates tenants, each a workspace with configuration and users of its own.
    public func createTenants(
        _ drafts: [TenantDraft],
        home: WorkspaceID
    ) async throws -> [Result<Workspace, ItemIssue>] {
        let environment = try await view(of: home).workspace.environment
        return try await changeConfiguration { (configuration) throws(StorageError) in
            let connection = configuration.connection
            var results: [Result<Workspace, ItemIssue>] = []
            for draft in drafts {
                if let issue = try connection.issue(withCustomer: draft.customerID, of: environment)
                {
                    results.append(.failure(issue))
                    continue
                }
                let tenant = Workspace(
                    id: try connection.workspaces.nextID(),
                    publicID: PublicID.make(at: configuration.now),
                    environment: environment,
                    customerID: draft.customerID,
                    name: draft.name,
                    settings: WorkspaceSettings.ofNewWorkspace.storedText,
                    createdAt: configuration.now,
                    updatedAt: configuration.now
                )
                try connection.workspaces.insert(tenant)
                try configuration.record(
                    .created,
                    .tenant,
                    tenant.publicID,
                    in: home,
                    after: tenant.tenantDocument
                )
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
        try await changeTenants(changes.map(\.publicID), home: home) {
            (index, tenant, connection) throws(StorageError) in
            let change = changes[index]
            if let customerID = change.customerID,
                tenant.customerID?.isSameID(as: customerID) != true
            {
                let environment = tenant.environment
                if let issue = try connection.issue(withCustomer: customerID, of: environment) {
                    return issue
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
        _ change:
            @escaping @Sendable (
                Int, inout Workspace, any Connection
            ) throws(StorageError) -> ItemIssue?
    ) async throws -> [Result<Workspace, ItemIssue>] {
        let environment = try await view(of: home).workspace.environment
        return try await changeConfiguration { (configuration) throws(StorageError) in
            let connection = configuration.connection
            var results: [Result<Workspace, ItemIssue>] = []
            for (index, publicID) in publicIDs.enumerated() {
                let found = try connection.workspaces.find(publicIDs: [publicID]).first
                guard var tenant = found, tenant.customerID != nil,
                    tenant.environment == environment
                else {
                    results.append(.failure(.tenantNotFound))
                    continue
                }
                let before = tenant
                if let issue = try change(index, &tenant, connection) {
                    results.append(.failure(issue))
                    continue
                }
                tenant.updatedAt = configuration.now
                try connection.workspaces.update(tenant)
                try configuration.record(
                    AuditAction(from: before.status, to: tenant.status),
                    .tenant,
                    publicID,
                    in: home,
                    before: before.tenantDocument,
                    after: tenant.tenantDocument
                )
                results.append(.success(tenant))
            }
            return results
        }
    }
}

extension Connection {
    /// Why a customer cannot have a tenant of its own; nothing where it can.
    fileprivate func issue(
        withCustomer customerID: String,
        of environment: Workspace.Environment
    ) throws(StorageError) -> ItemIssue? {
        if let problem = customerID.problemInAddresses {
            return ItemIssue("customerId \(problem). Choose another.")
        }
        return try workspaces.tenant(customerID, of: environment).map(ItemIssue.customerExists)
    }
}

extension Workspace {
    /// What a record of changes tells of a tenant.
    fileprivate var tenantDocument: String {
        ConfigurationChange.document { object in
            object.field("customerId", customerID)
            object.field("name", name)
            object.field("status", status.rawValue)
        }
    }
}

extension AuditAction {
    fileprivate init(from old: Workspace.Status, to new: Workspace.Status) {
        self = old == new ? .changed : new == .archived ? .archived : .restored
    }
}

extension ItemIssue {
    static let tenantNotFound = ItemIssue("Tenant not found by ID")

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
