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
        .oneOf([streakFact, achievementFact, userFact, configurationFact])
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
        .optional("idDigest", .text)
    )

    private static let configurationFact = envelope.with(
        .field("item", .text),
        .optional("id", .text),
        .optional("key", .text),
        .field("change", .word(of: ConfigurationFact.Change.self))
    )
}

extension StreakPreviewWire {
    /// What a change would do, as far as it has been counted.
    static let preview = JSONSchema.named(
        "StreakPreview",
        .object(
            .field("id", .uuid),
            .field("definitionId", .uuid),
            .field("status", .words(["running", "finished", "outdated"])),
            .field("appliesTo", .words(["future", "all"])),
            .field(
                "users",
                .object(
                    .field("total", .count),
                    .field("lookedAt", .count),
                    .field("changed", .count)
                )
            ),
            .field(
                "lengths",
                .object(
                    .field("unchanged", .count),
                    .field("longer", .count),
                    .field("begun", .count),
                    .field("shorter", .count),
                    .field("lost", .count)
                )
            ),
            .field("differences", .array(of: difference)),
            .field("largest", .array(of: sample)),
            .field("started", .instant),
            .field("finished", .instant.orNull),
            .field("expires", .instant.orNull)
        )
    )

    private static let difference = JSONSchema.object(
        .field("from", .count),
        .field("to", .count.orNull),
        .field("longer", .count),
        .field("shorter", .count)
    )

    private static let sample = JSONSchema.object(
        .field("userId", .text),
        .field("before", .count),
        .field("after", .count)
    )
}
