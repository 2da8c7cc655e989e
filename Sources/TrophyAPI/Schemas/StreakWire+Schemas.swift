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
            .field("rank", .count.orNull),
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

    /// A user among those with the longest primary streaks.
    static let ranked = JSONSchema.object(
        .field("userId", .text),
        .field("userName", .text.orNull),
        .field("rank", .count),
        .field("streakLength", .count)
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
