import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Wire

/// How time is cut into periods, as the wire has it.
enum StreakWindowWire {
    private enum Kind: String, CaseIterable {
        case calendar
        case rolling
    }

    /// The timezone of a streak that goes by each user's own.
    private static let userZone = "user"

    /// The window in a field.
    static func read(_ cursor: JSONCursor, zones: ZoneDatabase) throws -> StreakWindow {
        let fields = try cursor.fields()
        switch try fields["type"]?.word(Kind.self) ?? .calendar {
        case .calendar: return try calendar(from: fields, zones: zones)
        case .rolling: return .rolling(.seconds(try rollingSeconds(of: fields)))
        }
    }

    /// Writes a window.
    static func write(
        _ window: StreakWindow,
        zones: ZoneDatabase,
        to object: inout JSONObjectWriter
    ) {
        switch window {
        case .calendar(let window, let zone):
            object.field("type", Kind.calendar.rawValue)
            object.field("period", period(of: window.unit).rawValue)
            object.field("timezone", zone?.identifier ?? userZone)
            if let zone, (try? zones.zone(named: zone.identifier)) == nil {
                object.field("timezoneIsMissing", true)
            }
            object.field("resetTime", window.resetTime.description)
            if case .week(let start) = window.unit { object.field("weekStart", start) }
        case .rolling(let length):
            let seconds = length.components.seconds
            object.field("type", Kind.rolling.rawValue)
            if let period = StreakSettings.Frequency.allCases.first(where: {
                Self.seconds(of: $0) == seconds
            }) {
                object.field("period", period.rawValue)
            }
            object.field("length", seconds)
        }
    }

    private static func period(of unit: CalendarUnit) -> StreakSettings.Frequency {
        switch unit {
        case .day: .daily
        case .week: .weekly
        case .month: .monthly
        }
    }

    private static func seconds(of period: StreakSettings.Frequency) -> Int64 {
        let secondsPerDay: Int64 = 86_400
        switch period {
        case .daily: return secondsPerDay
        case .weekly: return 7 * secondsPerDay
        case .monthly: return 30 * secondsPerDay
        }
    }
}

// MARK: - Reading

extension StreakWindowWire {
    private static func calendar(
        from fields: JSONFields,
        zones: ZoneDatabase
    ) throws
        -> StreakWindow
    {
        if fields.optional("length") != nil {
            throw fields.invalid("length", "is for the type \"rolling\"; leave it out")
        }
        // Without effect unless the periods are weeks, but never nonsense.
        let weekStart = try fields["weekStart"]?.integer(in: StreakLimits.weekdays) ?? 0
        let unit: CalendarUnit =
            switch try fields.required("period").word(StreakSettings.Frequency.self) {
            case .daily: .day
            case .weekly: .week(start: weekStart)
            case .monthly: .month
            }
        let resetTime = try fields["resetTime"]?.wallTime() ?? .midnight
        return .calendar(
            CalendarWindow(unit: unit, resetTime: resetTime),
            zone: try fields["timezone"].flatMap { try zone($0, zones) }
        )
    }

    private static func rollingSeconds(of fields: JSONFields) throws -> Int64 {
        for name in ["timezone", "resetTime", "weekStart"] where fields.optional(name) != nil {
            throw fields.invalid(
                name,
                "is for the type \"calendar\", as a rolling window begins with its first event"
            )
        }
        let length = try fields.optional("length").map {
            Int64(try $0.integer(in: StreakLimits.windowSeconds))
        }
        let period = try fields.optional("period").map {
            seconds(of: try $0.word(StreakSettings.Frequency.self))
        }
        guard let seconds = length ?? period else {
            throw fields.invalid(
                "length",
                "is required for a rolling window: its seconds, or a period instead"
            )
        }
        guard length == nil || period == nil || length == period else {
            throw fields.invalid("length", "must agree with period; send one of them alone")
        }
        return seconds
    }

    private static func zone(_ cursor: JSONCursor, _ zones: ZoneDatabase) throws -> Zone? {
        try cursor.string() == userZone ? nil : cursor.zone(in: zones)
    }
}
