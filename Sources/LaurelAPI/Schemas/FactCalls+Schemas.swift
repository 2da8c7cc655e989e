import Engine
import Reading
import Rounds
import Service
import Wire

extension FactCalls {
    /// A streak that ends soon unless something happens.
    static let streakAtRisk = JSONSchema.named(
        "StreakAtRisk",
        .object(
            .field("userId", .text),
            .field("definition", .text),
            .field("length", .count),
            .field("deadline", .instant.orNull),
            .field("secondsLeft", .integer.orNull),
            .field("periodStart", .date.orNull),
            .field("periodEnd", .date.orNull)
        )
    )

    /// Something that happened.
    static let fact = JSONSchema.named(
        "Fact",
        .oneOf([
            streakFact, achievementFact, userFact, configurationFact, pointsFact, webhookFact,
            boardFact, reminderFact, groupFact,
        ])
    )

    private static let envelope = JSONSchema.object(
        .field("cursor", .text),
        .field("type", .text),
        .field("userId", .text.orNull),
        .field("at", .instant),
        .field("told", .instant)
    )

    private static let streakFact = envelope.with(
        .field("streak", .text.orNull),
        .field("length", .count),
        .field("previousLength", .count),
        .field("freezes", .count),
        .field("count", .count),
        .optional("rewardItemId", .text),
        .optional("endsAt", .instant)
    )

    private static let achievementFact = envelope.with(
        .field("achievementId", .uuid),
        .optional("key", .text),
        .field("name", .text),
        .field("trigger", .word(of: AchievementTrigger.Kind.self)),
        .field("achievedAt", .instant),
        .optional("eventId", .uuid),
        .optional("backdated", .boolean)
    )

    private static let userFact = envelope.with(
        .optional("fields", .array(of: .text)),
        .optional("idDigest", .text),
        .optional("mergedUserId", .text),
        .optional("events", .count),
        .optional("marks", .count),
        .optional("achievements", .count),
        .optional("from", .instant),
        .optional("to", .instant)
    )

    private static let webhookFact = envelope.with(
        .field("webhookId", .uuid),
        .field("reason", .word(of: WebhookFact.Reason.self)),
        .optional("failingSince", .instant)
    )

    private static let configurationFact = envelope.with(
        .field("item", .text),
        .optional("id", .text),
        .optional("key", .text),
        .field("change", .word(of: ConfigurationFact.Change.self))
    )

    private static let pointsFact = envelope.with(
        .field("systemId", .uuid),
        .field("key", .text),
        .field("name", .text),
        .optional("boostId", .uuid),
        .optional("total", .integer),
        .optional("added", .integer),
        .optional("firstRow", .count),
        .optional("lastRow", .count),
        .optional("eventId", .uuid),
        .optional("previousLevelId", .uuid),
        .optional("newLevelId", .uuid),
        .optional("backdated", .boolean)
    )

    private static let boardFact = envelope.with(
        .field("key", .text),
        .field("name", .text),
        .field("run", .date),
        .optional("groupValues", .array(of: .text)),
        .optional("rank", .count),
        .optional("previousRank", .count),
        .optional("value", .integer),
        .optional("previousValue", .integer),
        .optional("tier", .count),
        .optional("previousTier", .count)
    )

    private static let groupFact = envelope.with(
        .field("groupId", .text),
        .field("name", .text),
        .field("streak", .text),
        .optional("period", .date),
        .field("length", .count),
        .field("previousLength", .count)
    )

    private static let reminderFact = aboutReminder(envelope)

    /// What is said of something, and what a fact about a reminder says besides.
    static func aboutReminder(_ envelope: JSONSchema) -> JSONSchema {
        envelope.with(
            .field("reminder", .word(of: ReminderKind.self)),
            .field("period", .text),
            .optional("subject", .uuid),
            .optional("channels", .array(of: .word(of: UserPreferences.Channel.self))),
            .optional("reason", .word(of: ReminderReason.self)),
            .optional("until", .instant),
            .optional("number", .count),
            .optional("detail", .text)
        )
    }
}
