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

extension LaurelService {
    /// Creates attributes; a key that is in use is an issue of its item alone.
    public func createAttributes(
        _ drafts: [AttributeDraft],
        in workspace: WorkspaceID
    ) async throws -> [Result<Attribute, ItemIssue>] {
        let now = clock.now()
        return try await changeConfiguration(of: workspace) { (connection) throws(StorageError) in
            var attributes = try connection.attributes.active(in: workspace)
            var results: [Result<Attribute, ItemIssue>] = []
            for draft in drafts {
                guard !attributes.contains(where: { $0.kind == draft.kind && $0.key == draft.key })
                else {
                    results.append(
                        .failure(ItemIssue("Key already in use by another attribute of this type"))
                    )
                    continue
                }
                let attribute = Attribute(
                    id: try connection.attributes.nextID(),
                    publicID: PublicID.make(at: now),
                    kind: draft.kind,
                    key: draft.key,
                    name: draft.name
                )
                try connection.attributes.insert(attribute, in: workspace, at: now)
                attributes.append(attribute)
                results.append(.success(attribute))
            }
            return results
        }
    }

    /// Gives attributes new names.
    public func renameAttributes(
        _ changes: [AttributeRenaming],
        in workspace: WorkspaceID
    ) async throws -> [Result<Attribute, ItemIssue>] {
        try await changeConfiguration(of: workspace) { (connection) throws(StorageError) in
            var attributes = try connection.attributes.active(in: workspace)
            var results: [Result<Attribute, ItemIssue>] = []
            for change in changes {
                guard
                    let index = attributes.firstIndex(where: { $0.publicID == change.publicID })
                else {
                    results.append(.failure(.attributeNotFound))
                    continue
                }
                attributes[index].name = change.name ?? attributes[index].name
                try connection.attributes.update(attributes[index])
                results.append(.success(attributes[index]))
            }
            return results
        }
    }

    /// Ends attributes; users and events no longer show them.
    public func deleteAttributes(
        _ publicIDs: [String],
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        let now = clock.now()
        return try await changeConfiguration(of: workspace) {
            [zones] (connection) throws(StorageError) in
            let streaks = try connection.streaksInUse(in: workspace, zones: zones)
            let achievements = try connection.achievements.active(in: workspace)
            var attributes = try connection.attributes.active(in: workspace)
            var results: [Result<String, ItemIssue>] = []
            for publicID in publicIDs {
                guard let index = attributes.firstIndex(where: { $0.publicID == publicID }) else {
                    results.append(.failure(.attributeNotFound))
                    continue
                }
                let issue =
                    ItemIssue.keeping(attributes[index], for: streaks)
                    ?? ItemIssue.keeping(attributes[index], for: achievements)
                if let issue {
                    results.append(.failure(issue))
                    continue
                }
                try connection.attributes.archive(attributes.remove(at: index).id, at: now)
                results.append(.success(publicID))
            }
            return results
        }
    }
}
