import CivilTime
public import Engine
import ServiceRuntime
public import Storage

/// What whoever looks after users writes down about them; users never see it.
public struct UserNotes: Sendable {
    private let database: AsyncDatabase
    private let keyring: UserKeyring
    private let clock: any Clock

    init(on ground: ServiceGround) {
        database = ground.database
        keyring = ground.keyring
        clock = ground.clock
    }

    /// The notes about a user, newest first.
    public func all(of id: String, in workspace: WorkspaceID) async throws -> [UserNote] {
        let notes = try await database.read { [keyring] (connection) throws(StorageError) in
            guard let row = try connection.users.find(id, in: workspace, keyring: keyring)
            else { return nil as [UserNote]? }
            return try connection.userNotes.all(of: row.key)
        }
        guard let notes else { throw ServiceError.unknownUser(id) }
        return notes
    }

    /// Adds a note about a user, in the name of whoever asks.
    public func add(
        _ text: String,
        about id: String,
        in workspace: WorkspaceID
    ) async throws -> UserNote {
        let now = clock.now()
        let note = UserNote(
            publicID: PublicID.make(at: now),
            author: Author.current,
            text: text,
            at: now
        )
        return try await change(about: id, in: workspace) { connection, user throws(StorageError) in
            guard try connection.userNotes.count(of: user) < ServiceLimits.notesOfUser else {
                return .full
            }
            try connection.userNotes.store([note], about: user)
            return .done(note)
        }
    }

    /// Gives a note another text.
    public func change(
        _ note: String,
        to text: String,
        about id: String,
        in workspace: WorkspaceID
    ) async throws -> UserNote {
        let now = clock.now()
        return try await change(about: id, in: workspace) { connection, user throws(StorageError) in
            guard var found = try connection.userNotes.find(note, of: user) else { return .unknown }
            if found.text.isSameID(as: text) { return .done(found) }
            found.text = text
            found.updatedAt = now
            try connection.userNotes.store([found], about: user)
            return .done(found)
        }
    }

    /// Removes a note.
    public func remove(
        _ note: String,
        about id: String,
        in workspace: WorkspaceID
    ) async throws {
        _ = try await change(about: id, in: workspace) { connection, user throws(StorageError) in
            guard let found = try connection.userNotes.find(note, of: user) else { return .unknown }
            try connection.userNotes.remove(note, of: user)
            return .done(found)
        }
    }

    private enum Change: Sendable {
        case done(UserNote)
        case full
        case unknown
        case unknownUser
    }

    private func change(
        about id: String,
        in workspace: WorkspaceID,
        _ body: @escaping @Sendable (any Connection, UserKey) throws(StorageError) -> Change
    ) async throws -> UserNote {
        let change = try await database.write { [keyring] (connection) throws(StorageError) in
            guard let row = try connection.users.find(id, in: workspace, keyring: keyring) else {
                return Change.unknownUser
            }
            // Held, so that nothing is written about somebody who is being erased.
            guard try connection.users.hold([row.key]).first?.user != nil else {
                return Change.unknownUser
            }
            return try body(connection, row.key)
        }
        switch change {
        case .done(let note): return note
        case .full:
            throw ServiceError(
                .invalid,
                "A user has at most \(ServiceLimits.notesOfUser) notes. Remove one first."
            )
        case .unknown: throw ServiceError(.notFound, "No note of the user has this id.")
        case .unknownUser: throw ServiceError.unknownUser(id)
        }
    }
}
