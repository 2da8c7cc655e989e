extension Schema {
    /// Restores follow from the history (R15): the period that holds one tells which period it goes
    /// back to.
    ///
    /// A restore of before, which set a length, is one at its moment from now on. So the streaks of
    /// users who had one are counted anew: what is stored of them is of no revision.
    @Sendable static func deriveRestores(_ dialect: SQLDialect) -> [String] {
        [
            "ALTER TABLE streak_period ADD COLUMN restored_from BIGINT",
            """
            UPDATE streak_period SET revision = 0
            WHERE user_key IN (SELECT user_key FROM streak_mark
                               WHERE kind = 'correction' AND amount IS NOT NULL)
            """,
        ]
    }
}
