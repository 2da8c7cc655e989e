import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Wire

/// Streak definitions as Bricqs' wire has them.
enum StreakDefinitionWire {
    private static let nameRule = TextRule.filled(BricqsLimits.maximumNameLength)
    private static let descriptionRule = TextRule.any(BricqsLimits.maximumDescriptionLength)

    /// A streak definition; what Bricqs does not know stands there only where it was set.
    static let definition = JSONSchema.named(
        "StreakDefinition",
        .object(
            .field("code", .text),
            .field("name", .text),
            .field("description", .text.orNull),
            .field("period", .word(of: StreakWire.Period.self)),
            .field("grace_periods", .integer(BricqsLimits.gracePeriods)),
            .field("reset_on_miss", .boolean),
            .field("is_active", .boolean),
            .optional("timezone", .text),
            .optional("week_start", .integer(BricqsLimits.weekdays))
        )
    )

    /// What creates a streak definition.
    static let draftBody = JSONSchema.object(
        .field("code", .name(upTo: BricqsLimits.maximumNameLength)),
        .field("name", .name(upTo: BricqsLimits.maximumNameLength)),
        .optional("description", .text(upTo: BricqsLimits.maximumDescriptionLength).orNull),
        .field("period", .word(of: StreakWire.Period.self)),
        .optional("grace_periods", .integer(BricqsLimits.gracePeriods)),
        .optional("grace_period_hours", .integer(BricqsLimits.graceHours).orNull),
        .optional("reset_on_miss", .boolean),
        .optional("is_active", .boolean),
        .optional("timezone", .text.orNull),
        .optional("week_start", .integer(BricqsLimits.weekdays))
    )

    /// What changes a streak definition.
    static let changeBody = draftBody.partial.with(
        .optional("applies_to", .word(of: StreakChangeScope.self))
    )

    /// The streak that the fields describe: one that counts ticks.
    static func draft(from fields: JSONFields, zones: ZoneDatabase) throws -> StreakDraft {
        let period = try fields.required("period").word(StreakWire.Period.self)
        var draft = StreakDraft(
            key: try NameAlphabet.plain.name(
                of: try fields.required("code"),
                upTo: BricqsLimits.maximumNameLength
            ),
            name: try fields.text("name", nameRule),
            window: .calendar(CalendarWindow(unit: period.unit(weekStart: 0)), zone: nil)
        )
        draft.takesTicks = true
        var change = try change(from: fields, period: period, zones: zones)
        change.window = try window(from: fields, like: draft.rule)
        change.apply(to: &draft)
        return draft
    }

    /// What the fields change of a streak; `code` may be told again.
    static func change(
        from fields: JSONFields,
        of streak: StreakDefinition,
        zones: ZoneDatabase
    ) throws -> StreakChange {
        if let code = fields["code"], try !code.string().utf8.elementsEqual(streak.key.utf8) {
            throw code.invalid("cannot change; create another streak")
        }
        let period = try fields["period"]?.word(StreakWire.Period.self)
        var change = try change(
            from: fields,
            period: period ?? StreakWire.Period(streak.rule.window),
            zones: zones
        )
        change.name = try fields["name"].map(nameRule.text)
        change.window = try window(from: fields, like: streak.rule)
        return change
    }

    /// What the fields tell besides code, name and window.
    private static func change(
        from fields: JSONFields,
        period: StreakWire.Period,
        zones: ZoneDatabase
    ) throws -> StreakChange {
        var change = StreakChange()
        change.details = try fields.wanted("description", descriptionRule.text)
        change.gracePeriods = try gracePeriods(from: fields, period: period)
        change.resetsOnMiss = try fields["reset_on_miss"]?.bool()
        change.isPaused = try fields["is_active"].map { try !$0.bool() }
        change.fallbackZone = try fields.wanted("timezone") { try $0.zone(in: zones) }
        return change
    }

    /// What contradicts itself in a streak, as far as it can here; what this wire has no field for
    /// was set up on another.
    static func sentence(_ problem: StreakProblem) -> String {
        switch (problem.reason, problem.field) {
        case (.needsDays, _):
            "period must be \"daily\": this streak has days off, which only a daily one can have."
        case (.needsCalendar, .gracePeriods):
            "grace_periods must be 0: this streak has a rolling window, which breaks at its deadline."
        default: "The streak's \(problem.plainSentence)"
        }
    }

    /// Writes a streak; what Bricqs does not know stands there only where it was set.
    static func write(_ streak: StreakDefinition, to object: inout JSONObjectWriter) {
        object.field("code", streak.key)
        object.field("name", streak.name)
        object.field("description", streak.details)
        object.field("period", StreakWire.Period(streak.rule.window).rawValue)
        object.field("grace_periods", streak.rule.gracePeriods)
        object.field("reset_on_miss", streak.rule.resetsOnMiss)
        object.field("is_active", streak.status == .active)
        object.fieldIfPresent("timezone", streak.rule.fallbackZone?.identifier)
        if case .calendar(let window, _) = streak.rule.window, case .week(let start) = window.unit,
            start != 0
        {
            object.field("week_start", start)
        }
    }
}

// MARK: - Fields

extension StreakDefinitionWire {
    /// How many missed periods each run may have, which may be told in hours of whole periods.
    private static func gracePeriods(
        from fields: JSONFields,
        period: StreakWire.Period
    ) throws(InvalidInput) -> Int? {
        let told = try fields["grace_periods"]?.integer(in: BricqsLimits.gracePeriods)
        guard let cursor = fields.optional("grace_period_hours") else { return told }
        let hours = try cursor.integer(in: BricqsLimits.graceHours)
        guard let length = period.hours else {
            throw cursor.invalid("is not for monthly streaks; send grace_periods")
        }
        let count = hours / length
        guard hours % length == 0, BricqsLimits.gracePeriods.contains(Int64(count)) else {
            throw cursor.invalid(
                "must be \(length) for each \(period.rawValue) period that may be missed, "
                    + "at most \(BricqsLimits.gracePeriods.upperBound) of them"
            )
        }
        guard told == nil || told == count else {
            throw cursor.invalid("differs from grace_periods; send one of them")
        }
        return count
    }

    /// How time is to be cut: as the fields say, and otherwise as a rule does.
    private static func window(
        from fields: JSONFields,
        like rule: StreakRule
    ) throws(InvalidInput) -> StreakWindow? {
        guard fields.has("period") || fields.has("week_start") else { return nil }
        guard case .calendar(var window, let zone) = rule.window else {
            throw fields.invalid("period", "cannot change: this streak has a rolling window")
        }
        let period = try fields["period"]?.word(StreakWire.Period.self) ?? .init(rule.window)
        let weekStart = try fields["week_start"]?.integer(in: BricqsLimits.weekdays)
        guard weekStart == nil || period == .weekly else {
            throw fields.invalid("week_start", "is for weekly streaks; leave it out")
        }
        var known = 0
        if case .week(let start) = window.unit { known = start }
        window.unit = period.unit(weekStart: weekStart ?? known)
        return .calendar(window, zone: zone)
    }
}

extension StreakWire.Period {
    /// How many hours every period has; nothing for months, which differ.
    var hours: Int? {
        switch self {
        case .daily: 24
        case .weekly: 168
        case .monthly: nil
        }
    }

    fileprivate func unit(weekStart: Int) -> CalendarUnit {
        switch self {
        case .daily: .day
        case .weekly: .week(start: weekStart)
        case .monthly: .month
        }
    }
}
