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
        try await editTenants(of: home, for: drafts) { (editor, draft) throws(StorageError) in
            if let issue = try editor.issue(withCustomer: draft.customerID) {
                return .failure(issue)
            }
            let now = editor.change.now
            let workspace = Workspace(
                id: try editor.change.connection.workspaces.nextID(),
                publicID: PublicID.make(at: now),
                environment: editor.surroundings,
                customerID: draft.customerID,
                name: draft.name,
                settings: WorkspaceSettings.ofNewWorkspace.storedText,
                createdAt: now,
                updatedAt: now
            )
            try editor.create(Tenant(workspace: workspace))
            return .success(workspace)
        }
    }

    /// Changes tenants.
    public func updateTenants(
        _ changes: [TenantChange],
        home: WorkspaceID
    ) async throws -> [Result<Workspace, ItemIssue>] {
        try await editTenants(of: home, for: changes) { (editor, change) throws(StorageError) in
            guard var tenant = try editor.find(change.publicID) else {
                return .failure(Tenant.notFound)
            }
            if let customerID = change.customerID,
                tenant.workspace.customerID?.isSameID(as: customerID) != true
            {
                if let issue = try editor.issue(withCustomer: customerID) { return .failure(issue) }
                tenant.workspace.customerID = customerID
            }
            tenant.workspace.name = change.name ?? tenant.workspace.name
            tenant.workspace.status = change.status ?? tenant.workspace.status
            tenant.workspace.updatedAt = editor.change.now
            try editor.update(tenant)
            return .success(tenant.workspace)
        }
    }

    /// Archives tenants: they take no more requests, and nothing of them is lost.
    public func archiveTenants(
        _ publicIDs: [String],
        home: WorkspaceID
    ) async throws -> [Result<Workspace, ItemIssue>] {
        try await updateTenants(
            publicIDs.map { publicID in
                var change = TenantChange(publicID: publicID)
                change.status = .archived
                return change
            },
            home: home
        )
    }

    /// Edits tenants without touching their environment's own workspace, of which nothing changes.
    private func editTenants<Draft: Sendable>(
        of home: WorkspaceID,
        for drafts: [Draft],
        _ body:
            @escaping @Sendable (
                inout Editor<Tenant>, Draft
            ) throws(StorageError) -> Result<Workspace, ItemIssue>
    ) async throws -> [Result<Workspace, ItemIssue>] {
        try await changeConfiguration { (change) throws(StorageError) in
            var editor = try Editor<Tenant>(change, of: home)
            var results: [Result<Workspace, ItemIssue>] = []
            for draft in drafts { results.append(try body(&editor, draft)) }
            return results
        }
    }
}
