public import Engine
import Storage

extension Catalogue {
    /// Changes which reminders users of a workspace get; those that are planned are planned anew.
    public func changeReminders(
        of id: WorkspaceID,
        to reminders: ReminderSettings
    ) async throws -> ReminderSettings {
        try await changeConfiguration(of: id) { (configuration) throws(StorageError) in
            try configuration.changeWorkspace(id) { (workspace) throws(StorageError) in
                var settings = WorkspaceSettings(of: workspace)
                settings.reminders = reminders
                workspace.settings = settings.storedText
            }
            // Also those who were there before.
            try configuration.connection.reminderWalks.start(in: id, at: configuration.now)
        }
        return reminders
    }
}
