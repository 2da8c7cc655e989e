public import CivilTime
public import Engine
public import Storage

/// A group with its streak as of now.
public struct ShownGroup: Sendable {
    /// What is stored of it.
    public let stored: StoredGroup
    /// The streak that its members have.
    public let definition: StreakDefinition
    /// Its rule and its members.
    public let group: StreakGroup
    /// Its streak.
    public let state: GroupState
    /// The ids by which callers know its members.
    public let userIDs: [UserKey: String]

    /// Whether a user belongs to it now, or has belonged to it.
    public func isKnown(to id: String) -> Bool { userIDs.values.contains(id) }

    /// Who belongs to it on a date.
    public func members(on date: CivilDate) -> [UserKey] { group.members(on: date...date) }

    /// What says in sentences how it stands.
    public var sentences: GroupSentences {
        GroupSentences(stored.name, group) { userIDs[$0] }
    }
}
