public import CivilTime
public import Engine

/// What kind of thing a change of configuration was about; the raw value is how records name it.
public enum ItemKind: String, Sendable, CaseIterable {
    case metric
    case attribute
    case achievement
    case streak
    case pointsSystem
    case pointsTrigger
    case pointsLevel
    case pointsBoost
    case leaderboard
    case experiment
    case tenant
    case settings
    case key
    case tokenKey
    case badge
    case webhook
    case template
    case amnesty
    case admin
    case user
}

/// What a change of configuration did to an item.
public enum AuditAction: String, Sendable, CaseIterable {
    /// It did not exist before.
    case created
    /// It is there as before, with other values.
    case changed
    /// It is in use no more; what was recorded of it stays.
    case archived
    /// It is in use again.
    case restored
    /// What it was told is told once more.
    case replayed
}

/// Who changes the configuration.
public struct Author: Hashable, Sendable {
    /// What an author is.
    public enum Kind: String, Sendable, CaseIterable {
        /// Whoever holds an API key.
        case key
        /// Whoever holds a token.
        case token
        /// Somebody who signed in.
        case admin
        /// Somebody at the command line.
        case command
        /// The server itself.
        case system
    }

    /// What the author is.
    public let kind: Kind
    /// The key's prefix, the token's user, the admin's address, or the command; empty where there is
    /// none.
    public let name: String

    /// An author.
    public init(_ kind: Kind, _ name: String = "") {
        self.kind = kind
        self.name = name
    }

    /// On whose behalf the current task runs; the server's own unless somebody else is named.
    @TaskLocal public static var current = Author(.system)
}

/// A change of an item of the configuration.
public struct AuditEntry: Hashable, Sendable {
    /// Its number: later changes have higher ones.
    public var number: Int64 = 0
    /// The workspace that the item belongs to.
    public let workspace: WorkspaceID
    /// When it was made, by the system's clock.
    public let at: Instant
    /// Who made it.
    public let author: Author
    /// What the item is.
    public let kind: ItemKind
    /// The id by which callers know the item.
    public let item: String
    /// What was done to it.
    public let action: AuditAction
    /// The item before, as a document without secrets; nothing of one that was created.
    public let before: String?
    /// The item afterwards; nothing of one that is gone.
    public let after: String?

    /// A change that is not stored yet.
    public init(
        workspace: WorkspaceID,
        at: Instant,
        author: Author,
        kind: ItemKind,
        item: String,
        action: AuditAction,
        before: String?,
        after: String?
    ) {
        self.workspace = workspace
        self.at = at
        self.author = author
        self.kind = kind
        self.item = item
        self.action = action
        self.before = before
        self.after = after
    }
}

/// Which changes somebody asks for.
public struct AuditFilter: Hashable, Sendable {
    /// Those of items of one kind.
    public var kind: ItemKind?
    /// Those of one item.
    public var item: String?
    /// Those that did one thing.
    public var action: AuditAction?
    /// Those by one author.
    public var author: String?
    /// Those from a moment on.
    public var from: Instant?
    /// Those before a moment.
    public var until: Instant?

    /// Every change.
    public init() {}
}
