import Engine
import Service
import Wire

extension MetricCalls {
    /// A metric.
    static let metric = JSONSchema.named(
        "Metric",
        .object(
            .field("id", .uuid),
            .field("name", .text),
            .field("key", .text),
            .field("unitType", .word(of: Metric.UnitType.self)),
            .field("units", .text)
        )
    )

    /// What sets a metric up.
    static let draftBody = JSONSchema.object(
        .field("key", .name(upTo: WireLimits.maximumNameLength)),
        .field("name", .name(upTo: WireLimits.maximumNameLength)),
        .optional("unitType", .word(of: Metric.UnitType.self).orNull),
        .optional("units", .text(upTo: WireLimits.maximumNameLength).orNull)
    )

    /// What changes a metric; its key may be sent, and stays as it is.
    static let changeBody = JSONSchema.object(
        .field("id", .uuid),
        .optional("key", .text),
        .optional("name", .name(upTo: WireLimits.maximumNameLength).orNull),
        .optional("unitType", .word(of: Metric.UnitType.self).orNull),
        .optional("units", .text(upTo: WireLimits.maximumNameLength).orNull)
    )
}

extension UserMetricCalls {
    /// A metric with a user's total.
    static let metric = JSONSchema.named(
        "UserMetric",
        .object(
            .field("id", .uuid),
            .field("key", .text),
            .field("name", .text),
            .field("status", .words(["active"])),
            .field("current", .number),
            .field("achievements", .array(of: AchievementWire.ofUser))
        )
    )
}

extension AttributeCalls {
    /// An attribute.
    static let attribute = JSONSchema.named(
        "Attribute",
        .object(
            .field("id", .uuid),
            .field("name", .text),
            .field("key", .text),
            .field("type", .word(of: Attribute.Kind.self))
        )
    )

    /// What sets an attribute up.
    static let draftBody = JSONSchema.object(
        .field("key", .name(upTo: WireLimits.maximumNameLength)),
        .field("name", .name(upTo: WireLimits.maximumNameLength)),
        .field("type", .word(of: Attribute.Kind.self))
    )

    /// What gives an attribute a new name.
    static let changeBody = JSONSchema.object(
        .field("id", .uuid),
        .optional("name", .name(upTo: WireLimits.maximumNameLength).orNull)
    )
}
