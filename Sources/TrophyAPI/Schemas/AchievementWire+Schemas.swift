import Engine
import Service
import Wire

extension AchievementWire {
    /// An achievement.
    static let achievement = JSONSchema.object(
        [.field("id", .uuid)] + AchievementFields.all.map(\.answer) + [
            .field("badgeUrl", .text.orNull),
            .field("trigger", .word(of: AchievementTrigger.Kind.self)),
            .optional("metricId", .uuid),
            .optional("metricName", .text),
            .optional("metricValue", .number),
            .optional("eventAttributes", AttributeMatches.ofApplications),
            .optional("streakLength", .count),
            .optional("key", .text),
            .optional("anniversaryYears", .count),
            .optional("achievementIds", .array(of: .uuid)),
            .field("userAttributes", AttributeMatches.ofApplications),
        ]
    )

    /// An achievement that a user has reached.
    static let reached = JSONSchema.named(
        "ReachedAchievement",
        achievement.with(.field("achievedAt", .instant.orNull))
    )

    /// An achievement of a user, with the way that is still to go.
    static let ofUser = reached.with(
        .optional(
            "progress",
            .object(
                .field("current", .number),
                .field("target", .number),
                .field("percent", .number)
            )
        )
    )

    /// How many users have an achievement.
    static let completions = JSONSchema.Field.field("completions", .count)
    /// How many of a hundred users have it.
    static let rarity = JSONSchema.Field.field("rarity", .number)
}

extension AdminAchievementWire {
    /// An achievement as it was set up.
    static let achievement = JSONSchema.named(
        "AchievementDefinition",
        .object(
            [.field("id", .uuid)] + AchievementFields.all.map(\.answer) + [
                .field("badge", BadgeField.answer),
                .field("status", .word(of: Achievement.Status.self)),
                .field("trigger", .word(of: AchievementTrigger.Kind.self)),
                .optional("metricId", .uuid),
                .optional("metricValue", .number),
                .optional("eventAttributes", AttributeMatches.ofAdmins),
                .optional("streakLength", .count),
                .optional("key", .text),
                .optional("anniversaryYears", .count),
                .optional("achievementIds", .array(of: .uuid)),
                .field("userAttributes", AttributeMatches.ofAdmins),
            ]
        )
    )

    /// How a search for users who already have what an achievement takes goes.
    static let backdating = JSONSchema.named(
        "Backdating",
        .object(
            .field("status", .words(["running", "finished"])),
            .field("scanned", .count),
            .field("total", .count),
            .field("completed", .count),
            .field("startedAt", .instant),
            .field("finishedAt", .instant.orNull)
        )
    )

    /// What sets an achievement up.
    static let draftBody = JSONSchema.object(
        AchievementFields.all.map(\.body) + [
            .optional("badge", BadgeField.answer),
            .optional("status", .word(of: Achievement.Status.self).orNull),
            .field("trigger", .word(of: AchievementTrigger.Kind.self)),
            .optional("metricId", .uuid.orNull),
            .optional("metricValue", .number.orNull),
            .optional("eventAttributes", AttributeMatches.ofAdmins.orNull),
            .optional("streakLength", .count.orNull),
            .optional("key", .text.orNull),
            .optional("anniversaryYears", .count.orNull),
            .optional(
                "achievementIds",
                .array(.uuid, 1...TrophyLimits.maximumAchievementParts).orNull
            ),
            .optional("userAttributes", AttributeMatches.ofAdmins.orNull),
        ]
    )

    /// What changes an achievement.
    static let changeBody = draftBody.partial.with(.field("id", .uuid))
}
