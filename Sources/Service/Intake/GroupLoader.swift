import CivilTime
import Engine
import Storage

/// Loads, in bulk, what the commands of a group need to know about their users.
struct GroupLoader {
    let connection: any Connection
    let keyring: UserKeyring
    let workspaces: [WorkspaceID: RuledWorkspace]
    /// When the group is taken in.
    let moment: Instant
    /// Whether what the group stores may be there already.
    let isRetry: Bool
    /// Who numbers the events of the group.
    let process: String
    /// The workspace of each user.
    private(set) var owners: [UserKey: WorkspaceID] = [:]

    init(
        connection: any Connection,
        keyring: UserKeyring,
        workspaces: [WorkspaceID: RuledWorkspace],
        moment: Instant,
        isRetry: Bool,
        process: String
    ) {
        self.moment = moment
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
            let now = workspaces[pending.workspace]?.workspace.clockAt ?? moment
            for touch in pending.touches { needs.add(touch, rulebook: rulebook, now: now) }
            if isRetry { needs.addOwnEvents(of: pending, rulebook: rulebook) }
        }
        let events = try loadEvents(needs)
        needs.add(events) { workspaces[owners[$0] ?? WorkspaceID(0)]?.rulebook }
        var attributes =
            needs.attributes.isEmpty ? [:] : try connection.users.attributes(of: needs.attributes)
        var achievementNeeds = achievementNeeds(
            of: group,
            users: users,
            attributes: attributes,
            events: events
        )
        needs.addTallies(achievementNeeds.metrics)

        let usedKeys = try loadUsedKeys(needs)
        let days = needs.metrics.isEmpty ? [:] : try connection.metricDays.newest(of: needs.metrics)
        let stays = needs.stays.isEmpty ? [:] : try connection.users.stays(of: Array(needs.stays))
        let achievements = try loadAchievements(
            &achievementNeeds,
            days: days,
            attributes: &attributes,
            known: Set(needs.attributes),
            ownEvents: needs.ownEvents.map(\.event)
        )
        let streaks = try loadStreaks(needs)
        let marks = try loadMarks(of: users)

        var snapshots: [UserKey: Snapshot] = [:]
        for key in owners.keys {
            let user = users[key]
            var snapshot = Snapshot(
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
                events: events[key] ?? [],
                streaks: streaks[key] ?? [:],
                streakMarks: marks[key] ?? []
            )
            snapshot.achievements = achievements[key] ?? AchievementState()
            snapshots[key] = snapshot
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

    /// The idempotency keys that are used already.
    private func loadUsedKeys(_ needs: GroupNeeds) throws(StorageError) -> [UserKey: [UsedKey]] {
        let used =
            needs.idempotencyKeys.isEmpty
            ? [:] : try connection.events.usedKeys(among: needs.idempotencyKeys)
        guard !needs.sharedKeys.isEmpty else { return used }
        let shared = try connection.events.usedSharedKeys(among: needs.sharedKeys)
        return used.merging(shared) { $0 + $1 }
    }

    /// The users that are known, by key.
    private mutating func loadUsers(
        _ group: inout [Pending]
    ) throws(StorageError) -> [UserKey: User] {
        while true {
            let keys = Set(group.flatMap { $0.users.map(\.key) })
            let rows = try connection.users.load(Array(keys))
            let rowsByKey = Dictionary(rows.map { ($0.key, $0) }) { first, _ in first }
            guard try moveOn(&group, from: rowsByKey) else {
                noteOwners(of: group, rows: rowsByKey)
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
        _ group: inout [Pending],
        from rows: [UserKey: UserRow]
    ) throws(StorageError) -> Bool {
        var hasMoved = false
        var isDivided = false
        var claims: [UserKey: Claim] = [:]
        for index in group.indices {
            let workspace = group[index].workspace
            var moves: [(id: String, from: UserKey, to: UserKey)] = []
            for user in group[index].users {
                guard let id = user.id else { continue }
                if let row = rows[user.key] {
                    if row.isUser(id, in: workspace) { continue }
                } else if let claim = claims[user.key] {
                    if claim.workspace == workspace, claim.id.isSameID(as: id) { continue }
                    if claim.command != index { isDivided = true }
                } else {
                    claims[user.key] = Claim(workspace: workspace, id: id, command: index)
                    continue
                }
                moves.append((id, user.key, keyring.key(after: user.key, of: id, in: workspace)))
            }
            // Keys practically never move, so that commands are seldom copied.
            if moves.isEmpty { continue }
            hasMoved = true
            group[index].changeKeys { user in
                moves.first { $0.from == user.key && user.id?.isSameID(as: $0.id) == true }?.to
                    ?? user.key
            }
        }
        if isDivided { throw StorageError(.duplicateKey, "two new users of a group have one key") }
        return hasMoved
    }

    private mutating func noteOwners(of group: [Pending], rows: [UserKey: UserRow]) {
        for pending in group {
            for user in pending.users {
                owners[user.key] = rows[user.key]?.workspace ?? pending.workspace
            }
        }
    }
}
