public import Engine

// Of all users together: every row of a streak's is looked at, so callers remember what comes of it.

extension StreakPeriodTable {
    /// How many users have a streak of each length now, of those who have one.
    public func lengthCounts(
        of definition: StreakDefinitionID
    ) throws(StorageError) -> [(length: Int, users: Int64)] {
        try connection.rows(
            of: """
                SELECT run_length, CAST(count(*) AS BIGINT) FROM (
                    SELECT p.run_length FROM streak_period p
                    WHERE p.definition_id = \(definition) AND p.run_length > 0
                        AND p.opens = (SELECT max(q.opens) FROM streak_period q
                                       WHERE q.user_key = p.user_key
                                           AND q.definition_id = p.definition_id)
                ) AS lengths
                GROUP BY run_length
                """
        ) { (row) throws(StorageError) in (length: Int(row.integer(0)), users: row.integer(1)) }
    }

    /// The lengths of those who have a streak and are not ranked by it, as they are hidden, or do not
    /// want it.
    ///
    /// Only the primary streak can be unwanted.
    public func unrankedLengths(
        of definition: StreakDefinitionID
    ) throws(StorageError) -> [Int] {
        let rows = try connection.rows(
            of: """
                SELECT p.run_length, u.preferences FROM "user" u
                JOIN streak_period p ON p.user_key = u.user_key
                WHERE (u.preferences LIKE '%"isEnabled":false%'
                        OR u.preferences LIKE '%"isHiddenFromBoards":true%')
                    AND p.definition_id = \(definition) AND p.run_length > 0
                    AND p.opens = (SELECT max(q.opens) FROM streak_period q
                                   WHERE q.user_key = p.user_key
                                       AND q.definition_id = p.definition_id)
                """
        ) { (row) throws(StorageError) in (length: Int(row.integer(0)), preferences: row.text(1)) }
        var lengths: [Int] = []
        for row in rows {
            let preferences = try StoredPreferences.preferences(from: row.preferences)
            if !preferences.isRankedByStreak { lengths.append(row.length) }
        }
        return lengths
    }

    /// The users with the longest streaks, longest first: those that go on, or that ever were.
    public func longest(
        of definition: StreakDefinitionID,
        areActive: Bool,
        limit: Int
    ) throws(StorageError) -> [(user: UserKey, length: Int)] {
        let length =
            areActive
            ? "p.run_length"
            : "CASE WHEN p.longest > p.run_length THEN p.longest ELSE p.run_length END"
        return try connection.rows(
            of: """
                SELECT user_key, length FROM (
                    SELECT p.user_key, \(unescaped: length) AS length FROM streak_period p
                    WHERE p.definition_id = \(definition)
                        AND p.opens = (SELECT max(q.opens) FROM streak_period q
                                       WHERE q.user_key = p.user_key
                                           AND q.definition_id = p.definition_id)
                ) AS lengths
                WHERE length > 0 ORDER BY length DESC, user_key LIMIT \(limit)
                """
        ) { (row) throws(StorageError) in
            (user: UserKey(row.integer(0)), length: Int(row.integer(1)))
        }
    }
}
