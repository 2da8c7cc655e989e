public import Engine

extension PointsLedgerTable {
    /// Every row of some users, in the order of their numbers.
    public func whole(of users: [UserKey]) -> Lookup<[UserKey: [PointsRow]]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(UserTable.batch(users)) JOIN points_ledger
                ON points_ledger.user_key = batch.user_key
            """
        ) { (rows) throws(StorageError) in
            try Self.byUser(rows).mapValues { $0.sorted { $0.number < $1.number } }
        }
    }
}
