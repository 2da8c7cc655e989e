import Engine
import JSONText
import Wire

/// Streak definitions as the reference of Bricqs' administration has them: with an id, and with
/// grace in hours too.
enum AdminStreakWire {
    /// A streak definition.
    static let definition = JSONSchema.named(
        "AdminStreakDefinition",
        .object(
            [
                .field("id", .uuid),
                .field("grace_period_hours", .integer(BricqsLimits.graceHours).orNull),
            ] + StreakDefinitionWire.definition.fields
        )
    )

    /// What creates a streak definition; the order in which a dashboard of Bricqs shows them is taken
    /// and not kept.
    static let draftBody = StreakDefinitionWire.draftBody.with(order)
    /// What changes a streak definition.
    static let changeBody = StreakDefinitionWire.changeBody.with(order)

    private static let order = JSONSchema.Field.optional("display_order", .any)

    /// A page of them.
    static let page = JSONSchema.object(
        .field("streaks", .array(of: definition)),
        .field("total", .count),
        .field("page", .count),
        .field("page_size", .count)
    )

    /// Writes a streak definition.
    static func write(_ streak: StreakDefinition, to object: inout JSONObjectWriter) {
        object.field("id", streak.publicID)
        StreakDefinitionWire.write(streak, to: &object)
        let periods = streak.rule.gracePeriods
        let hours = StreakWire.Period(streak.rule.window).hours
        object.field("grace_period_hours", periods == 0 ? 0 : hours.map { $0 * periods })
    }
}
