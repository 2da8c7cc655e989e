import Catalogue
import Engine
import Wire

extension StreakDefinitionWire {
    /// A definition.
    static let definition = JSONSchema.named(
        "StreakDefinition",
        .object(
            [
                .field("id", .uuid),
                .field("key", .text),
                .field("name", .text),
                .field("description", .text.orNull),
                .field("primary", .boolean),
                .field("status", .word(of: StreakDefinition.Status.self)),
            ] + StreakDefinitionFields.all.map(\.answer) + [.field("created", .instant)]
        )
    )

    /// What sets a definition up; what only answers have may be sent back, and changes nothing.
    static let draftBody = JSONSchema.object(
        [
            .field("key", name),
            .field("name", name),
            .optional("description", .text(upTo: StreakLimits.maximumDescriptionLength).orNull),
            .optional("primary", .boolean),
            .optional("status", .words(["active", "paused"])),
        ] + StreakDefinitionFields.all.map(\.body) + [
            .optional("id", .uuid),
            .optional("created", .instant),
        ]
    )

    /// What changes one definition.
    static let previewBody = draftBody.partial.with(StreakFields.scope)

    /// What changes a definition that it names.
    static let changeBody = JSONSchema.object(
        [.field("id", .uuid)] + previewBody.fields.filter { $0.name != "id" }
    )

    private static let name = JSONSchema.name(upTo: WireLimits.maximumNameLength)
    private static let matches = JSONSchema.array(
        .object(.field("key", .text), .field("value", .text)),
        0...StreakLimits.maximumEventAttributes
    )

    static let source = JSONSchema.object(
        .field("metric", .text),
        .optional("threshold", .number),
        .optional("expression", .text),
        .field("eventAttributes", matches)
    )
    static let sourceBody = JSONSchema.object(
        .field("metric", .text),
        .optional("threshold", .number.orNull),
        .optional("expression", .text.orNull),
        .optional("eventAttributes", matches)
    )

    private static let kinds = JSONSchema.words(["count", "sum", "distinct"])
    static let condition = JSONSchema.object(
        .field("type", kinds),
        .field("min", .number),
        .optional("field", .text)
    )
    static let conditionBody = JSONSchema.object(
        .optional("type", kinds),
        .optional("min", .number),
        .optional("field", .text.orNull)
    )

    static let milestone = JSONSchema.object(
        .field("threshold", .integer(StreakLimits.milestone)),
        .field("rewardItemId", .text.orNull),
        .field("repeatable", .boolean)
    )
    static let milestoneBody = JSONSchema.object(
        .field("threshold", .integer(StreakLimits.milestone)),
        .optional("rewardItemId", name.orNull),
        .optional("repeatable", .boolean)
    )
}

extension StreakWindowWire {
    private static let period = JSONSchema.word(of: StreakSettings.Frequency.self)

    /// A window.
    static let window = JSONSchema.named(
        "Window",
        .oneOf([
            .object(
                .field("type", .words(["calendar"])),
                .field("period", period),
                .field("timezone", .text),
                .optional("timezoneIsMissing", .boolean),
                .field("resetTime", .text),
                .optional("weekStart", .integer(StreakLimits.weekdays))
            ),
            .object(
                .field("type", .words(["rolling"])),
                .optional("period", period),
                .field("length", .count)
            ),
        ])
    )

    /// A window that is sent: a calendar one needs a period, and a rolling one a period or a length.
    static let windowBody = JSONSchema.object(
        .optional("type", .words(["calendar", "rolling"])),
        .optional("period", period.orNull),
        .optional("timezone", .text.orNull),
        .optional("resetTime", .text.orNull),
        .optional("weekStart", .integer(StreakLimits.weekdays).orNull),
        .optional("length", .integer(StreakLimits.windowSeconds).orNull)
    )
}
