import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Wire

/// How time is cut into windows, as Phoenix's wire has it.
enum StreakWindowWire {
    enum Kind: String, CaseIterable {
        case calendar
        case rolling
    }

    enum Span: String, CaseIterable {
        case daily
        case weekly
        case monthly
    }

    /// The timezone of a streak that goes by each user's own.
    static let userZone = "user"

    /// A window.
    static let window = JSONSchema.named(
        "Window",
        .oneOf([
            .object(
                .field("type", .words([Kind.calendar.rawValue])),
                .field("period", .word(of: Span.self)),
                .field("timezone", .text),
                .field("reset_time", .text),
                .optional("week_start", .integer(PhoenixLimits.weekdays))
            ),
            .object(
                .field("type", .words([Kind.rolling.rawValue])),
                .optional("period", .word(of: Span.self)),
                .field("length_seconds", .count)
            ),
        ])
    )

    /// A window that is sent: a calendar one needs a period, and a rolling one a period or a length.
    static let windowBody = JSONSchema.object(
        .field("type", .word(of: Kind.self)),
        .optional("period", .word(of: Span.self).orNull),
        .optional("timezone", .text.orNull),
        .optional("reset_time", .text.orNull),
        .optional("week_start", .integer(PhoenixLimits.weekdays).orNull),
        .optional("length_seconds", .integer(PhoenixLimits.windowSeconds).orNull)
    )

    /// Writes a window.
    static func write(_ window: StreakWindow, to object: inout JSONObjectWriter) {
        switch window {
        case .calendar(let window, let zone):
            object.field("type", Kind.calendar.rawValue)
            object.field("period", Span(window.unit).rawValue)
            object.field("timezone", zone?.identifier ?? userZone)
            object.field("reset_time", window.resetTime.description)
            if case .week(let start) = window.unit { object.field("week_start", start) }
        case .rolling(let length):
            let seconds = length.components.seconds
            object.field("type", Kind.rolling.rawValue)
            if let span = Span.allCases.first(where: { $0.seconds == seconds }) {
                object.field("period", span.rawValue)
            }
            object.field("length_seconds", seconds)
        }
    }

    /// What identifies the window that a streak is in; nothing where none is open.
    static func key(of state: StreakState, in window: StreakWindow) -> String? {
        switch window {
        case .calendar(let window, _):
            guard let date = state.currentPeriod?.iso8601 else { return nil }
            return window.unit == .month ? String(date.prefix("2025-01".count)) : date
        case .rolling: return state.window?.lowerBound.shortText
        }
    }
}

extension StreakWindowWire.Span {
    init(_ unit: CalendarUnit) {
        switch unit {
        case .day: self = .daily
        case .week: self = .weekly
        case .month: self = .monthly
        }
    }

    /// How long a rolling window is that is called so.
    var seconds: Int64 {
        let day: Int64 = 86_400
        switch self {
        case .daily: return day
        case .weekly: return 7 * day
        case .monthly: return 30 * day
        }
    }
}
