public import Engine
public import Storage

/// An amnesty with what it has changed, as far as users have been judged by it.
public struct ShownAmnesty: Sendable {
    /// The amnesty, and how far that has come.
    public let stored: StoredAmnesty
    /// How lengths change by it, or, of one that was revoked, without it.
    public let changes: LengthChanges
    /// The ids of the users with the largest differences; who was erased meanwhile has none.
    public let userIDs: [UserKey: String]

    init(_ stored: StoredAmnesty, on connection: any Connection) throws(StorageError) {
        self.stored = stored
        changes = try stored.changes()
        let rows = try connection.users.rows(of: changes.largest.map(\.user))
        userIDs = Dictionary(
            rows.compactMap { row in row.user.map { (row.key, $0.id) } }
        ) { first, _ in first }
    }
}

extension StoredAmnesty {
    /// How lengths change, as far as users have been looked at.
    func changes() throws(StorageError) -> LengthChanges {
        do {
            return try LengthChanges(stored: result)
        } catch {
            throw StorageError(.invalidValue, "the result of an amnesty is unreadable: \(error)")
        }
    }
}
