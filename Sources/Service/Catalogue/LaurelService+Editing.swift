import Engine
import Storage

extension LaurelService {
    /// Does something with the items of one kind of a workspace, in one transaction.
    func edit<Element: Item, Value: Sendable>(
        _ kind: Element.Type,
        in workspace: WorkspaceID,
        _ body: @escaping @Sendable (inout Editor<Element>) throws(StorageError) -> Value
    ) async throws -> Value {
        try await changeConfiguration(of: workspace) { (change) throws(StorageError) in
            var editor = try Editor<Element>(change, of: workspace)
            return try body(&editor)
        }
    }

    /// Does something for each of some drafts, in one transaction: what keeps one of them from being
    /// done is an issue of that one alone.
    func edit<Element: Item, Draft: Sendable, Value: Sendable>(
        _ kind: Element.Type,
        in workspace: WorkspaceID,
        for drafts: [Draft],
        _ body:
            @escaping @Sendable (
                inout Editor<Element>, Draft
            ) throws(StorageError) -> Result<Value, ItemIssue>
    ) async throws -> [Result<Value, ItemIssue>] {
        try await edit(kind, in: workspace) { (editor) throws(StorageError) in
            var results: [Result<Value, ItemIssue>] = []
            for draft in drafts { results.append(try body(&editor, draft)) }
            return results
        }
    }

    /// Ends items; what was recorded of them stays.
    func archive<Element: Item>(
        _ publicIDs: [String],
        of kind: Element.Type,
        in workspace: WorkspaceID
    ) async throws -> [Result<String, ItemIssue>] {
        try await edit(kind, in: workspace, for: publicIDs) {
            (editor, publicID) throws(StorageError) in try editor.archive(publicID)
        }
    }
}
