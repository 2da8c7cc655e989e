public import CivilTime
public import Engine
import Storage

extension LaurelService {
    /// The settings of a workspace.
    public func settings(of id: WorkspaceID) async throws -> WorkspaceSettings {
        WorkspaceSettings(stored: try await view(of: id).workspace.settings)
    }

    /// Changes the settings of a workspace, and tells what they now are.
    public func changeSettings(
        of id: WorkspaceID,
        _ change: @escaping @Sendable (inout WorkspaceSettings) -> Void
    ) async throws -> WorkspaceSettings {
        try await changeWorkspace(id) { workspace in
            var settings = WorkspaceSettings(stored: workspace.settings)
            change(&settings)
            workspace.settings = settings.storedText
            return settings
        }
    }

    /// Holds a sandbox workspace's clock at a moment, or lets it go with the system's again.
    public func setClock(of id: WorkspaceID, to moment: Instant?) async throws {
        guard try await view(of: id).workspace.environment == .sandbox else {
            throw ServiceError(
                .forbidden,
                "Only a sandbox workspace has a clock that can be set."
            )
        }
        try await changeWorkspace(id) { $0.clockAt = moment }
    }

    private func changeWorkspace<Value: Sendable>(
        _ id: WorkspaceID,
        _ change: @escaping @Sendable (inout Workspace) -> Value
    ) async throws -> Value {
        try await changeConfiguration(of: id) { (connection) throws(StorageError) in
            try Self.changeWorkspace(id, on: connection, change)
        }
    }

    /// Changes a workspace's row in a transaction.
    static func changeWorkspace<Value>(
        _ id: WorkspaceID,
        on connection: any Connection,
        _ change: (inout Workspace) -> Value
    ) throws(StorageError) -> Value {
        let all = try connection.workspaces.all().map(\.workspace)
        guard var workspace = all.first(where: { $0.id == id }) else {
            throw StorageError(.invalidValue, "workspace \(id.number) does not exist")
        }
        let value = change(&workspace)
        try connection.workspaces.update(workspace)
        return value
    }
}
