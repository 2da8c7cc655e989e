import Catalogue
import CivilTime
import Engine
import ServiceRuntime
import Storage

/// A change of who belongs to a group, while its transaction runs: decided first, stored at the end.
struct GroupChange {
    private let stored: StoredGroup
    private let view: WorkspaceView
    private let keyring: UserKeyring
    private let connection: any Connection
    private let today: CivilDate
    private(set) var memberships: [StreakGroup.Membership]
    private var changed: [StreakGroup.Membership] = []

    init(
        _ stored: StoredGroup,
        _ memberships: [StreakGroup.Membership],
        in view: WorkspaceView,
        _ keyring: UserKeyring,
        _ zones: ZoneDatabase,
        _ connection: any Connection
    ) {
        self.stored = stored
        self.memberships = memberships
        self.view = view
        self.keyring = keyring
        self.connection = connection
        let zone = (try? zones.zone(named: stored.zone)) ?? .utc
        today = zone.civilDate(at: view.now)
    }

    /// Has a user belong to the group from a date on.
    mutating func join(_ id: String, on date: CivilDate?) throws(StorageError) -> GroupProblem? {
        let date = date ?? today
        guard isPossible(date) else { return .wrongDate(date) }
        guard let user = try user(id) else { return .unknownUser(id) }
        let own = memberships.filter { $0.user == user }
        guard own.allSatisfy({ $0.leftOn != nil }) else { return .alreadyMember(id) }
        if let last = own.compactMap(\.leftOn).max(), date < last { return .wrongOrder(last) }
        let count = memberships.count { $0.leftOn == nil }
        guard count < stored.maximumMembers else { return .full(stored.maximumMembers) }
        guard memberships.count < GroupLimits.maximumMemberships else {
            return .tooManyMemberships
        }
        let groups = try connection.streakGroupMembers.groupCount(of: user)
        guard groups < GroupLimits.groupsOfUser else { return .tooManyGroups(id) }
        let membership = StreakGroup.Membership(user: user, joinedOn: date)
        memberships.append(membership)
        changed.append(membership)
        return nil
    }

    /// Has a user belong to the group until the day before a date; whoever leaves on the date of
    /// joining has never belonged to it.
    mutating func leave(_ id: String, on date: CivilDate?) throws(StorageError) -> GroupProblem? {
        let date = date ?? today
        guard isPossible(date) else { return .wrongDate(date) }
        guard let user = try user(id) else { return .unknownUser(id) }
        let index = memberships.firstIndex { $0.user == user && $0.leftOn == nil }
        guard let index else { return .noMember(id) }
        let joinedOn = memberships[index].joinedOn
        guard date >= joinedOn else { return .wrongOrder(joinedOn) }
        if date == joinedOn {
            memberships.remove(at: index)
            try connection.streakGroupMembers.remove(user, from: stored.id, joinedOn: joinedOn)
            return nil
        }
        memberships[index].leftOn = date
        changed.append(memberships[index])
        return nil
    }

    /// Stores what was decided.
    func store() throws(StorageError) {
        try connection.streakGroupMembers.store(changed, in: stored.id)
    }

    private func isPossible(_ date: CivilDate) -> Bool {
        date <= today && date >= today.adding(days: -GroupLimits.maximumDaysAgo)
    }

    /// A user, held so that nobody erases them meanwhile.
    private func user(_ id: String) throws(StorageError) -> UserKey? {
        let row = try connection.users.find(id, in: view.id, keyring: keyring)
        guard let row, try connection.users.hold([row.key]).first?.user != nil else { return nil }
        return row.key
    }
}
