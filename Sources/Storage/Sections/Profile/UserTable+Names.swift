public import Engine

/// What others see of a user.
public struct UserName: Hashable, Sendable {
    /// The id that callers know the user by.
    public let id: String
    /// The name, if there is one.
    public let name: String?
    /// Whether nobody sees the user on leaderboards.
    public let isHiddenFromBoards: Bool
}

extension UserTable {
    /// What others see of some users; nothing of those who were erased.
    ///
    /// A page of many users needs no more of them, and a whole row has all that is known of a user.
    public func names(of keys: [UserKey]) throws(StorageError) -> [UserKey: UserName] {
        let rows = try connection.rows(
            of: """
                SELECT user_key, external_id, name, preferences FROM "user"
                WHERE external_id IS NOT NULL AND user_key \(anyOf: Self.batch(keys))
                """
        ) { (row) throws(StorageError) in
            let preferences = try StoredPreferences.preferences(from: row.optionalText(3))
            let name = UserName(
                id: row.text(1),
                name: row.optionalText(2),
                isHiddenFromBoards: preferences.isHiddenFromBoards
            )
            return (UserKey(row, 0), name)
        }
        return Dictionary(rows) { first, _ in first }
    }
}
