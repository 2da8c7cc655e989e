public import Catalogue
public import CivilTime
import Engine
import ServiceRuntime
import Storage

extension Groups {
    /// Makes a group, and tells its id.
    public func create(
        _ draft: GroupDraft,
        in view: WorkspaceView
    ) async throws -> Result<String, GroupProblem> {
        let now = clock.now()
        let group = StoredGroup(
            id: StreakGroupID(numbers.next(at: now)),
            workspace: view.id,
            publicID: draft.publicID ?? PublicID.make(at: now),
            name: draft.name,
            definition: draft.definition.id,
            requirement: draft.requirement,
            zone: draft.zone.identifier,
            maximumMembers: draft.maximumMembers,
            createdAt: view.now
        )
        return try await database.write { [keyring, zones] (connection) throws(StorageError) in
            var change = GroupChange(group, [], in: view, keyring, zones, connection)
            for member in draft.members {
                if let problem = try change.join(member.id, on: member.joinedOn) {
                    return .failure(problem)
                }
            }
            guard try connection.streakGroups.insert(group) else { return .failure(.takenID) }
            try change.store()
            return .success(group.publicID)
        }
    }

    /// Gives a group another name or another limit.
    public func change(
        _ publicID: String,
        name: String?,
        maximumMembers: Int?,
        in view: WorkspaceView
    ) async throws -> GroupProblem? {
        try await database.write { (connection) throws(StorageError) in
            guard var group = try connection.streakGroups.hold(publicID, in: view.id) else {
                return .unknownGroup
            }
            let memberships = try connection.streakGroupMembers.all(of: [group.id])[group.id] ?? []
            let count = memberships.count { $0.leftOn == nil }
            if let maximumMembers, maximumMembers < count { return .moreMembers(count) }
            group.name = name ?? group.name
            group.maximumMembers = maximumMembers ?? group.maximumMembers
            try connection.streakGroups.rename(group)
            return nil
        }
    }

    /// Has a user belong to a group, from today or a date of the last year on.
    public func join(
        _ user: String,
        to publicID: String,
        on date: CivilDate?,
        in view: WorkspaceView
    ) async throws -> GroupProblem? {
        try await changeMembers(of: publicID, in: view) { (change) throws(StorageError) in
            try change.join(user, on: date)
        }
    }

    /// Has a user belong to a group no longer, from today or a date of the last year on.
    public func leave(
        _ user: String,
        from publicID: String,
        on date: CivilDate?,
        in view: WorkspaceView
    ) async throws -> GroupProblem? {
        try await changeMembers(of: publicID, in: view) { (change) throws(StorageError) in
            try change.leave(user, on: date)
        }
    }

    /// Removes a group; its members keep their own streaks.
    public func remove(_ publicID: String, in view: WorkspaceView) async throws -> GroupProblem? {
        try await database.write { (connection) throws(StorageError) in
            guard let group = try connection.streakGroups.hold(publicID, in: view.id) else {
                return .unknownGroup
            }
            try connection.streakGroups.remove(group.id)
            return nil
        }
    }

    private func changeMembers(
        of publicID: String,
        in view: WorkspaceView,
        _ body: @escaping @Sendable (inout GroupChange) throws(StorageError) -> GroupProblem?
    ) async throws -> GroupProblem? {
        try await database.write { [keyring, zones] (connection) throws(StorageError) in
            guard let group = try connection.streakGroups.hold(publicID, in: view.id) else {
                return .unknownGroup
            }
            let memberships = try connection.streakGroupMembers.all(of: [group.id])[group.id] ?? []
            var change = GroupChange(group, memberships, in: view, keyring, zones, connection)
            if let problem = try body(&change) { return problem }
            try change.store()
            return nil
        }
    }
}
