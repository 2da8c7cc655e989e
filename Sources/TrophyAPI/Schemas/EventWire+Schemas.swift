import Wire

extension EventWire {
    /// An event that is sent.
    static let eventBody = JSONSchema.object(
        .field("user", UserWire.draftBody),
        .field("value", .number),
        .optional("attributes", .oneOf([.map(UserWire.attribute), .null])),
        .optional("timestamp", .instant.orNull)
    )

    /// One of several events.
    static let batchItem = eventBody.with(
        .field("key", .text),
        .optional(
            "idempotencyKey",
            .name(upTo: TrophyLimits.maximumIdempotencyKeyLength).orNull
        )
    )

    /// What an event came to; with an idempotency key also that, and whether it was one before.
    static let recorded = JSONSchema.named(
        "RecordedEvent",
        .object(
            .field("eventId", .uuid),
            .field("metricId", .uuid),
            .field("total", .number),
            .field("achievements", .array(of: AchievementWire.reached)),
            .field("currentStreak", StreakWire.afterEvent),
            .field("points", PointsWire.outcomes),
            .field("leaderboards", BoardWire.standings),
            ExperimentArmsWire.field,
            .optional("idempotencyKey", .text),
            .optional("idempotentReplayed", .boolean)
        )
    )
}
