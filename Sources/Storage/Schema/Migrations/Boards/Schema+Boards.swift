extension Schema {
    /// Leaderboards: what they are, users' scores, and what was changed of those in which order.
    @Sendable static func createBoards(_ dialect: SQLDialect) -> [String] {
        [board, boardByKey, boardScore(dialect), boardScoreByRun, boardScoreByRank]
            + [boardCorrection(dialect), boardCorrectionByRun, boardDay(dialect)]
            + [boardLog(dialect), boardLogByPlace, boardRun, boardFill]
    }

    private static let board = """
        CREATE TABLE board (
            board_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            public_id TEXT NOT NULL UNIQUE,
            key TEXT NOT NULL,
            document TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            archived_at BIGINT
        )
        """

    /// The key of a deleted leaderboard is free again.
    private static let boardByKey = """
        CREATE UNIQUE INDEX board_by_key ON board (workspace_id, key) WHERE archived_at IS NULL
        """

    /// What every user has in a run; the rank is written once, when the run is final.
    private static func boardScore(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE board_score (
            user_key BIGINT NOT NULL,
            board_id BIGINT NOT NULL,
            run_on BIGINT NOT NULL,
            score BIGINT NOT NULL,
            reached_at BIGINT NOT NULL,
            user_group TEXT NOT NULL,
            is_listed BIGINT NOT NULL,
            final_position BIGINT,
            final_rank BIGINT,
            PRIMARY KEY (user_key, board_id, run_on)
        ) \(dialect.clusteredByKey)
        """
    }

    /// For those who read a run as a whole; a change of a score leaves it as it is.
    private static let boardScoreByRun = """
        CREATE INDEX board_score_by_run ON board_score (board_id, run_on, user_key)
        """

    /// For pages of final runs.
    private static let boardScoreByRank = """
        CREATE INDEX board_score_by_rank
        ON board_score (board_id, run_on, user_group, final_position)
        WHERE final_position IS NOT NULL
        """

    /// What came after a run was final.
    private static func boardCorrection(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE board_correction (
            user_key BIGINT NOT NULL,
            board_id BIGINT NOT NULL,
            run_on BIGINT NOT NULL,
            correction_number BIGINT NOT NULL,
            amount BIGINT NOT NULL,
            day BIGINT NOT NULL,
            corrected_at BIGINT NOT NULL,
            PRIMARY KEY (user_key, board_id, run_on, correction_number)
        ) \(dialect.clusteredByKey)
        """
    }

    private static let boardCorrectionByRun = """
        CREATE INDEX board_correction_by_run ON board_correction (board_id, correction_number)
        """

    /// Where users were at the end of each day.
    private static func boardDay(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE board_day (
            user_key BIGINT NOT NULL,
            board_id BIGINT NOT NULL,
            run_on BIGINT NOT NULL,
            day BIGINT NOT NULL,
            score BIGINT NOT NULL,
            rank BIGINT NOT NULL,
            PRIMARY KEY (user_key, board_id, run_on, day)
        ) \(dialect.clusteredByKey)
        """
    }

    /// What each transaction changed of scores, in the order in which it became visible.
    private static func boardLog(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE board_log (
            log_number BIGINT NOT NULL,
            process TEXT NOT NULL,
            changes TEXT NOT NULL,
            place BIGINT NOT NULL DEFAULT 0,
            PRIMARY KEY (log_number, process)
        ) \(dialect.clusteredByKey)
        """
    }

    private static let boardLogByPlace = """
        CREATE INDEX board_log_by_place ON board_log (place, log_number, process)
        """

    /// What has been told and done of runs.
    private static let boardRun = """
        CREATE TABLE board_run (
            board_id BIGINT NOT NULL,
            run_on BIGINT NOT NULL,
            started_at BIGINT,
            finished_at BIGINT,
            snapshot_on BIGINT,
            PRIMARY KEY (board_id, run_on)
        )
        """

    /// How far the walks over users have come who were there before a leaderboard was opened.
    private static let boardFill = """
        CREATE TABLE board_fill (
            board_id BIGINT PRIMARY KEY,
            workspace_id BIGINT NOT NULL,
            started_at BIGINT NOT NULL,
            after_created_at BIGINT NOT NULL,
            after_user_key BIGINT NOT NULL
        )
        """
}
