public import CivilTime
public import Engine
import ServiceRuntime
import Storage

extension LaurelService {
    /// The settings of a workspace.
    public func settings(of id: WorkspaceID) async throws -> WorkspaceSettings {
        WorkspaceSettings(of: try await view(of: id).workspace)
    }

    /// Changes the settings of a workspace, and tells what they now are.
    public func changeSettings(
        of id: WorkspaceID,
        _ change: @escaping @Sendable (inout WorkspaceSettings) -> Void
    ) async throws -> WorkspaceSettings {
        let systemNow = clock.now()
        return try await changeWorkspace(id) { (workspace, connection) throws(StorageError) in
            var settings = WorkspaceSettings(of: workspace)
            let old = settings.defaultZone
            change(&settings)
            if settings.defaultZone != old {
                let now = workspace.clockAt ?? systemNow
                settings.moveDefaultZone(
                    from: old,
                    at: now,
                    isInhabited: try connection.userCounts.count(in: id) > 0
                )
                workspace.defaultZone = settings.defaultZone
                // Whoever has no zone has moved, so that other moments come next.
                try connection.streakDefinitions.countAnew(in: id, at: now)
            }
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
        try await changeConfiguration(of: id) { (connection) throws(StorageError) in
            try Self.changeWorkspace(id, on: connection) { workspace, _ in
                workspace.clockAt = moment
            }
            try connection.due.followClock(of: id)
        }
    }

    private func changeWorkspace<Value: Sendable>(
        _ id: WorkspaceID,
        _ change:
            @escaping @Sendable (inout Workspace, any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await changeConfiguration(of: id) { (connection) throws(StorageError) in
            try Self.changeWorkspace(id, on: connection, change)
        }
    }

    /// Changes a workspace's row in a transaction.
    static func changeWorkspace<Value>(
        _ id: WorkspaceID,
        on connection: any Connection,
        _ change: (inout Workspace, any Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        let all = try connection.workspaces.all().map(\.workspace)
        guard var workspace = all.first(where: { $0.id == id }) else {
            throw StorageError(.invalidValue, "workspace \(id.number) does not exist")
        }
        let value = try change(&workspace, connection)
        try connection.workspaces.update(workspace)
        return value
    }
}
