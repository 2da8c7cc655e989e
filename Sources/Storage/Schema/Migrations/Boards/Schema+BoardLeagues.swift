extension Schema {
    /// What has been told of who is where on leaderboards.
    @Sendable static func watchBoards(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE board_watch (
                board_id BIGINT NOT NULL,
                run_on BIGINT NOT NULL,
                user_group TEXT NOT NULL,
                version BIGINT NOT NULL,
                changed_at BIGINT,
                is_change_untold BIGINT NOT NULL,
                places TEXT NOT NULL,
                PRIMARY KEY (board_id, run_on, user_group)
            )
            """
        ]
    }

    /// Which days the scores count of leaderboards of the last days.
    @Sendable static func rollBoards(_ dialect: SQLDialect) -> [String] {
        [
            "ALTER TABLE board_score ADD COLUMN counts_through BIGINT",
            "ALTER TABLE board_score ADD COLUMN expires_on BIGINT",
        ]
    }
}

// MARK: - Listing anew

extension Schema {
    /// When users were listed anew who kept their scores, and those who wait for a bracket by when
    /// they came there.
    @Sendable static func listBoardsAnew(_ dialect: SQLDialect) -> [String] {
        [
            "ALTER TABLE board_score ADD COLUMN listed_anew_at BIGINT",
            "DROP INDEX board_score_waiting",
            """
            CREATE INDEX board_score_waiting ON board_score
                (board_id, run_on, coalesce(listed_anew_at, reached_at), user_key)
            WHERE user_group = '?'
            """,
        ]
    }
}

// MARK: - Leagues

extension Schema {
    /// Brackets of leaderboards with leagues, and who is in which.
    @Sendable static func createLeagues(_ dialect: SQLDialect) -> [String] {
        [leagueSeat(dialect), leagueSeatByRun, leagueBracket, boardScoreWaiting]
    }

    /// The bracket that a user has been given in a run, and the tier after it once the run is final.
    private static func leagueSeat(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE league_seat (
            user_key BIGINT NOT NULL,
            board_id BIGINT NOT NULL,
            run_on BIGINT NOT NULL,
            tier BIGINT NOT NULL,
            bracket BIGINT NOT NULL,
            next_tier BIGINT,
            PRIMARY KEY (user_key, board_id, run_on)
        ) \(dialect.clusteredByKey)
        """
    }

    private static let leagueSeatByRun = """
        CREATE INDEX league_seat_by_run ON league_seat (board_id, run_on, user_key)
        """

    /// The bracket of each tier that is being filled.
    private static let leagueBracket = """
        CREATE TABLE league_bracket (
            board_id BIGINT NOT NULL,
            run_on BIGINT NOT NULL,
            tier BIGINT NOT NULL,
            bracket BIGINT NOT NULL,
            seats BIGINT NOT NULL,
            PRIMARY KEY (board_id, run_on, tier)
        )
        """

    /// Those who wait for a bracket, the first of them first.
    private static let boardScoreWaiting = """
        CREATE INDEX board_score_waiting ON board_score (board_id, run_on, reached_at, user_key)
        WHERE user_group = '?'
        """
}
