import CivilTime
import Engine
import JSONText
import Storage

/// A workspace as the one item of its own settings.
struct SettledWorkspace: Item {
    var workspace: Workspace

    static var itemKind: ItemKind { .settings }
    var publicID: String { workspace.publicID }
    var ownKey: String? { nil }

    static func all(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> [SettledWorkspace] {
        try change.connection.workspaces.find(workspace).map { [SettledWorkspace(workspace: $0)] }
            ?? []
    }

    static func surroundings(in workspace: WorkspaceID, _ change: ConfigurationChange) {}

    func insert(in workspace: WorkspaceID, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.workspaces.insert(self.workspace)
    }

    func update(from old: SettledWorkspace, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.workspaces.update(workspace)
    }

    /// Settings stay as long as their workspace does.
    func archive(
        beside surroundings: Void,
        among items: [SettledWorkspace],
        _ change: ConfigurationChange
    ) {}

    /// The settings without what nobody is to read.
    private var shownSettings: String {
        var settings = WorkspaceSettings(of: workspace)
        guard let mail = settings.mail else { return workspace.settings }
        settings.mail = mail.withoutSecrets
        return settings.storedText
    }

    func document(beside surroundings: Void, among items: [SettledWorkspace]) -> String {
        ConfigurationChange.document { object in
            object.field("settings", rawJSON: shownSettings)
            object.field("defaultZone", workspace.defaultZone)
            object.fieldIfPresent("clock", workspace.clockAt?.iso8601)
        }
    }
}
