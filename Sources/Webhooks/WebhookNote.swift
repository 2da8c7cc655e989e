public import Storage

/// Something about the telling of webhooks that an operator should know.
public enum WebhookNote: Sendable {
    /// This process tells webhooks now.
    case working
    /// Another process tells them.
    case waiting
    /// Facts come again, as the database was copied or restored.
    case orderChanged
    /// Some facts are not kept any longer that were not told.
    case factsMissing
    /// The database does not answer as it should; it is asked again.
    case databaseFailed(StorageError)
    /// What is due to a webhook cannot be signed, as its secret cannot be read.
    case secretUnreadable(webhook: String, reason: String)
    /// A webhook is told nothing any longer.
    case disabled(webhook: String, reason: String)
    /// Something else that went wrong.
    case failed(String)
}
