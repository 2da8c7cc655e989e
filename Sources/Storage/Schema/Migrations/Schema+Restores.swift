extension Schema {
    /// Restores follow from the history (R15): the period that holds one tells which period it goes
    /// back to, and one with a reset what had been reached before it.
    ///
    /// A restore of before, which set a length, is one at its moment from now on. So the streaks of
    /// users who had one, or a reset, are counted anew: what is stored of them is of no revision.
    @Sendable static func deriveRestores(_ dialect: SQLDialect) -> [String] {
        [
            "ALTER TABLE streak_period ADD COLUMN restored_from BIGINT",
            "ALTER TABLE streak_period ADD COLUMN voided BIGINT NOT NULL DEFAULT 0",
            """
            UPDATE streak_period SET revision = 0
            WHERE user_key IN (SELECT user_key FROM streak_mark
                               WHERE kind = 'correction')
            """,
        ]
    }
}
