import CivilTime
import Engine
import Storage

/// Looks up, in bulk, what the commands of a group need to know about their users.
struct GroupLoader {
    let source: SectionSource
    let keyring: UserKeyring
    let folds: [WorkspaceID: Fold]
    /// Whether what commands will ask for is looked up before they do.
    let prefetches: Bool
    /// Whether users are held, as the group has lost against somebody else before.
    let isHolding: Bool

    /// The snapshots of every user that the commands name; a command whose user's key turns out to
    /// be somebody else's is given the right one.
    ///
    /// The users have been asked for already, so that others could be asked at the same time.
    func load(
        _ group: inout [Pending],
        _ users: Asked<[UserRow]>
    ) throws(StorageError) -> [UserKey: Snapshot] {
        var snapshots = try loadUsers(&group, users)
        if prefetches { try prefetch(for: group, into: &snapshots) }
        return snapshots
    }

    /// Looks up what commands turned out to lack, and users whom they did not name at first.
    func load(
        _ wants: Set<Want>,
        namedIn workspaces: [UserKey: WorkspaceID],
        into snapshots: inout [UserKey: Snapshot]
    ) throws(StorageError) {
        let users =
            workspaces.isEmpty
            ? nil
            : try Self.ask(for: workspaces.keys, holding: isHolding, on: source.connection)
        // Of users who were not named at first, nothing else is wanted yet.
        try source.load(wants, into: &snapshots)
        guard let users else { return }
        let rows = try users.value()
        let known = Dictionary(rows.map { ($0.key, $0) }) { first, _ in first }
        for (key, workspace) in workspaces where snapshots[key] == nil {
            snapshots[key] = Snapshot(of: known[key], under: key, namedIn: workspace)
        }
    }

    /// Looks up what the sections foresee, stage by stage.
    private func prefetch(
        for group: [Pending],
        into snapshots: inout [UserKey: Snapshot]
    ) throws(StorageError) {
        var touched: [UserKey: [(WorkspaceID, UserTouch)]] = [:]
        for pending in group {
            for touch in pending.touches where snapshots[touch.user]?.isStored == true {
                touched[touch.user, default: []].append((pending.workspace, touch.kind))
            }
        }
        var known: Set<Want> = []
        for (number, stage) in SectionStores.stages.enumerated() {
            let sections = stage.map(\.section)
            var wants: Set<Want> = []
            for (user, touches) in touched {
                guard let snapshot = snapshots[user], let fold = folds[snapshot.workspace] else {
                    continue
                }
                // Whoever names another workspace's user is refused.
                let kinds = touches.filter { $0.0 == snapshot.workspace }.map(\.1)
                for kind in kinds {
                    for section in sections {
                        section.foresee(kind, of: snapshot, in: fold, &wants)
                    }
                }
                guard number > 0 else { continue }
                for section in SectionStores.sections {
                    section.foreseeMore(kinds, of: snapshot, in: fold, &wants)
                }
            }
            wants.subtract(known)
            if wants.isEmpty { continue }
            try source.load(wants, into: &snapshots)
            // Wants take long to be hashed, and most groups have but one stage of them.
            known = known.isEmpty ? wants : known.union(wants)
        }
    }
}

// MARK: - Users

extension GroupLoader {
    /// Asks for every user that the commands of a group name.
    static func ask(
        about group: [Pending],
        holding isHolding: Bool,
        on connection: any Connection
    ) throws(StorageError) -> Asked<[UserRow]> {
        let keys = Set(group.flatMap { $0.users.map(\.key) })
        return try ask(for: keys, holding: isHolding, on: connection)
    }

    private static func ask(
        for keys: some Sequence<UserKey>,
        holding isHolding: Bool,
        on connection: any Connection
    ) throws(StorageError) -> Asked<[UserRow]> {
        let users = connection.users
        return try connection.ask(
            isHolding ? users.holding(Array(keys)) : users.lookup(Array(keys))
        )
    }

    /// What is known of each user that the commands name.
    private func loadUsers(
        _ group: inout [Pending],
        _ users: Asked<[UserRow]>
    ) throws(StorageError) -> [UserKey: Snapshot] {
        var users = users
        while true {
            let rows = try users.value()
            let known = Dictionary(rows.map { ($0.key, $0) }) { first, _ in first }
            if try moveOn(&group, from: known) {
                users = try Self.ask(about: group, holding: isHolding, on: source.connection)
                continue
            }
            var snapshots: [UserKey: Snapshot] = [:]
            snapshots.reserveCapacity(max(rows.count, group.count))
            for pending in group {
                for user in pending.users where snapshots[user.key] == nil {
                    snapshots[user.key] = Snapshot(
                        of: known[user.key],
                        under: user.key,
                        namedIn: pending.workspace
                    )
                }
            }
            return snapshots
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
}

extension Snapshot {
    /// What a row tells of a user; without one, a user who would belong to whoever named the key.
    fileprivate init(of row: UserRow?, under key: UserKey, namedIn workspace: WorkspaceID) {
        self.init(
            key: key,
            workspace: row?.workspace ?? workspace,
            user: row?.user,
            version: row?.version ?? 0
        )
    }
}
