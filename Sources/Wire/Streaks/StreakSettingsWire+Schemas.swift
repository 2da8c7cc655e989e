import Catalogue
import Engine

extension StreakSettingsWire {
    /// The primary streak in Trophy's terms.
    public static let settings = JSONSchema.named(
        "StreakSettings",
        .object(
            .field("frequency", .word(of: StreakSettings.Frequency.self)),
            .field("evaluationMode", mode),
            .field("customizationEnabled", .boolean),
            .field("daysOff", StreakFields.daysOff),
            .field("metrics", .array(of: metric)),
            .field("freezes", StreakFields.freezes.orNull)
        )
    )

    /// What changes the primary streak.
    public static let changeBody = JSONSchema.object(
        .optional("frequency", .word(of: StreakSettings.Frequency.self)),
        .optional("evaluationMode", mode),
        .optional("customizationEnabled", .boolean),
        .optional("daysOff", StreakFields.daysOff),
        .optional("metrics", .array(metric, 0...StreakLimits.maximumSources)),
        .optional("freezes", StreakFields.freezesBody.orNull),
        StreakFields.scope
    )

    /// What counts, from how much of it.
    public static let metric = JSONSchema.object(
        .field("key", .text),
        .field("threshold", .integer(StreakLimits.settingsThreshold))
    )

    private static let mode = JSONSchema.word(of: StreakRuleReader.EvaluationMode.self)
}
