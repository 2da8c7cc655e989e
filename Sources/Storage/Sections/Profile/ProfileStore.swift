public import Engine

/// Loads and stores who users are.
public struct ProfileStore: SectionStore {
    /// The section.
    public var section: any Section.Type { ProfileSection.self }

    /// Looks up where users lived, and their attributes.
    public func look(for wants: Set<Want>, in lookups: inout Lookups) throws(StorageError) {
        let wanted = WantedProfiles(wants)
        let users = lookups.source.connection.users
        if !wanted.moved.isEmpty {
            try lookups.ask(users.staysLookup(of: wanted.moved)) { stays, snapshots in
                for user in wanted.moved { snapshots[user]?.learn(stays: stays[user] ?? []) }
            }
        }
        if !wanted.shown.isEmpty {
            try lookups.ask(users.attributesLookup(of: wanted.shown)) { attributes, snapshots in
                for user in wanted.shown {
                    snapshots[user]?.learn(attributes: attributes[user] ?? [:])
                }
            }
        }
    }

    /// Stores users, zones that begin, and attributes.
    public func store(_ snapshots: [Snapshot], in target: SectionTarget) throws(StorageError) {
        let users = target.connection.users
        var new: [(key: UserKey, workspace: WorkspaceID, user: User)] = []
        var updated: [(key: UserKey, user: User)] = []
        for snapshot in snapshots where snapshot.profile.hasChanged {
            guard let user = snapshot.user else { continue }
            if snapshot.profile.isNew {
                new.append((snapshot.key, snapshot.workspace, user))
            } else {
                updated.append((snapshot.key, user))
            }
        }
        try users.insert(new)
        try users.update(updated)
        try users.insertStays(
            snapshots.flatMap { snapshot in
                snapshot.profile.newStays.map { (key: snapshot.key, stay: $0) }
            }
        )
        try users.storeAttributes(
            snapshots.flatMap { snapshot in
                snapshot.profile.changedAttributes.sorted { $0.key.number < $1.key.number }.map {
                    (key: snapshot.key, attribute: $0.key, value: $0.value)
                }
            }
        )
    }

    /// Counts new users.
    public func count(_ snapshots: [Snapshot], in target: SectionTarget) throws(StorageError) {
        var counts: [WorkspaceID: Int64] = [:]
        for snapshot in snapshots where snapshot.profile.isNew {
            counts[snapshot.workspace, default: 0] += 1
        }
        try target.connection.userCounts.add(counts, in: target.slot)
    }
}

/// What is wanted of who users are.
private struct WantedProfiles {
    var moved: [UserKey] = []
    var shown: [UserKey] = []

    init(_ wants: Set<Want>) {
        for want in wants {
            switch want {
            case .stays(let user): moved.append(user)
            case .attributes(let user): shown.append(user)
            default: break
            }
        }
    }
}
