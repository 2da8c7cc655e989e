public import Storage

/// One change of a plan: what is done to an item, and what it is before and afterwards.
public struct ConfigurationStep: Hashable, Sendable {
    /// What kind of thing the item is.
    public let kind: ItemKind
    /// What people know it by: its key, or its name.
    public let name: String
    /// What is done to it.
    public let action: AuditAction
    /// The item before, as a document; nothing of one that is new.
    public let before: String?
    /// The item afterwards; nothing of one that is archived.
    public let after: String?
    /// The secret that was made for a new webhook, to be shown once.
    public internal(set) var secret: String?

    init(
        _ action: AuditAction,
        _ kind: ItemKind,
        _ name: String,
        before: String?,
        after: String?
    ) {
        self.action = action
        self.kind = kind
        self.name = name
        self.before = before
        self.after = after
    }
}

/// Why a plan cannot be carried out: an item, and what keeps it from being what it should be.
public struct ConfigurationRefusal: Error, Hashable, Sendable {
    /// What kind of thing the item is.
    public let kind: ItemKind
    /// What people know it by.
    public let name: String
    /// Why not.
    public let issue: ItemIssue
}
