import Catalogue
import CivilTime
import Engine
import HTTP
import Intake
import JSONText
import Service
import Wire

extension PreferencesWire {
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
        try streak.allowOnly([
            "enabled", "evaluationMode", "metrics", "daysOff", "dayStartsAt", "restDays",
            "vacations",
        ])
        let reader = StreakRuleReader(context)
        draft.isStreakEnabled = try streak.wanted("enabled") { try $0.bool() }
        draft.requiresEverySource = try streak.wanted("evaluationMode", reader.requiresEverySource)
        draft.sources = try streak.wanted("metrics") { cursor in
            try StreakSettingsWire.sources(cursor, reader).map(StreakSource.init)
        }
        draft.daysOff = try streak.wanted("daysOff", reader.daysOff)
        draft.dayStartsAt = try streak.wanted("dayStartsAt") { cursor in
            let time = try cursor.wallTime()
            guard time <= UserPreferences.DayStart.latest else {
                throw cursor.invalid("must be between \"00:00\" and \"12:00\"")
            }
            return time
        }
        draft.restDays = try streak.wanted("restDays", reader.daysOff)
        draft.vacations = try streak.wanted("vacations", vacations)
        return draft
    }

    private static func vacations(_ cursor: JSONCursor) throws -> [ClosedRange<CivilDate>] {
        try cursor.elements(atMost: StreakLimits.maximumVacations, "vacations").map { element in
            let fields = try element.fields()
            try fields.allowOnly(["start", "end"])
            let start = try fields.required("start").date()
            let end = try fields.required("end").date()
            guard start <= end else { throw fields.invalid("end", "must not be before start") }
            guard start.days(until: end) < EngineLimits.longestPauseDays else {
                throw fields.invalid(
                    "end",
                    "must be at most \(EngineLimits.longestPauseDays) days after start"
                )
            }
            return start...end
        }
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
}
