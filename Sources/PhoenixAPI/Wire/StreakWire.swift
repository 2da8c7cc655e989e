import CivilTime
import Engine
import JSONText
import Reading
import Wire

/// Users' streaks as Phoenix's wire has them.
enum StreakWire {
    /// A user's streak.
    static let streak = JSONSchema.named(
        "UserStreak",
        .object(
            .field("id", .uuid),
            .field("definition_id", .uuid),
            .field("definition_name", .text),
            .field("tenant_id", .uuid),
            .field("user_id", .text),
            .field("current_count", .count),
            .field("current_window_key", .text.orNull),
            .field("current_window_progress", progress),
            .field("current_window_satisfied", .boolean),
            .field("last_activity_at", .instant.orNull),
            .field("seconds_until_window_close", .integer.orNull),
            .field("next_milestone", .integer(PhoenixLimits.milestone).orNull),
            .field("earned_milestones", .array(of: .integer(PhoenixLimits.milestone))),
            .field("window", StreakWindowWire.window),
            .field("condition", StreakDefinitionWire.condition),
            .field("milestones", .array(of: StreakDefinitionWire.milestone))
        )
    )

    private static let progress = JSONSchema.object(
        .field("count", .count),
        .field("sum", .number),
        .field("distinct", .array(of: .text))
    )

    /// Writes a user's streak.
    static func write(
        _ streak: ProgressedStreak,
        of userID: String,
        in context: CallContext,
        to object: inout JSONObjectWriter
    ) {
        let definition = streak.definition
        let state = streak.state
        object.field("id", id(of: streak))
        object.field("definition_id", definition.publicID)
        object.field("definition_name", definition.name)
        object.field("tenant_id", context.tenantID)
        object.field("user_id", userID)
        object.field("current_count", state.length)
        object.field(
            "current_window_key",
            StreakWindowWire.key(of: state, in: definition.rule.window)
        )
        object.object("current_window_progress") {
            write(state.progress, of: definition.rule.condition, to: &$0)
        }
        object.field("current_window_satisfied", state.status == .extended)
        object.field("last_activity_at", state.latestAt?.shortText)
        // A streak that is frozen in time has no window that closes.
        object.field(
            "seconds_until_window_close",
            definition.status == .paused ? nil : state.secondsUntilClose
        )
        object.field("next_milestone", nextMilestone(of: streak))
        object.field("earned_milestones", earnedMilestones(of: streak))
        object.object("window") { StreakWindowWire.write(definition.rule.window, to: &$0) }
        object.object("condition") {
            StreakDefinitionWire.writeCondition(of: definition.rule, to: &$0)
        }
        StreakDefinitionWire.write(definition.milestones, to: &object)
    }

    /// Writes what happened in the current window, as far as its condition asks for it.
    private static func write(
        _ progress: StreakProgress,
        of condition: StreakCondition,
        to object: inout JSONObjectWriter
    ) {
        object.field("count", progress.count)
        if case .sum = condition {
            object.field("sum", rawNumber: progress.sum.description)
        } else {
            object.field("sum", 0)
        }
        if case .distinct = condition {
            object.field("distinct", progress.values)
        } else {
            object.array("distinct") { _ in }
        }
    }

    /// The UUID of a user's streak: of version 8, whose bits are ours to choose, from the numbers
    /// of the two.
    private static func id(of streak: ProgressedStreak) -> String {
        let definition = UInt64(truncatingIfNeeded: streak.definition.id.number)
        let version: UInt64 = 8
        let variant: UInt64 = 0b10
        return UUIDText.text(
            high: definition << 16 | version << 12,
            low: variant << 62 | UInt64(streak.user.number)
        )
    }

    private static func earnedMilestones(of streak: ProgressedStreak) -> [Int] {
        Set(streak.milestones.map(\.threshold)).sorted()
    }

    /// The next length at which something can still be earned.
    private static func nextMilestone(of streak: ProgressedStreak) -> Int? {
        let earned = Set(streak.milestones.map(\.threshold))
        return streak.definition.milestones.first { milestone in
            milestone.threshold > streak.state.length
                && (milestone.isRepeatable || !earned.contains(milestone.threshold))
        }?.threshold
    }
}
