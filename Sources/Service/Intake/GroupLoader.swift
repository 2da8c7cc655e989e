import CivilTime
import Engine
import Storage

/// Loads, in bulk, what the commands of a group need to know about their users.
struct GroupLoader {
    let connection: any Connection
    let keyring: UserKeyring
    let workspaces: [WorkspaceID: (workspace: Workspace, rulebook: Rulebook)]
    /// Whether what the group stores may be there already.
    let isRetry: Bool
    /// Who numbers the events of the group.
    let process: String
    /// The workspace of each user.
    private(set) var owners: [UserKey: WorkspaceID] = [:]

    init(
        connection: any Connection,
        keyring: UserKeyring,
        workspaces: [WorkspaceID: (workspace: Workspace, rulebook: Rulebook)],
        isRetry: Bool,
        process: String
    ) {
        self.isRetry = isRetry
        self.process = process
        self.connection = connection
        self.keyring = keyring
        self.workspaces = workspaces
    }

    /// The snapshots of every user that the commands name; a command whose user's key turns out to
    /// be somebody else's is given the right one.
    mutating func load(
        _ group: inout [Pending]
    ) throws(StorageError) -> [UserKey: Snapshot] {
        let users = try loadUsers(&group)
        var needs = GroupNeeds(users: users)
        for pending in group {
            guard let rulebook = workspaces[pending.workspace]?.rulebook else { continue }
            needs.add(pending.command, rulebook: rulebook)
            if isRetry { needs.addOwnEvents(of: pending, rulebook: rulebook) }
        }
        let events = try loadEvents(needs)
        needs.add(events)

        let usedKeys =
            needs.idempotencyKeys.isEmpty
            ? [:] : try connection.events.usedKeys(among: needs.idempotencyKeys)
        let days = needs.metrics.isEmpty ? [:] : try connection.metricDays.newest(of: needs.metrics)
        let attributes =
            needs.attributes.isEmpty ? [:] : try connection.users.attributes(of: needs.attributes)
        let stays = needs.stays.isEmpty ? [:] : try connection.users.stays(of: needs.stays)

        var snapshots: [UserKey: Snapshot] = [:]
        for key in owners.keys {
            let user = users[key]
            snapshots[key] = Snapshot(
                key: key,
                user: user,
                earlierStays: (stays[key] ?? []).filter {
                    $0.from < user?.zoneSince ?? .distantPast
                },
                attributes: attributes[key] ?? [:],
                tallies: (needs.tallies[key] ?? []).map { metric in
                    MetricTally(metric: metric, stored: days[key]?[metric])
                },
                usedKeys: usedKeys[key] ?? [],
                events: events[key] ?? []
            )
        }
        return snapshots
    }

    /// The events that are to be taken back, and those that an earlier try has stored.
    private func loadEvents(_ needs: GroupNeeds) throws(StorageError) -> [UserKey: [Event]] {
        let named = needs.events.isEmpty ? [:] : try connection.events.find(needs.events)
        guard !needs.ownEvents.isEmpty else { return named }
        let own = try connection.events.stored(needs.ownEvents, by: process)
        return named.merging(own) { $0 + $1 }
    }

    /// The users that are known, by key.
    private mutating func loadUsers(
        _ group: inout [Pending]
    ) throws(StorageError) -> [UserKey: User] {
        while true {
            let keys = Set(group.flatMap { $0.command.userKeys })
            let rows = try connection.users.load(Array(keys))
            let rowsByKey = Dictionary(rows.map { ($0.key, $0) }) { first, _ in first }
            guard moveOn(&group, from: rowsByKey) else {
                noteOwners(of: group, rows: rowsByKey)
                return rowsByKey.compactMapValues(\.user)
            }
        }
    }

    /// Gives the next key to users whose key is somebody else's; false when there are none.
    private func moveOn(_ group: inout [Pending], from rows: [UserKey: UserRow]) -> Bool {
        var hasMoved = false
        for index in group.indices {
            let workspace = group[index].workspace
            group[index].command.changeUserKeys { key, id in
                guard let row = rows[key], !row.isUser(id, in: workspace) else { return }
                key = keyring.key(after: key, of: id, in: workspace)
                hasMoved = true
            }
        }
        return hasMoved
    }

    private mutating func noteOwners(of group: [Pending], rows: [UserKey: UserRow]) {
        for pending in group {
            for key in pending.command.userKeys {
                owners[key] = rows[key]?.workspace ?? pending.workspace
            }
        }
    }
}
