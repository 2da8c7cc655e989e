import Engine
import Wire

extension PointsWire {
    private static let texts: [JSONSchema.Field] = [
        .field("name", .text),
        .field("description", .text.orNull),
        .field("badgeUrl", .text.orNull),
        .field("maxPoints", .count.orNull),
    ]

    /// What every answer about points of a system begins with.
    static let base = JSONSchema.object([.field("id", .uuid), .field("key", .text)] + texts)

    /// A system with its active triggers.
    static let system = JSONSchema.named(
        "PointsSystem",
        .object([.field("id", .uuid)] + texts + [.field("triggers", .array(of: trigger))])
    )

    /// A level.
    static let level = JSONSchema.named(
        "PointsLevel",
        .object(
            .field("id", .uuid),
            .field("key", .text),
            .field("name", .text),
            .field("description", .text),
            .field("badgeUrl", .text.orNull),
            .field("points", .count)
        )
    )

    /// A boost.
    static let boost = JSONSchema.named(
        "PointsBoost",
        .object(
            [.field("id", .uuid)] + PointsBoostFields.all.map(\.answer) + [
                .field("status", .word(of: PointsBoost.Status.self))
            ]
        )
    )

    /// A trigger.
    static let trigger = JSONSchema.named(
        "PointsTrigger",
        .object(
            .field("id", .uuid),
            .field("type", .word(of: PointsCause.Kind.self)),
            .field("points", .integer),
            .field("status", .word(of: PointsTrigger.Status.self)),
            .field("userAttributes", AttributeMatches.ofApplications),
            .optional("metricId", .uuid),
            .optional("metricName", .text),
            .optional("metricThreshold", .number),
            .optional("eventAttributes", AttributeMatches.ofApplications),
            .optional("achievementId", .uuid),
            .optional("achievementName", .text),
            .optional("streakLengthThreshold", .count),
            .optional("timeUnit", .word(of: PointsInterval.Unit.self)),
            .optional("timeInterval", .count),
            .field("created", .instant),
            .field("updated", .instant)
        )
    )

    /// A row of a ledger.
    static let award = JSONSchema.named(
        "PointsAward",
        .object(
            .field("id", .uuid),
            .field("awarded", .integer),
            .field("date", .instant),
            .field("total", .integer),
            .optional("trigger", trigger),
            .field("boosts", .array(of: boost)),
            .field("kind", .word(of: PointsRow.Kind.self)),
            .optional("reason", .text)
        )
    )

    /// What a call came to for points, by the keys of systems.
    static let outcomes = JSONSchema.map(
        .named(
            "ChangedPoints",
            base.with(
                .field("total", .integer),
                .field("added", .integer),
                .optional("level", level.orNull),
                .field("awards", .array(of: award))
            )
        )
    )

    /// What a user has of a system.
    static let ofUser = JSONSchema.named(
        "UserPoints",
        base.with(
            .field("total", .integer),
            .field("level", level.orNull),
            .field("awards", .array(of: award))
        )
    )

    /// How many users have a number of points within some bounds, both included.
    static let ranges = JSONSchema.array(
        of: .object(.field("from", .integer), .field("to", .integer), .field("users", .count))
    )

    /// How many users are on each level.
    static let levelCounts = JSONSchema.array(
        of: .object(.field("level", level), .field("users", .count))
    )
}
