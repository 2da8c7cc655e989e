public import Engine

/// Which events a subscriber wants.
public struct FeedFilter: Sendable {
    /// The workspace.
    public let workspace: WorkspaceID
    /// Ids in bytes: to a caller, texts that only look alike are two ids.
    private let users: Set<[UInt8]>?
    private let types: Set<FeedType>

    /// A filter; without users all of them pass, and without types the usual ones.
    public init(workspace: WorkspaceID, users: [String]? = nil, types: Set<FeedType>? = nil) {
        self.workspace = workspace
        self.users = users.map { Set($0.map { Array($0.utf8) }) }
        self.types = types ?? FeedType.usual
    }

    /// Whether an event passes; one about no user is for whoever reads those of all users.
    func passes(_ event: FeedEvent) -> Bool {
        event.workspace == workspace && types.contains(event.type)
            && users.map { users in event.user.map(users.contains) ?? false } != false
    }
}
