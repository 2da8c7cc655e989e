public import CivilTime
public import Engine
import ServiceRuntime
public import Storage

extension Catalogue {
    /// The settings of a workspace.
    public func settings(of id: WorkspaceID) async throws -> WorkspaceSettings {
        WorkspaceSettings(of: try await view(of: id).workspace)
    }

    /// Changes the settings of a workspace, and tells what they now are.
    public func changeSettings(
        of id: WorkspaceID,
        _ change: @escaping @Sendable (inout WorkspaceSettings) -> Void
    ) async throws -> WorkspaceSettings {
        try await changeConfiguration(of: id) { (configuration) throws(StorageError) in
            try configuration.changeWorkspace(id) { (workspace) throws(StorageError) in
                var settings = WorkspaceSettings(of: workspace)
                let old = settings.defaultZone
                change(&settings)
                if settings.defaultZone != old {
                    try configuration.moveDefaultZone(of: &workspace, &settings, from: old)
                }
                workspace.settings = settings.storedText
                return settings
            }
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
        try await changeConfiguration(of: id) { (configuration) throws(StorageError) in
            try configuration.changeWorkspace(id) { $0.clockAt = moment }
            try configuration.connection.due.followClock(of: id)
        }
    }
}

extension ConfigurationChange {
    /// Changes a workspace's settings or clock.
    public func changeWorkspace<Value>(
        _ id: WorkspaceID,
        _ change: (inout Workspace) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        var editor = try Editor<SettledWorkspace>(self, of: id)
        guard var settled = editor.items.first else {
            throw StorageError(.invalidValue, "workspace \(id.number) does not exist")
        }
        let value = try change(&settled.workspace)
        try editor.update(settled)
        return value
    }

    /// Lets users without a zone live in another one from now on.
    fileprivate func moveDefaultZone(
        of workspace: inout Workspace,
        _ settings: inout WorkspaceSettings,
        from old: String
    ) throws(StorageError) {
        let moment = workspace.clockAt ?? now
        settings.moveDefaultZone(
            from: old,
            at: moment,
            isInhabited: try connection.userCounts.count(in: workspace.id) > 0
        )
        workspace.defaultZone = settings.defaultZone
        // Whoever has no zone has moved, so that other moments come next.
        try connection.streakDefinitions.countAnew(in: workspace.id, at: moment)
    }
}
