import CivilTime
import Engine
import JSONText
import Storage

extension Webhook: Item {
    static var itemKind: ItemKind { .webhook }
    var ownKey: String? { nil }

    static func all(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> [Webhook] {
        try change.connection.webhooks.active(in: workspace)
    }

    /// Nothing: a webhook stands for itself.
    static func surroundings(in workspace: WorkspaceID, _ change: ConfigurationChange) {}

    func insert(in workspace: WorkspaceID, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.webhooks.insert(self, at: change.now)
    }

    func update(from old: Webhook, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.webhooks.update(self, at: change.now)
        if isOrdered, !old.isOrdered { try change.connection.deliveries.putInOrder(number) }
    }

    func archive(
        beside surroundings: Void,
        among items: [Webhook],
        _ change: ConfigurationChange
    ) throws(StorageError) {
        try change.connection.webhooks.archive(number, at: change.now)
    }

    /// Everything but the secrets.
    func document(beside surroundings: Void, among items: [Webhook]) -> String {
        ConfigurationChange.document { object in
            object.field("url", url)
            object.field("description", description)
            object.field("kinds", kinds)
            object.field("dialect", dialect.rawValue)
            object.field("ordered", isOrdered)
            object.field("cloudEvents", usesCloudEvents)
            object.field("status", status.rawValue)
            object.field("secretChangedAt", secretChangedAt.iso8601)
        }
    }
}
