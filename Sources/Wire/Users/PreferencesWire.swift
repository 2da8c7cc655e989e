import Catalogue
import CivilTime
public import Engine
import HTTP
public import JSONText
import Service

/// What users choose, as Trophy's wire has it.
public enum PreferencesWire {
    /// Writes what a user chose; what was never chosen is not there.
    public static func write(
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
        let choice = preferences.streak.last
        let start = preferences.dayStarts.last
        let rest = preferences.rest
        guard choice != nil || start?.at != nil || rest.isShown else { return }
        object.object("streak") { object in
            if let choice { write(choice, rulebook: rulebook, to: &object) }
            if let start, let dayStartsAt = start.at {
                object.field("dayStartsAt", dayStartsAt.description)
                object.field("dayStartsFrom", start.from.iso8601)
            }
            write(rest, to: &object)
        }
    }

    /// Writes the days that a user takes off.
    private static func write(_ rest: RestDays, to object: inout JSONObjectWriter) {
        if let weekly = rest.weekly.last, !weekly.weekdays.isEmpty {
            object.field("restDays", weekly.weekdays.sorted())
            object.field("restDaysFrom", weekly.from.iso8601)
        }
        guard !rest.vacations.isEmpty else { return }
        object.array("vacations") { array in
            for dates in rest.vacations {
                array.object { object in
                    object.field("start", dates.lowerBound.iso8601)
                    object.field("end", dates.upperBound.iso8601)
                }
            }
        }
    }

    /// Writes one choice about the streak.
    public static func write(
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

extension RestDays {
    /// Whether there is anything to show of them.
    fileprivate var isShown: Bool {
        !vacations.isEmpty || weekly.last?.weekdays.isEmpty == false
    }
}
