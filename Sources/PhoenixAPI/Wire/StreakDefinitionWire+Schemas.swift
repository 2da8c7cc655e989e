import Engine
import Wire

extension StreakDefinitionWire {
    private enum Condition: String, CaseIterable {
        case count
        case sum
        case distinct
    }

    /// A definition.
    static let definition = JSONSchema.named(
        "StreakDefinition",
        .object(
            .field("id", .uuid),
            .field("tenant_id", .uuid),
            .field("name", .text),
            .field("description", .text.orNull),
            .field(
                "config",
                .object(
                    .field("event_types", .array(of: .text)),
                    .optional("expression", .text),
                    .field("window", StreakWindowWire.window),
                    .field("condition", condition),
                    .field("milestones", .array(of: milestone)),
                    .optional("at_risk_seconds", .count)
                )
            ),
            .field("status", .words(["active", "paused", "archived"]))
        )
    )

    /// When a window is satisfied.
    static let condition = JSONSchema.named(
        "Condition",
        .object(
            .field("type", .word(of: Condition.self)),
            .optional("field", .text),
            .field("min", .number)
        )
    )

    /// A length at which something is earned.
    static let milestone = JSONSchema.named(
        "Milestone",
        .object(
            .field("threshold", .integer(PhoenixLimits.milestone)),
            .field("reward_item_id", .text.orNull),
            .field("repeatable", .boolean)
        )
    )

    /// What describes a whole definition.
    static let draftBody = JSONSchema.object(
        .field("name", name),
        .optional("description", .text(upTo: PhoenixLimits.maximumDescriptionLength).orNull),
        .optional("status", .words(["active", "paused"]).orNull),
        .field("config", configBody)
    )

    /// What changes a definition, field by field, in `config` too.
    static let changeBody = JSONSchema.object(
        .optional("name", name),
        .optional("description", .text(upTo: PhoenixLimits.maximumDescriptionLength).orNull),
        .optional("status", .words(["active", "paused"]).orNull),
        .optional("config", configBody.partial)
    )

    /// For which time a change holds.
    static let scope = JSONSchema.Field.optional(
        "applies_to",
        .word(of: StreakChangeScope.self)
    )

    private static let name = JSONSchema.name(upTo: PhoenixLimits.maximumNameLength)

    private static let configBody = JSONSchema.object(
        .field(
            "event_types",
            .array(name, 1...PhoenixLimits.maximumEventTypesOfStreak)
        ),
        .optional("expression", .text.orNull),
        .field("window", StreakWindowWire.windowBody),
        .field(
            "condition",
            .object(
                .field("type", .word(of: Condition.self)),
                .optional("field", name.orNull),
                .field("min", .number)
            )
        ),
        .optional("milestones", .array(milestoneBody, 0...PhoenixLimits.maximumMilestones)),
        .optional("at_risk_seconds", .integer(PhoenixLimits.atRiskSeconds).orNull)
    )

    private static let milestoneBody = JSONSchema.object(
        .field("threshold", .integer(PhoenixLimits.milestone)),
        .optional("reward_item_id", name.orNull),
        .optional("repeatable", .boolean.orNull)
    )
}
