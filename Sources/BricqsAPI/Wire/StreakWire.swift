import CivilTime
import Engine
import JSONText
import Reading
import Wire

/// Participants' streaks as Bricqs' wire has them.
enum StreakWire {
    /// How often a streak asks for something.
    enum Period: String, CaseIterable {
        case daily
        case weekly
        case monthly
    }

    /// What records a tick; a timestamp without an offset is UTC.
    static let tickBody = JSONSchema.object(
        .field("participant_id", .name(upTo: BricqsLimits.maximumNameLength)),
        .field("streak_code", .text),
        .optional("timestamp", .text.orNull)
    )

    /// What a tick came to.
    static let tick = JSONSchema.named(
        "Tick",
        .object(
            .field("streak_code", .text),
            .field("new_count", .count),
            .field("longest_count", .count),
            .field("is_new_record", .boolean),
            .field("already_recorded", .boolean)
        )
    )

    /// A participant's streak.
    static let streak = JSONSchema.named(
        "Streak",
        .object(
            .field("code", .text),
            .field("name", .text),
            .field("current_count", .count),
            .field("longest_count", .count),
            .field("last_recorded_at", .instant.orNull),
            .field("is_at_risk", .boolean),
            .field("period", .word(of: Period.self))
        )
    )

    /// Writes what a tick came to.
    static func write(_ tick: StreakTick, of code: String, to object: inout JSONObjectWriter) {
        object.field("streak_code", code)
        object.field("new_count", tick.length)
        object.field("longest_count", tick.longest)
        object.field("is_new_record", tick.isRecord)
        object.field("already_recorded", tick.isRepeated)
    }

    /// Writes a participant's streaks.
    static func write(_ streaks: [ProgressedStreak], to object: inout JSONObjectWriter) {
        object.array("streaks") { array in
            for streak in streaks { array.object { write(streak, to: &$0) } }
        }
    }

    private static func write(_ streak: ProgressedStreak, to object: inout JSONObjectWriter) {
        object.field("code", streak.definition.key)
        object.field("name", streak.definition.name)
        object.field("current_count", streak.state.length)
        object.field("longest_count", streak.state.longest)
        object.field("last_recorded_at", streak.state.latestAt?.shortText)
        object.field("is_at_risk", streak.state.isAtRisk)
        object.field("period", Period(streak.definition.rule.window).rawValue)
    }
}

extension StreakWire.Period {
    /// What comes nearest to a window.
    init(_ window: StreakWindow) {
        switch window {
        case .calendar(let window, _):
            switch window.unit {
            case .day: self = .daily
            case .week: self = .weekly
            case .month: self = .monthly
            }
        case .rolling(let length):
            let days = length.components.seconds / 86_400
            self = days < 7 ? .daily : days < 28 ? .weekly : .monthly
        }
    }
}
