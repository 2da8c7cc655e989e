import CivilTime
import Engine
import Storage

/// Something that people set up in a workspace: one of many of its kind.
///
/// An item says where its rows are, what a record of changes tells of it, and what keeps it from
/// being archived. Everything else that is done to items, `Editor` does the same for every kind.
protocol Item: Sendable {
    /// What a judgement of one item has to know of the rest of the workspace.
    associatedtype Surroundings: Sendable

    /// What kind of thing it is.
    static var itemKind: ItemKind { get }

    /// The UUID by which callers know it.
    var publicID: String { get }

    /// The key by which callers name it, if it has one.
    var ownKey: String? { get }

    /// The items of a workspace that are in use and that people set up, oldest first.
    static func all(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> [Self]

    /// Reads what items are judged beside.
    static func surroundings(
        in workspace: WorkspaceID,
        _ change: ConfigurationChange
    ) throws(StorageError) -> Surroundings

    /// An item with a UUID that `all` has left out, for a kind of which there may be too many to read
    /// them all before one of them is changed.
    static func find(
        _ publicID: String,
        in workspace: WorkspaceID,
        beside surroundings: Surroundings,
        _ change: ConfigurationChange
    ) throws(StorageError) -> Self?

    /// Whether it is out of use, for a kind of which such can come back.
    var isArchived: Bool { get }

    /// Stores an item that is new.
    func insert(in workspace: WorkspaceID, _ change: ConfigurationChange) throws(StorageError)

    /// Stores an item as it now is.
    func update(from old: Self, _ change: ConfigurationChange) throws(StorageError)

    /// Ends an item: its key is free, and what was recorded of it stays.
    ///
    /// One of a kind of which archived ones can come back is changed instead (`isArchived`).
    func archive(
        beside surroundings: Surroundings,
        among items: [Self],
        _ change: ConfigurationChange
    ) throws(StorageError)

    /// Why an item cannot be archived; nothing where it can.
    func issueOfArchiving(beside surroundings: Surroundings) -> ItemIssue?

    /// What a record of changes tells of it, which is never a secret.
    func document(beside surroundings: Surroundings, among items: [Self]) -> String
}

extension Item {
    /// That no item of this kind has a UUID.
    static var notFound: ItemIssue { .notFound(itemKind) }

    static func find(
        _ publicID: String,
        in workspace: WorkspaceID,
        beside surroundings: Surroundings,
        _ change: ConfigurationChange
    ) throws(StorageError) -> Self? { nil }

    var isArchived: Bool { false }

    func issueOfArchiving(beside surroundings: Surroundings) -> ItemIssue? { nil }
}
