extension Schema {
    /// What Phoenix's wire asks for: keys for all of a user's events, milestones, and facts that
    /// say more.
    @Sendable static func addPhoenix(_ dialect: SQLDialect) -> [String] {
        [eventBySharedKey, streakMilestone(dialect), factReward, factEnd]
    }

    /// A key that is for all of a user's events, marked by its first character, is used once,
    /// whatever the metric.
    private static let eventBySharedKey = """
        CREATE UNIQUE INDEX event_by_shared_key ON event (user_key, idempotency_key)
        WHERE substr(idempotency_key, 1, 1) = '~'
        """

    /// What lengths of streaks a user has reached, and in which period; it stays, whatever becomes
    /// of the streak.
    private static func streakMilestone(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE streak_milestone (
            user_key BIGINT NOT NULL,
            definition_id BIGINT NOT NULL,
            threshold BIGINT NOT NULL,
            opens BIGINT NOT NULL,
            reward_item_id TEXT,
            earned_at BIGINT NOT NULL,
            PRIMARY KEY (user_key, definition_id, threshold, opens)
        ) \(dialect.clusteredByKey)
        """
    }

    private static let factReward = "ALTER TABLE fact ADD COLUMN reward_item_id TEXT"
    private static let factEnd = "ALTER TABLE fact ADD COLUMN ends_at BIGINT"
}
