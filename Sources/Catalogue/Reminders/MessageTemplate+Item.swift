import CivilTime
import Engine
import JSONText
import Storage

extension MessageTemplate: Item {
    static var itemKind: ItemKind { .template }
    var ownKey: String? { "\(kind.rawValue)/\(locale)" }
    var isArchived: Bool { archivedAt != nil }

    static func all(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> [MessageTemplate] {
        try change.connection.messageTemplates.active(in: workspace)
    }

    /// Nothing: a template stands for itself.
    static func surroundings(in workspace: WorkspaceID, _ change: ConfigurationChange) {}

    static func find(
        _ publicID: String,
        in workspace: WorkspaceID,
        beside surroundings: Void,
        _ change: ConfigurationChange
    ) throws(StorageError) -> MessageTemplate? {
        try change.connection.messageTemplates.find(publicID, in: workspace)
    }

    func insert(in workspace: WorkspaceID, _ change: ConfigurationChange) throws(StorageError) {
        try change.connection.messageTemplates.insert(self)
    }

    func update(
        from old: MessageTemplate,
        _ change: ConfigurationChange
    ) throws(StorageError) {
        try change.connection.messageTemplates.update(self)
    }

    func archive(
        beside surroundings: Void,
        among items: [MessageTemplate],
        _ change: ConfigurationChange
    ) throws(StorageError) {
        var archived = self
        archived.archivedAt = change.now
        try archived.update(from: self, change)
    }

    /// All of it: earlier versions are read from here.
    func document(beside surroundings: Void, among items: [MessageTemplate]) -> String {
        ConfigurationChange.document { object in
            object.field("kind", kind.rawValue)
            object.field("locale", locale)
            object.field("version", version)
            object.field("template", rawJSON: content)
        }
    }
}
