public import Engine
import ServiceRuntime
import Storage

/// An attribute to be created.
public struct AttributeDraft: Hashable, Sendable {
    /// Whether users or events will carry it.
    public let kind: Attribute.Kind
    /// The reference that they will carry.
    public let key: String
    /// What people call it.
    public let name: String

    /// An attribute to be created.
    public init(kind: Attribute.Kind, key: String, name: String) {
        self.kind = kind
        self.key = key
        self.name = name
    }
}

/// A new name for an attribute.
public struct AttributeRenaming: Hashable, Sendable {
    /// The attribute's UUID.
    public let publicID: String
    /// What people will call it; without one nothing changes.
    public let name: String?

    /// A new name for an attribute.
    public init(publicID: String, name: String?) {
        self.publicID = publicID
        self.name = name
    }
}

extension Catalogue {
    /// Creates attributes; a key that is in use is an issue of its item alone.
    public func createAttributes(
        _ drafts: [AttributeDraft],
        in workspace: WorkspaceID
    ) async throws -> [Result<Attribute, ItemIssue>] {
        try await edit(Attribute.self, in: workspace, for: drafts) {
            (editor, draft) throws(StorageError) in
            let isTaken = editor.items.contains { $0.kind == draft.kind && $0.key == draft.key }
            guard !isTaken else {
                return .failure(.keyInUse(.attribute))
            }
            return .success(try editor.create(draft))
        }
    }

    /// Gives attributes new names.
    public func renameAttributes(
        _ changes: [AttributeRenaming],
        in workspace: WorkspaceID
    ) async throws -> [Result<Attribute, ItemIssue>] {
        try await edit(Attribute.self, in: workspace, for: changes) {
            (editor, change) throws(StorageError) in
            guard var attribute = try editor.find(change.publicID) else {
                return .failure(Attribute.notFound)
            }
            attribute.name = change.name ?? attribute.name
            try editor.update(attribute)
            return .success(attribute)
        }
    }

    /// Ends attributes; users and events no longer show them.
    public func deleteAttributes(
        _ publicIDs: [String],
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        try await archive(publicIDs, of: Attribute.self, in: workspace)
    }
}

extension Editor<Attribute> {
    /// Creates an attribute whose key is free.
    mutating func create(_ draft: AttributeDraft) throws(StorageError) -> Attribute {
        let attribute = Attribute(
            id: try change.connection.attributes.nextID(),
            publicID: PublicID.make(at: change.now),
            kind: draft.kind,
            key: draft.key,
            name: draft.name
        )
        try create(attribute)
        return attribute
    }
}
