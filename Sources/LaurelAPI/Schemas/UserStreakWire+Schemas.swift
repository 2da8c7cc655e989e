import Wire

extension UserStreakWire {
    /// A streak with everything there is to know.
    static let streak = JSONSchema.named(
        "UserStreak",
        .object(
            .field("key", .text),
            .field("name", .text),
            .field("primary", .boolean),
            .field("enabled", .boolean),
            .field("paused", .boolean),
            .field("length", .count),
            .field("longest", .count),
            .field("status", .words(["none", "extended", "alive", "broken", "lapsed"])),
            .field("started", .date.orNull),
            .field("expires", .date.orNull),
            .field("extended", .instant.orNull),
            .field("broken", .date.orNull),
            .field("isAtRisk", .boolean),
            .field("deadline", .instant.orNull),
            .field("secondsUntilClose", .integer.orNull),
            .field("freezes", .count),
            .field("maxFreezes", .count),
            .field("progress", progress),
            .field("periodStart", .date.orNull),
            .field("periodEnd", .date.orNull),
            .field("windowStart", .instant.orNull),
            .field("windowEnd", .instant.orNull)
        )
    )

    /// Why a streak stands where it stands.
    static let explanation = JSONSchema.named(
        "Explanation",
        .object(
            .field("streak", streak),
            .field("rule", .text),
            ExperimentArmsWire.field,
            .field("periods", .array(of: period)),
            .field("olderPeriodsLeftOut", .boolean),
            .field("sentences", .array(of: .text))
        )
    )

    private static let progress = JSONSchema.object(
        .field("count", .count),
        .field("sum", .number),
        .field("distinct", .count)
    )

    private static let period = JSONSchema.named(
        "ExplainedPeriod",
        .object(
            .field("periodStart", .date),
            .field("periodEnd", .date),
            .field("opened", .instant),
            .field("closes", .instant),
            .field("timezone", .text),
            .field("verdict", VerdictWire.verdict),
            .field("coveredBy", VerdictWire.cover.orNull),
            .field("satisfied", .instant.orNull),
            .field("events", progress),
            .field("length", .count),
            .field("freezesLeft", .count),
            .field("broke", .instant.orNull),
            .field("lostLength", .count.orNull),
            .optional("livedSeconds", .count),
            .optional("amnesty", .object(.field("id", .uuid), .field("reason", .text))),
            .optional("corrections", .array(of: correction)),
            .field("rules", .array(of: version)),
            .field("sentence", .text)
        )
    )

    private static let correction = JSONSchema.object(
        .field("at", .instant),
        .field("kind", .words(["reset", "restore"])),
        .field("length", .count),
        .field("takenBackAt", .instant.orNull)
    )

    private static let version = JSONSchema.object(
        .field("since", .instant.orNull),
        .field("paused", .boolean),
        .field("rule", .text)
    )
}
