import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Service
import Wire

/// What users choose, as Trophy's wire has it.
enum PreferencesWire {
    /// What a body chooses.
    static func command(
        from fields: JSONFields,
        of userID: String,
        in context: CallContext
    ) throws -> ChoosePreferences {
        var draft = ChoosePreferences(
            user: context.service.intake.userKey(of: userID, in: context.workspace),
            userID: userID
        )
        if let notifications = try fields.optionalObject("notifications") {
            try notifications.allowOnly(UserPreferences.Notification.allCases.map(\.rawValue))
            for kind in UserPreferences.Notification.allCases {
                draft.notifications[kind] = try notifications.optional(kind.rawValue)
                    .map(channels)
            }
        }
        guard let streak = try fields.optionalObject("streak") else { return draft }
        try streak.allowOnly(["enabled", "evaluationMode", "metrics", "daysOff"])
        let reader = StreakRuleReader(context)
        draft.isStreakEnabled = try streak.wanted("enabled") { try $0.bool() }
        draft.requiresEverySource = try streak.wanted("evaluationMode", reader.requiresEverySource)
        draft.sources = try streak.wanted("metrics") { cursor in
            try StreakSettingsWire.sources(cursor, reader).map(StreakSource.init)
        }
        draft.daysOff = try streak.wanted("daysOff", reader.daysOff)
        return draft
    }

    private static func channels(_ cursor: JSONCursor) throws -> [UserPreferences.Channel] {
        var channels: [UserPreferences.Channel] = []
        for element in try cursor.elements() {
            let channel = try element.word(UserPreferences.Channel.self)
            guard !channels.contains(channel) else { throw element.invalid("is there twice") }
            channels.append(channel)
        }
        return channels
    }

    /// Writes what a user chose; what was never chosen is not there.
    static func write(
        _ preferences: UserPreferences,
        rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        object.object("notifications") { map in
            for kind in UserPreferences.Notification.allCases {
                guard let channels = preferences.notifications[kind] else { continue }
                map.field(kind.rawValue, channels.map(\.rawValue))
            }
        }
        guard let choice = preferences.streak.last else { return }
        object.object("streak") { write(choice, rulebook: rulebook, to: &$0) }
    }

    /// Writes one choice about the streak.
    static func write(
        _ choice: StreakPreference,
        rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        object.fieldIfPresent("enabled", choice.isEnabled)
        if let requiresEverySource = choice.requiresEverySource {
            let mode = StreakRuleReader.EvaluationMode.self
            object.field(
                "evaluationMode",
                (requiresEverySource ? mode.all : mode.any).rawValue
            )
        }
        if let sources = choice.sources {
            object.array("metrics") { array in
                for source in sources {
                    guard let metric = rulebook.metric(id: source.metric) else { continue }
                    array.object { object in
                        object.field("key", metric.key)
                        object.field(
                            "threshold",
                            rawNumber: (source.threshold ?? Amount(1)).description
                        )
                    }
                }
            }
        }
        object.fieldIfPresent("daysOff", choice.daysOff?.sorted())
    }
}
