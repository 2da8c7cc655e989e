import Catalogue
import Engine
import Wire

extension StreakSettingsWire {
    /// The primary streak in Trophy's terms.
    static let settings = JSONSchema.named(
        "StreakSettings",
        .object(
            .field("frequency", .word(of: StreakSettings.Frequency.self)),
            .field("evaluationMode", mode),
            .field("customizationEnabled", .boolean),
            .field("daysOff", StreakDefinitionWire.daysOff),
            .field("metrics", .array(of: metric)),
            .field("freezes", StreakDefinitionWire.freezes.orNull)
        )
    )

    /// What changes the primary streak.
    static let changeBody = JSONSchema.object(
        .optional("frequency", .word(of: StreakSettings.Frequency.self)),
        .optional("evaluationMode", mode),
        .optional("customizationEnabled", .boolean),
        .optional("daysOff", StreakDefinitionWire.daysOff),
        .optional("metrics", .array(metric, 0...StreakLimits.maximumSources)),
        .optional("freezes", StreakDefinitionWire.freezesBody.orNull),
        StreakDefinitionWire.scope
    )

    /// What counts, from how much of it.
    static let metric = JSONSchema.object(
        .field("key", .text),
        .field("threshold", .integer(StreakLimits.settingsThreshold))
    )

    private static let mode = JSONSchema.word(of: StreakRuleReader.EvaluationMode.self)
}

extension PreferencesWire {
    /// What a user chose.
    static let preferences = JSONSchema.named(
        "Preferences",
        .object(.field("notifications", .object(notifications)), .optional("streak", choice))
    )

    /// What a user chooses of the primary streak.
    static let choice = JSONSchema.object(choices)

    /// What a user chooses; null takes a choice back.
    static let changeBody = JSONSchema.object(
        .optional(
            "notifications",
            .object(notifications.map { .optional($0.name, $0.schema.orNull) }).orNull
        ),
        .optional("streak", .object(choices.map { .optional($0.name, $0.schema.orNull) }).orNull)
    )

    private static let choices: [JSONSchema.Field] = [
        .optional("enabled", .boolean),
        .optional("evaluationMode", .word(of: StreakRuleReader.EvaluationMode.self)),
        .optional("metrics", .array(StreakSettingsWire.metric, 0...StreakLimits.maximumSources)),
        .optional("daysOff", StreakDefinitionWire.daysOff),
    ]

    private static let notifications = UserPreferences.Notification.allCases.map { kind in
        JSONSchema.Field.optional(
            kind.rawValue,
            .array(of: .word(of: UserPreferences.Channel.self))
        )
    }
}
