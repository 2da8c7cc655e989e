import Engine
import Storage

/// The items of one kind of a workspace while they are being changed, in one transaction.
///
/// It finds, creates, changes and archives them, and records each change with what the item was
/// before and what it is afterwards. What it finds is as the changes before have left it.
struct Editor<Element: Item> {
    /// The items in use, oldest first.
    private(set) var items: [Element]
    /// What they are judged beside.
    let surroundings: Element.Surroundings
    let change: ConfigurationChange
    let workspace: WorkspaceID

    /// Reads what there is.
    init(_ change: ConfigurationChange, of workspace: WorkspaceID) throws(StorageError) {
        self.change = change
        self.workspace = workspace
        items = try Element.all(in: workspace, change)
        surroundings = try Element.surroundings(in: workspace, change)
    }

    /// The item with a UUID; one that has not been read yet is read now.
    mutating func find(_ publicID: String) throws(StorageError) -> Element? {
        if let known = items.first(where: { $0.publicID == publicID }) { return known }
        let found = try Element.find(publicID, in: workspace, beside: surroundings, change)
        guard let found else { return nil }
        items.append(found)
        return found
    }

    /// Stores a new item.
    mutating func create(_ item: Element) throws(StorageError) {
        try item.insert(in: workspace, change)
        items.append(item)
        try record(.created, item, before: nil, after: item)
    }

    /// Stores an item as it now is; one that has gone out of use, or come back, is recorded so.
    mutating func update(_ item: Element) throws(StorageError) {
        guard let index = items.firstIndex(where: { $0.publicID == item.publicID }) else { return }
        let old = items[index]
        try item.update(from: old, change)
        items[index] = item
        let action: AuditAction =
            old.isArchived == item.isArchived ? .changed : item.isArchived ? .archived : .restored
        try record(action, item, before: old, after: item)
    }

    /// Ends an item, unless something keeps it.
    mutating func archive(_ publicID: String) throws(StorageError) -> Result<String, ItemIssue> {
        guard let item = try find(publicID) else { return .failure(Element.notFound) }
        if let issue = item.issueOfArchiving(beside: surroundings) { return .failure(issue) }
        try end(item)
        return .success(publicID)
    }

    /// Ends an item that nothing keeps.
    mutating func end(_ item: Element) throws(StorageError) {
        try item.archive(beside: surroundings, among: items, change)
        try record(.archived, item, before: item, after: nil)
        items.removeAll { $0.publicID == item.publicID }
    }

    private func record(
        _ action: AuditAction,
        _ item: Element,
        before: Element?,
        after: Element?
    ) throws(StorageError) {
        try change.record(
            action,
            Element.itemKind,
            item.publicID,
            key: item.ownKey,
            in: workspace,
            before: before?.document(beside: surroundings, among: items),
            after: after?.document(beside: surroundings, among: items)
        )
    }
}
