public import CivilTime
public import Engine

/// A request as it is remembered for a while.
public struct LoggedRequest: Hashable, Sendable {
    /// A UUID that begins with the time, so that later ones are greater.
    public let id: String
    /// The workspace that it was about; 0 where its sender is unknown.
    public let workspace: WorkspaceID
    /// Whether it was done.
    public let isAccepted: Bool
    /// When it arrived.
    public let at: Instant
    /// Its method.
    public let method: String
    /// Its path, with the query.
    public let path: String
    /// The status that it was answered with.
    public let status: Int
    /// The prefix of the key, or what is known of the token; empty where nobody was recognised.
    public let sender: String
    /// The user whom it was about, as far as it says.
    public let userID: String?
    /// From where it came.
    public let address: String
    /// How long it took.
    public let microseconds: Int64
    /// Why it was refused.
    public let error: String?
    /// Its body, without secrets, or the beginning of it.
    public let body: String?

    /// A request with all its parts.
    public init(
        id: String,
        workspace: WorkspaceID,
        isAccepted: Bool,
        at: Instant,
        method: String,
        path: String,
        status: Int,
        sender: String,
        userID: String?,
        address: String,
        microseconds: Int64,
        error: String?,
        body: String?
    ) {
        self.id = id
        self.workspace = workspace
        self.isAccepted = isAccepted
        self.at = at
        self.method = method
        self.path = path
        self.status = status
        self.sender = sender
        self.userID = userID
        self.address = address
        self.microseconds = microseconds
        self.error = error
        self.body = body
    }
}
