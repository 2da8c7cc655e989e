import Engine
import JSONText
import Storage

/// A workspace as an item of the environment that it is a tenant of.
///
/// There may be ten thousand, so that one that is to be changed is read alone.
struct Tenant: Item {
    var workspace: Workspace

    static var itemKind: ItemKind { .tenant }
    var publicID: String { workspace.publicID }
    var ownKey: String? { nil }
    var isArchived: Bool { workspace.status == .archived }

    static func all(in home: WorkspaceID, _ change: ConfigurationChange) -> [Tenant] { [] }

    /// The environment whose tenants they are.
    static func surroundings(
        in home: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> Workspace.Environment {
        guard let home = try change.connection.workspaces.find(home) else {
            throw StorageError(.invalidValue, "workspace \(home.number) does not exist")
        }
        return home.environment
    }

    static func find(
        _ publicID: String,
        in home: WorkspaceID,
        beside environment: Workspace.Environment,
        _ change: ConfigurationChange
    ) throws(StorageError) -> Tenant? {
        let found = try change.connection.workspaces.find(publicIDs: [publicID]).first
        guard let found, found.customerID != nil, found.environment == environment else {
            return nil
        }
        return Tenant(workspace: found)
    }

    func insert(in home: WorkspaceID, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.workspaces.insert(workspace)
    }

    func update(from old: Tenant, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.workspaces.update(workspace)
    }

    func archive(
        beside environment: Workspace.Environment,
        among items: [Tenant],
        _ change: ConfigurationChange
    ) throws(StorageError) {
        var archived = self
        archived.workspace.status = .archived
        try archived.update(from: self, change)
    }

    func document(beside environment: Workspace.Environment, among items: [Tenant]) -> String {
        ConfigurationChange.document { object in
            object.field("customerId", workspace.customerID)
            object.field("name", workspace.name)
            object.field("status", workspace.status.rawValue)
        }
    }
}

extension Editor<Tenant> {
    /// Why a customer cannot have a tenant of its own; nothing where it can.
    func issue(withCustomer customerID: String) throws(StorageError) -> ItemIssue? {
        if let problem = customerID.problemInAddresses {
            return .unusableKey(.tenant, problem: problem)
        }
        let other = try change.connection.workspaces.tenant(customerID, of: surroundings)
        return other.map { other in
            .customerExists(
                other.customerID ?? "",
                archived: other.status == .archived ? other.publicID : nil
            )
        }
    }
}
