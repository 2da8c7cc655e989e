import Engine
import Wire

extension ExperimentWire {
    private static let key = JSONSchema.name(upTo: WireLimits.maximumNameLength)

    private static let subject = JSONSchema.object(
        .field("type", .word(of: SubjectKind.self)),
        .optional("key", .text.orNull),
        .optional("id", .uuid.orNull),
        .optional("name", .text.orNull)
    )

    private static let rule = JSONSchema.object(
        StreakDefinitionFields.ofArms.map { .optional($0.body.name, $0.body.schema) } + [
            .optional("metricValue", .number),
            .optional("streakLength", .integer(StreakLimits.milestone)),
            .optional("points", .integer),
            .optional("metricThreshold", .number),
            .optional("maxPerDay", .count.orNull),
            .optional("maxPerWeek", .count.orNull),
        ]
    )

    private static let arms = JSONSchema.array(
        .object(
            .field("key", key),
            .field("name", key),
            .field("weight", .integer(1...1_000)),
            .field("rule", rule.orNull)
        ),
        Split.armCounts
    )

    private static let armsBody = JSONSchema.array(
        .object(
            .field("key", key),
            .optional("name", key),
            .optional("weight", .integer(1...1_000)),
            .optional("rule", rule.orNull)
        ),
        Split.armCounts
    )

    /// An experiment.
    static let experiment = JSONSchema.named(
        "Experiment",
        .object(
            .field("id", .uuid),
            .field("key", .text),
            .field("name", .text),
            .field("description", .text.orNull),
            .field("status", .word(of: Experiment.Status.self)),
            .field("subject", subject),
            .field("share", .number),
            .field("salt", .text),
            .field("arms", arms),
            .field("created", .instant),
            .field("started", .instant.orNull),
            .field("ended", .instant.orNull)
        )
    )

    /// What sets an experiment up.
    static let draftBody = JSONSchema.object(
        .field("key", key),
        .field("name", key),
        .optional("description", .text(upTo: StreakLimits.maximumDescriptionLength).orNull),
        .optional("status", .words(["draft", "running", "ended"])),
        .field("subject", subject),
        .optional("share", .number),
        .optional("salt", .name(upTo: LaurelLimits.maximumSaltLength)),
        .field("arms", armsBody)
    )

    /// What changes an experiment that it names.
    static let changeBody = JSONSchema.object(
        [.field("id", .uuid)] + draftBody.partial.fields
    )
}

extension ExperimentResultsWire {
    private static let comparison: [JSONSchema.Field] = [
        .field("difference", .number.orNull),
        .field("differenceLow", .number.orNull),
        .field("differenceHigh", .number.orNull),
        .field("uplift", .number.orNull),
        .field("upliftLow", .number.orNull),
        .field("upliftHigh", .number.orNull),
        .field("isCertain", .boolean),
    ]

    private static let retention = JSONSchema.object(
        [
            .field("day", .count),
            .field("users", .count),
            .field("active", .count),
            .field("share", .number.orNull),
            .field("low", .number.orNull),
            .field("high", .number.orNull),
        ] + comparison
    )

    private static let activity = JSONSchema.object(
        [
            .field("measure", .words(["activeDays", "events"])),
            .field("users", .count),
            .field("mean", .number.orNull),
        ] + comparison
    )

    /// What the arms came to.
    static let results = JSONSchema.named(
        "ExperimentResults",
        .object(
            .field("experiment", ExperimentWire.experiment),
            .field("complete", .boolean),
            .field("through", .date),
            .field("users", .count),
            .field(
                "sampleRatio",
                .object(
                    .field("chiSquared", .number),
                    .field("limit", .number),
                    .field("isSuspicious", .boolean)
                )
            ),
            .field(
                "arms",
                .array(
                    of: .object(
                        .field("key", .text),
                        .field("name", .text),
                        .field("users", .count),
                        .field("expected", .number),
                        .field("retention", .array(of: retention)),
                        .field("activity", .array(of: activity))
                    )
                )
            )
        )
    )
}
