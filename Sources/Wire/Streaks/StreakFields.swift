public import Catalogue
public import Engine
import HTTP
public import JSONText

/// What definitions of streaks and the settings of the primary one have in common.
public enum StreakFields {
    /// For which periods a change holds.
    public static let scope = JSONSchema.Field.optional(
        "appliesTo",
        .word(of: StreakChangeScope.self)
    )

    /// Weekdays that need no activity.
    public static let daysOff = JSONSchema.array(
        .integer(StreakLimits.weekdays),
        0...StreakLimits.maximumDaysOff
    )

    /// How many days users may take off by themselves.
    public static let restDays = JSONSchema.named(
        "RestDayLimits",
        .object(
            .field("perWeek", .integer(StreakLimits.restDaysPerWeek)),
            .field("vacationDaysPerYear", .integer(StreakLimits.vacationDaysPerYear))
        )
    )

    /// How many days users are to be able to take off by themselves.
    public static let restDaysBody = JSONSchema.object(
        .optional("perWeek", .integer(StreakLimits.restDaysPerWeek)),
        .optional("vacationDaysPerYear", .integer(StreakLimits.vacationDaysPerYear))
    )

    /// How freezes come to users.
    public static let freezes = JSONSchema.named(
        "FreezeRule",
        .object(
            .field("startCount", .integer(StreakLimits.startCount)),
            .field("maxCount", .integer(StreakLimits.maximumCount)),
            .field("autoEarnInterval", .integer(StreakLimits.autoEarnInterval).orNull),
            .field("autoEarnAmount", .integer(StreakLimits.autoEarnAmount).orNull)
        )
    )

    /// How freezes are to come to users.
    public static let freezesBody = JSONSchema.object(
        .field("startCount", .integer(StreakLimits.startCount)),
        .field("maxCount", .integer(StreakLimits.maximumCount)),
        .optional("autoEarnInterval", .integer(StreakLimits.autoEarnInterval).orNull),
        .optional("autoEarnAmount", .integer(StreakLimits.autoEarnAmount).orNull)
    )

    /// For which periods a change holds.
    public static func scope(from fields: JSONFields) throws(InvalidInput) -> StreakChangeScope {
        try fields["appliesTo"]?.word(StreakChangeScope.self) ?? .future
    }

    /// Writes the field of freezes, of definitions and of settings alike.
    public static func write(_ freezes: FreezeRule, to object: inout JSONObjectWriter) {
        guard freezes.maximum > 0 else { return object.null("freezes") }
        object.object("freezes") { fields in
            fields.field("startCount", freezes.startCount)
            fields.field("maxCount", freezes.maximum)
            fields.field("autoEarnInterval", freezes.earning?.days)
            fields.field("autoEarnAmount", freezes.earning?.count)
        }
    }

    /// What contradicts itself in a streak, by the names that its fields have on this wire.
    public static func sentence(_ problem: StreakProblem) -> String {
        let field =
            switch problem.field {
            case .sumField: "condition.field"
            case let field: field.rawValue
            }
        switch (problem.reason, problem.field) {
        case (.needsDays, .restDays), (.needsCalendar, .restDays):
            return "restDays must be null unless the streak is daily."
        case (.needsDays, _): return "\(field) \(problem.sentence) Send []."
        case (.needsCalendar, _):
            let reason = "for a rolling window, which breaks at its deadline."
            return switch problem.field {
            case .daysOff: "\(field) must be empty \(reason) Send []."
            case .gracePeriods: "\(field) must be 0 \(reason)"
            default: "\(field) must be null \(reason)"
            }
        default: return "\(field) \(problem.sentence)"
        }
    }

    /// What a caller is told of a streak that was not set up; nothing for other issues.
    public static func sentence(_ issue: ItemIssue) -> String? {
        switch issue {
        case .contradiction(let problem): sentence(problem)
        case .nameInUse: "name is that of another streak definition."
        case .missing(.metric): "sources must name metrics that exist. One has been deleted."
        case .missing(.filter): "eventAttributes must name attributes that exist. One was deleted."
        case .missing(.field): "condition.field must name an attribute that exists."
        default: nil
        }
    }
}
