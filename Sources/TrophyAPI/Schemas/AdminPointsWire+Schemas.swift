import Engine
import Wire

extension AdminPointsWire {
    /// A system as it was set up.
    static let system = JSONSchema.named(
        "PointsSystemDefinition",
        .object(
            [
                .field("id", .uuid), .field("key", .text),
                .field("status", .word(of: PointsSystem.Status.self)),
            ] + PointsSystemFields.all.map(\.answer)
        )
    )

    /// A system that was created, with what was created beside it.
    static let createdSystem = system.with(
        .optional("levels", .array(of: level)),
        .optional("boosts", .array(of: boost)),
        .optional("triggers", .array(of: trigger))
    )

    /// A level as it was set up.
    static let level = JSONSchema.named(
        "PointsLevelDefinition",
        .object(
            [.field("id", .uuid), .field("key", .text)] + PointsLevelFields.all.map(\.answer)
        )
    )

    /// A boost as it was set up.
    static let boost = JSONSchema.named(
        "PointsBoostDefinition",
        .object(
            [.field("id", .uuid), .field("status", .word(of: PointsBoost.Status.self))]
                + PointsBoostFields.all.map(\.answer) + [
                    .field("userId", .text.orNull),
                    .optional("userAttributes", AttributeMatches.ofAdmins),
                ]
        )
    )

    /// A trigger as it was set up.
    static let trigger = JSONSchema.named(
        "PointsTriggerDefinition",
        .object(
            .field("id", .uuid),
            .field("type", .word(of: PointsCause.Kind.self)),
            .field("points", .integer),
            .field("status", .word(of: PointsTrigger.Status.self)),
            .field("blockIfOutOfPoints", .boolean),
            .optional("maxPerDay", .count),
            .optional("maxPerWeek", .count),
            .optional("appliesTo", .word(of: Reach.self)),
            .field("userAttributes", AttributeMatches.ofAdmins),
            .optional("metricId", .uuid),
            .optional("metricThreshold", .number),
            .optional("eventAttributes", AttributeMatches.ofAdmins),
            .optional("achievementId", .uuid),
            .optional("streakLength", .count),
            .optional("streakId", .uuid),
            .optional("timeUnit", .word(of: AdminTimeUnit.self)),
            .optional("timeInterval", .count)
        )
    )
}

// MARK: - Bodies

extension AdminPointsWire {
    private static let key = JSONSchema.Field.field(
        "key",
        .name(upTo: WireLimits.maximumNameLength)
    )
    private static let id = JSONSchema.Field.field("id", .uuid)

    /// What sets a system up.
    static let systemBody = JSONSchema.object(
        [key] + PointsSystemFields.all.map(\.body) + [
            .optional("levels", .array(of: levelBody).orNull),
            .optional("boosts", .array(of: boostBody).orNull),
            .optional("triggers", .array(of: triggerBody).orNull),
        ]
    )

    /// What changes a system; its key may be sent, and stays as it is.
    static let systemChange = JSONSchema.object(
        [id, .optional("key", .text)]
            + JSONSchema.object(PointsSystemFields.all.map(\.body)).partial.fields
    )

    /// What sets a level up.
    static let levelBody = JSONSchema.object([key] + PointsLevelFields.all.map(\.body))

    /// What changes a level; its key may be sent, and stays as it is.
    static let levelChange = JSONSchema.object(
        [id, .optional("key", .text)]
            + JSONSchema.object(PointsLevelFields.all.map(\.body)).partial.fields
    )

    /// What sets a boost up.
    static let boostBody = JSONSchema.object(
        PointsBoostFields.all.map(\.body) + [
            .optional("userId", .text.orNull),
            .optional("userAttributes", AttributeMatches.ofAdmins.orNull),
        ]
    )

    /// What changes a boost; whom it is for stays as it is.
    static let boostChange = JSONSchema.object(
        [id, .optional("userId", .text.orNull)]
            + JSONSchema.object(PointsBoostFields.all.map(\.body)).partial.fields
            + [.optional("userAttributes", AttributeMatches.ofAdmins.orNull)]
    )

    /// What sets a trigger up.
    static let triggerBody = JSONSchema.object(
        .field("type", .word(of: PointsCause.Kind.self)),
        .field("points", .integer),
        .optional("status", .word(of: WantedStatus.self).orNull),
        .optional("blockIfOutOfPoints", .oneOf([.boolean, .null])),
        .optional("maxPerDay", .count.orNull),
        .optional("maxPerWeek", .count.orNull),
        .optional("appliesTo", .word(of: Reach.self).orNull),
        .optional("userAttributes", AttributeMatches.ofAdmins.orNull),
        .optional("metricId", .uuid.orNull),
        .optional("metricThreshold", .number.orNull),
        .optional("eventAttributes", AttributeMatches.ofAdmins.orNull),
        .optional("achievementId", .uuid.orNull),
        .optional("streakLength", .count.orNull),
        .optional("streakId", .uuid.orNull),
        .optional("timeUnit", .word(of: AdminTimeUnit.self).orNull),
        .optional("timeInterval", .count.orNull)
    )

    /// What changes a trigger.
    static let triggerChange = triggerBody.partial.with(id)
}
