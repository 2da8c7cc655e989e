public import CivilTime
public import Engine
public import Storage

/// A workspace as a request sees it: its row, its rules, and what time it is there.
public struct WorkspaceView: Sendable {
    /// The workspace.
    public let workspace: Workspace
    /// Its metrics, attributes and rules.
    public let rulebook: Rulebook
    /// Now: the clock its owner holds, or the system's.
    public let now: Instant

    /// The workspace's number.
    public var id: WorkspaceID { workspace.id }

    /// The same as it was seen, or will be, at another moment.
    public func seen(at moment: Instant) -> WorkspaceView {
        WorkspaceView(workspace: workspace, rulebook: rulebook, now: moment)
    }
}
