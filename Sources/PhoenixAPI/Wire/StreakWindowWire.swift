import CivilTime
import Engine
import HTTP
import JSONText

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
        case .rolling: return state.window.map { InstantText.text(of: $0.lowerBound) }
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
