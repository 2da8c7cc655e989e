public import CivilTime
public import Engine

/// What messages of a kind say in a language, in the words of a workspace.
public struct MessageTemplate: Hashable, Sendable {
    /// The number inside the database.
    public let number: Int64
    /// The workspace.
    public let workspace: WorkspaceID
    /// The UUID by which records of changes name it.
    public let publicID: String
    /// What the messages are about.
    public let kind: ReminderKind
    /// The language, in small letters.
    public let locale: String
    /// How often it was written.
    public var version: Int
    /// What it says, as a document that the room of mails reads.
    public var content: String
    /// When it was first written.
    public let createdAt: Instant
    /// When it was last written.
    public var updatedAt: Instant
    /// Since when it holds no more.
    public var archivedAt: Instant?

    /// A template that is new.
    public init(
        number: Int64,
        workspace: WorkspaceID,
        publicID: String,
        kind: ReminderKind,
        locale: String,
        content: String,
        createdAt: Instant
    ) {
        self.number = number
        self.workspace = workspace
        self.publicID = publicID
        self.kind = kind
        self.locale = locale
        self.content = content
        self.createdAt = createdAt
        version = 1
        updatedAt = createdAt
    }
}
