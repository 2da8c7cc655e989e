public import Engine
public import ServiceRuntime
public import Storage

// MARK: - Changing

extension Catalogue {
    /// Changes the configuration of a workspace; every process judges by it before its next event.
    public func changeConfiguration<Value: Sendable>(
        of workspace: WorkspaceID,
        _ body: @escaping @Sendable (ConfigurationChange) throws(StorageError) -> Value
    ) async throws -> Value {
        try await changeConfiguration { (change) throws(StorageError) in
            try change.connection.workspaces.touch(workspace)
            return try body(change)
        }
    }

    /// Changes the configuration of workspaces that are touched as they are found.
    public func changeConfiguration<Value: Sendable>(
        _ body: @escaping @Sendable (ConfigurationChange) throws(StorageError) -> Value
    ) async throws -> Value {
        let author = Author.current
        return try await database.workers.run { [self] in
            try changeConfiguration(as: author, body)
        }
    }

    /// Changes the configuration on the caller's thread.
    public func changeConfiguration<Value>(
        as author: Author,
        _ body: (ConfigurationChange) throws(StorageError) -> Value
    ) throws(ServiceError) -> Value {
        let now = clock.now()
        let (value, hasFacts) = try storage { () throws(StorageError) in
            try database.blocking.write { (connection) throws(StorageError) in
                try connection.installation.touchConfiguration()
                let change = ConfigurationChange(
                    connection: connection,
                    now: now,
                    author: author,
                    zones: zones,
                    limits: limits
                )
                let value = try body(change)
                return (value, try change.tellFacts(numbers))
            }
        }
        cache.expire()
        if hasFacts { ringFeed() }
        return value
    }
}

// MARK: - Items

extension Catalogue {
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
