import Catalogue
import CivilTime
import Engine
import Storage
import Wire

/// What the engine and the catalogue refuse, by the names that things have on Trophy's wire.
enum TrophyWords {
    static let words = DialectWords(refusal: sentence, issue: sentence)

    @Sendable private static func sentence(_ reason: Refusal.Reason) -> String? {
        switch reason {
        case .unknownMetric(let key):
            """
            No metric has the key "\(key.excerpt)". Create it with POST /admin/v1/metrics, or check \
            the key.
            """
        case .unknownAchievement(let key):
            """
            No achievement has the key "\(key.excerpt)". Create it with \
            POST /admin/v1/achievements and trigger "api", or check the key.
            """
        case .closedAchievement(let key):
            """
            The achievement "\(key.excerpt)" is not open to this user: its userAttributes ask for \
            other values than the user has.
            """
        case .unknownAttributes(let keys, let kind):
            """
            Invalid attribute keys: \(Refusal.Reason.list(keys)). Please ensure all attribute keys \
            match those set up at /admin/v1/attributes with type "\(kind.rawValue)".
            """
        case .mailWithoutAddress:
            "subscribeToEmails needs an email address: send email as well, or leave it out."
        case .signUpAhead(let day, let latest):
            """
            signUpDate \(day.iso8601) has not begun anywhere yet: the latest date is \
            \(latest.iso8601).
            """
        case .customizationOff:
            """
            Streak customization is off: users may only switch their streak on or off \
            (streak.enabled). Turn it on with PATCH /admin/v1/streaks/settings \
            {"customizationEnabled": true}.
            """
        case .tooManyRestDays(let limit):
            limit == 0
                ? "streak.restDays must be empty: the primary streak lets users take no weekday off "
                    + "(restDays.perWeek). Send []."
                : "streak.restDays must have at most \(limit) weekdays, as many as the primary streak "
                    + "lets users take off (restDays.perWeek). Send fewer."
        case .tooMuchVacation(let days, let year, let limit):
            """
            streak.vacations must have at most \(limit) days of \(year), as many as the primary streak \
            lets users have (restDays.vacationDaysPerYear), and would have \(days). Send fewer days.
            """
        case .vacationTooEarly(let first):
            """
            streak.vacations must not have new days before \(first.iso8601), the user's next day. \
            Begin then, or later.
            """
        default: reason.sentence(ofEventWith: "timestamp", and: "value")
        }
    }

    @Sendable private static func sentence(_ issue: ItemIssue) -> String? {
        switch issue {
        case .lacking(let part, let kind?):
            "\(name(of: part)) is required for \(kind.noun) achievements"
        case .lacking(let part, nil): "\(name(of: part)) is required"
        case .consistsOfItself: "achievementIds must not lead back to the achievement itself"
        default: StreakFields.sentence(issue)
        }
    }

    private static func name(of part: ItemIssue.AchievementPart) -> String {
        switch part {
        case .name: "name"
        case .trigger: "trigger"
        case .metric: "metricId"
        case .amount: "metricValue"
        case .streakLength: "streakLength"
        case .key: "key"
        case .years: "anniversaryYears"
        case .parts: "achievementIds"
        }
    }
}
