import Catalogue
import Engine
import Reading
import Wire

extension StreakWire {
    /// The primary streak of a user after an event.
    static let afterEvent = JSONSchema.named(
        "StreakAfterEvent",
        base.with(.field("extended", .boolean))
    )

    /// The primary streak of a user.
    static let streak = JSONSchema.named(
        "Streak",
        base.with(
            .field("extended", .instant.orNull),
            .field("streakHistory", .array(of: period)),
            .field(
                "pauses",
                .array(
                    of: .object(.field("id", .uuid), .field("start", .date), .field("end", .date))
                )
            )
        )
    )

    /// The length of a user's primary streak.
    static let length = JSONSchema.object(
        .field("userId", .text),
        .field("streakLength", .count),
        .field("extended", .instant.orNull)
    )

    private static let base = JSONSchema.object(
        .field("length", .count),
        .field("frequency", .word(of: StreakSettings.Frequency.self)),
        .field("started", .date.orNull),
        .field("periodStart", .date.orNull),
        .field("periodEnd", .date.orNull),
        .field("expires", .date.orNull),
        .optional("freezes", .count),
        .optional("maxFreezes", .count),
        .optional("freezeAutoEarnInterval", .count),
        .optional("freezeAutoEarnAmount", .count)
    )

    private static let period = JSONSchema.named(
        "StreakPeriod",
        .object(
            .field("periodStart", .date),
            .field("periodEnd", .date),
            .field("length", .count),
            .field("verdict", VerdictWire.verdict),
            .field("coveredBy", VerdictWire.cover.orNull),
            .optional("usedFreeze", .boolean),
            .field("usedPause", .boolean),
            .optional("resetAt", .instant)
        )
    )
}

extension VerdictWire {
    /// What a period was found to be.
    static let verdict = JSONSchema.words([
        "satisfied", "open", "broken", "idle", "neutral", "covered",
    ])

    /// What covered a period.
    static let cover = JSONSchema.words([
        "freeze", "grace", "pause", "definition_paused", "restore", "day_off", "zone_change",
        "no_such_date",
    ])
}

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
