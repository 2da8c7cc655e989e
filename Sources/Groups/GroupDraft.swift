public import CivilTime
public import Engine

/// A group that is to be made.
public struct GroupDraft: Sendable {
    /// A user who is to belong to it, and since when; today unless said otherwise.
    public struct Member: Sendable {
        let id: String
        let joinedOn: CivilDate?

        /// A user who joins on a date, or today.
        public init(id: String, joinedOn: CivilDate? = nil) {
            self.id = id
            self.joinedOn = joinedOn
        }
    }

    let publicID: String?
    let name: String
    let definition: StreakDefinition
    let requirement: StreakGroup.Requirement
    let zone: Zone
    let maximumMembers: Int
    let members: [Member]

    /// A group with all its parts; one without an id of the caller's gets one.
    public init(
        publicID: String?,
        name: String,
        definition: StreakDefinition,
        requirement: StreakGroup.Requirement,
        zone: Zone,
        maximumMembers: Int,
        members: [Member]
    ) {
        self.publicID = publicID
        self.name = name
        self.definition = definition
        self.requirement = requirement
        self.zone = zone
        self.maximumMembers = maximumMembers
        self.members = members
    }
}

/// Why a group was not made or changed.
public enum GroupProblem: Error, Hashable, Sendable {
    /// There is no such group.
    case unknownGroup
    /// There is no user with an id.
    case unknownUser(String)
    /// Another group has the id.
    case takenID
    /// The user is a member already.
    case alreadyMember(String)
    /// The user is no member.
    case noMember(String)
    /// The group has as many members as it may.
    case full(Int)
    /// Users have joined the group as often as they may.
    case tooManyMemberships
    /// The user belongs to as many groups as a user may.
    case tooManyGroups(String)
    /// A date is in the future, or too long ago.
    case wrongDate(CivilDate)
    /// A user is to leave before joining, or to join before having left.
    case wrongOrder(CivilDate)
    /// There are more members than the new limit allows.
    case moreMembers(Int)
}
