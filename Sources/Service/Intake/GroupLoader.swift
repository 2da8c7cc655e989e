import CivilTime
import Engine
import Storage

/// Loads, in bulk, what the commands of a group need to know about their users.
struct GroupLoader {
    let connection: any Connection
    let keyring: UserKeyring
    let workspaces: [WorkspaceID: (workspace: Workspace, rulebook: Rulebook)]
    /// The workspace of each user.
    private(set) var owners: [UserKey: WorkspaceID] = [:]

    init(
        connection: any Connection,
        keyring: UserKeyring,
        workspaces: [WorkspaceID: (workspace: Workspace, rulebook: Rulebook)]
    ) {
        self.connection = connection
        self.keyring = keyring
        self.workspaces = workspaces
    }

    /// The snapshots of every user that the commands name; a command whose user's key turns out to
    /// be somebody else's is given the right one.
    mutating func load(
        _ commands: inout [(WorkspaceID, Command)]
    ) throws(StorageError) -> [UserKey: Snapshot] {
        let users = try loadUsers(&commands)
        var needs = GroupNeeds(users: users)
        for (workspace, command) in commands {
            guard let rulebook = workspaces[workspace]?.rulebook else { continue }
            needs.add(command, rulebook: rulebook)
        }
        let events = needs.events.isEmpty ? [:] : try connection.events.find(needs.events)
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

    /// The users that are known, by key.
    private mutating func loadUsers(
        _ commands: inout [(WorkspaceID, Command)]
    ) throws(StorageError) -> [UserKey: User] {
        while true {
            let keys = Set(commands.flatMap { $0.1.userKeys })
            let rows = try connection.users.load(Array(keys))
            let rowsByKey = Dictionary(rows.map { ($0.key, $0) }) { first, _ in first }
            guard try moveOn(&commands, from: rowsByKey) else {
                noteOwners(of: commands, rows: rowsByKey)
                return rowsByKey.compactMapValues(\.user)
            }
        }
    }

    /// A user who is not stored yet, and the command that may create it under a key.
    private struct Claim {
        let workspace: WorkspaceID
        let id: String
        let command: Int
    }

    /// Gives the next key to users whose key is somebody else's; false when there are none.
    ///
    /// Two users of one group may be new and have the same key. Within a command, which happens
    /// wholly or not at all, the second takes the next one. Otherwise it depends on whether the
    /// first command is refused, so the group is given up to be judged one by one.
    private func moveOn(
        _ commands: inout [(WorkspaceID, Command)],
        from rows: [UserKey: UserRow]
    ) throws(StorageError) -> Bool {
        var hasMoved = false
        var isDivided = false
        var claims: [UserKey: Claim] = [:]
        for index in commands.indices {
            let workspace = commands[index].0
            commands[index].1.changeUserKeys { key, id in
                if let row = rows[key] {
                    if row.isUser(id, in: workspace) { return }
                } else if let claim = claims[key] {
                    if claim.workspace == workspace, claim.id.isSameID(as: id) { return }
                    if claim.command != index { isDivided = true }
                } else {
                    claims[key] = Claim(workspace: workspace, id: id, command: index)
                    return
                }
                key = keyring.key(after: key, of: id, in: workspace)
                hasMoved = true
            }
        }
        if isDivided { throw StorageError(.duplicateKey, "two new users of a group have one key") }
        return hasMoved
    }

    private mutating func noteOwners(
        of commands: [(WorkspaceID, Command)],
        rows: [UserKey: UserRow]
    ) {
        for (workspace, command) in commands {
            for key in command.userKeys {
                owners[key] = rows[key]?.workspace ?? workspace
            }
        }
    }
}
