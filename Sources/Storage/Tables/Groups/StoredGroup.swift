public import CivilTime
public import Engine

/// A group of users who keep a streak together, without who they are.
public struct StoredGroup: Hashable, Sendable {
    /// The number.
    public let id: StreakGroupID
    /// The workspace.
    public let workspace: WorkspaceID
    /// The id by which callers know it: their own, or one that was made for it.
    public let publicID: String
    /// What people call it.
    public var name: String
    /// The streak that its members have.
    public let definition: StreakDefinitionID
    /// How many members have to satisfy a period.
    public let requirement: StreakGroup.Requirement
    /// The name of the zone whose dates are the group's.
    public let zone: String
    /// How many members it may have at a time.
    public var maximumMembers: Int
    /// When it was made.
    public let createdAt: Instant
    /// How often it was written: whoever has looked at it stores only what nobody changed meanwhile.
    public let version: Int64
    /// When it is to be looked at again, by the clock of its workspace.
    public var dueAt: Instant?
    /// What has been told of it.
    public var told: ToldGroup

    /// A group of which nothing has been told.
    public init(
        id: StreakGroupID,
        workspace: WorkspaceID,
        publicID: String,
        name: String,
        definition: StreakDefinitionID,
        requirement: StreakGroup.Requirement,
        zone: String,
        maximumMembers: Int,
        createdAt: Instant
    ) {
        self.id = id
        self.workspace = workspace
        self.publicID = publicID
        self.name = name
        self.definition = definition
        self.requirement = requirement
        self.zone = zone
        self.maximumMembers = maximumMembers
        self.createdAt = createdAt
        version = 0
        dueAt = StreakGroupTable.atOnce
        told = .nothing
    }

    init(_ row: any Row) {
        let columns = StreakGroupTable.columns
        id = StreakGroupID(row[columns.id])
        workspace = row[columns.workspace]
        publicID = row[columns.publicID]
        name = row[columns.name]
        definition = row[columns.definition]
        requirement = StreakGroup.Requirement(stored: row[columns.requirement])
        zone = row[columns.zone]
        maximumMembers = row[columns.maximumMembers]
        createdAt = row[columns.createdAt]
        version = row[columns.version]
        dueAt = row[columns.dueAt]
        told = ToldGroup(
            through: row[columns.toldThrough],
            length: row[columns.toldLength],
            startedOn: row[columns.toldStartedOn]
        )
    }
}

extension StreakGroup.Requirement {
    init(stored: Int64) {
        switch stored {
        case 0: self = .all
        case ..<0: self = .any
        default: self = .count(Int(stored))
        }
    }

    var stored: Int64 {
        switch self {
        case .all: 0
        case .any: -1
        case .count(let count): Int64(count)
        }
    }
}
