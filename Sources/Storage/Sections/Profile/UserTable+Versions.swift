public import Engine

/// Users are read without a lock, and written where nobody else has written them since.
///
/// Every transaction that writes anything of a user raises the version in the user's row. Where it
/// is not the one that was read, somebody else was quicker, and the transaction is taken back. On
/// SQLite, which has one writer, nobody ever is, and nothing is raised.
extension UserTable {
    /// Looks up the rows that exist of some keys, held against every other transaction that writes
    /// them: whoever lost once goes on like this, so that it does not lose for ever.
    ///
    /// A row is held by writing it, which servers that spread users over machines can do for many.
    public func holding(_ keys: [UserKey]) -> Lookup<[UserRow]> {
        guard connection.dialect == .postgres else { return lookup(keys) }
        let ordered = keys.sorted { $0.number < $1.number }
        return Lookup(
            """
            UPDATE "user" SET version = "user".version + 1 FROM \(Self.batch(ordered))
            WHERE "user".user_key = batch.user_key
            RETURNING \(unescaped: Self.list.qualified)
            """
        ) { (rows) throws(StorageError) in try rows.map(Self.row) }
    }

    /// The rows that exist of some keys, held against every other transaction that writes them.
    public func hold(_ keys: [UserKey]) throws(StorageError) -> [UserRow] {
        try connection.value(of: holding(keys))
    }

    /// Raises the versions of users that are written, each from the one that was read.
    ///
    /// Where somebody else has raised one since, the server divides by nothing: an error that leaves
    /// out all that was sent with it, the commit too, so that no round trip is needed to ask.
    func raiseVersions(
        of users: [(key: UserKey, version: Int64)]
    ) throws(StorageError) {
        guard connection.dialect == .postgres, !users.isEmpty else { return }
        var batch = Batch([Self.columns.key.inBatch, Self.columns.version.inBatch])
        for user in users { batch.append([user.key.sqlValue, user.version.sqlValue]) }
        try connection.send(
            """
            UPDATE "user" SET version = "user".version
                + 1 / CASE WHEN "user".version = batch.version THEN 1 ELSE 0 END
            FROM \(batch) WHERE "user".user_key = batch.user_key
            """
        )
    }
}
