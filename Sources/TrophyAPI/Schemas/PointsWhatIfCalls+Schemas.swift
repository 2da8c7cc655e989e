import Engine
import Wire

extension PointsWhatIfCalls {
    /// What a trigger would give for what was before.
    static let preview = JSONSchema.object(
        .field("points", .integer),
        .field("changedUsers", .count),
        .field("users", .count)
    )

    /// What is to be simulated: one of the two.
    static let simulationBody = JSONSchema.object(
        .optional("trigger", AdminPointsWire.whatIfTrigger.orNull),
        .optional("boost", AdminPointsWire.whatIfBoost.orNull)
    )

    /// What would have been given, by the rules as they are and by the changed ones.
    static let simulation = JSONSchema.named(
        "PointsSimulation",
        .object(
            .field("days", .array(of: .object([.field("date", .date)] + both))),
            .field(
                "distribution",
                .array(
                    of: .object(
                        [.field("from", .integer), .field("to", .integer)] + both
                    )
                )
            ),
            .field("mostChanged", .array(of: .object([.field("userId", .text)] + both))),
            .field("users", .count),
            .field("complete", .boolean)
        )
    )

    private static let both: [JSONSchema.Field] = [
        .field("before", .integer), .field("after", .integer),
    ]
}

extension AdminPointsWire {
    /// A new trigger, or the change of one that `id` names.
    static let whatIfTrigger = triggerBody.partial.with(.optional("id", .uuid))

    /// A new boost, or the change of one that `id` names.
    static let whatIfBoost = boostBody.partial.with(.optional("id", .uuid))
}
