import Engine

extension PreferencesWire {
    /// What a user chose.
    public static let preferences = JSONSchema.named(
        "Preferences",
        .object(.field("notifications", .object(notifications)), .optional("streak", choice))
    )

    /// What a user chooses of the primary streak.
    public static let choice = JSONSchema.object(
        choices + [.optional("dayStartsFrom", .instant), .optional("restDaysFrom", .date)]
    )

    /// What a user chooses; null takes a choice back.
    public static let changeBody = JSONSchema.object(
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
        .optional("daysOff", StreakFields.daysOff),
        .optional("dayStartsAt", .text),
        .optional("restDays", StreakFields.daysOff),
        .optional("vacations", .array(vacation, 0...StreakLimits.maximumVacations)),
    ]

    private static let vacation = JSONSchema.object(
        .field("start", .date),
        .field("end", .date)
    )

    private static let notifications = UserPreferences.Notification.allCases.map { kind in
        JSONSchema.Field.optional(
            kind.rawValue,
            .array(of: .word(of: UserPreferences.Channel.self))
        )
    }
}
