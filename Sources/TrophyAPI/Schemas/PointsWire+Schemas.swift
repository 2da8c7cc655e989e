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
}
