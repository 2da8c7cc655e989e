public import CivilTime
public import Engine

/// The unit of isolation: configuration, users and keys of its own.
public struct Workspace: Hashable, Sendable {
    /// Which of the two worlds a workspace belongs to.
    public enum Environment: String, Sendable, CaseIterable {
        case live
        case sandbox
    }

    /// Whether a workspace takes requests.
    public enum Status: String, Sendable, CaseIterable {
        case active
        case archived
    }

    /// The number inside the database.
    public let id: WorkspaceID
    /// The UUID by which callers know it.
    public let publicID: String
    /// The world it belongs to.
    public let environment: Environment
    /// The caller's id of the tenant; the environment's own workspace has none.
    public var customerID: String?
    /// What people call it.
    public var name: String
    /// Whether it takes requests.
    public var status: Status
    /// The zone in which a user without one is judged.
    public var defaultZone: String
    /// Settings that no rule reads, as a JSON document.
    public var settings: String
    /// Where its owner holds its clock, if anywhere.
    public var clockAt: Instant?
    /// When it was made.
    public let createdAt: Instant
    /// When its name, customer or status last changed.
    public var updatedAt: Instant

    /// A workspace with all its parts.
    public init(
        id: WorkspaceID,
        publicID: String,
        environment: Environment,
        customerID: String?,
        name: String,
        status: Status = .active,
        defaultZone: String = "UTC",
        settings: String = "{}",
        clockAt: Instant? = nil,
        createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.publicID = publicID
        self.environment = environment
        self.customerID = customerID
        self.name = name
        self.status = status
        self.defaultZone = defaultZone
        self.settings = settings
        self.clockAt = clockAt
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
