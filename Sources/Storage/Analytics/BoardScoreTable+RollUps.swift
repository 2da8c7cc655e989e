public import Engine

extension BoardScoreTable {
    /// All that some users have on leaderboards, as far as it is listed.
    public func listed(of users: [UserKey]) -> Lookup<[UserKey: [UserRecord.Score]]> {
        Lookup(
            """
            SELECT \(unescaped: Self.list.qualified)
            FROM \(UserTable.batch(users)) JOIN board_score
                ON board_score.user_key = batch.user_key
            """
        ) { (rows) throws(StorageError) in
            let scores = try rows.map { Self.score($0) }.filter(\.score.isListed)
            return Dictionary(grouping: scores, by: \.user).mapValues { scores in
                scores.map { score in
                    UserRecord.Score(
                        board: score.place.board,
                        run: score.place.run,
                        score: score.score.score
                    )
                }
            }
        }
    }
}
